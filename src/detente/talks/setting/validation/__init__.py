"""What can be wrong with a setting of talks, a kind of fault a module."""
