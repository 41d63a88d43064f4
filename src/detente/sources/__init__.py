"""Takes what was published, gives documents that can be cited and checked."""
