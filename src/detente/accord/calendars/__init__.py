"""What comes due, as entries of a calendar file."""
