"""Takes arrays, gives arrays: the numeric floor, which knows numpy and nothing of negotiations."""
