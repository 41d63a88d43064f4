"""A draft agreement with contested words in brackets: read, settled, counted, to Word and from Word."""
