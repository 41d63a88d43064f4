"""One run of talks, or many, as loops over arrays: random numbers, plain loops and compiled twins."""
