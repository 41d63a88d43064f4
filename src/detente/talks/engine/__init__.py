"""One run of talks with everything that is said: the readable reference."""
