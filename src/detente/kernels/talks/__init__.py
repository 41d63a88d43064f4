"""One run of talks, or many, as loops over arrays: random numbers, the plain loops and their compiled twins."""
