"""What can be wrong with an accord, by subject."""
