"""Two parties who propose in turn: their rows of packages, one exchange in full, many at once."""
