"""The game of an accord: guarded moves over whole numbers, unfolded into situations."""
