"""A record in the formats of others, and back: what is written slices back to the same text when read."""
