"""Which assumption moves how talks go, and what would be otherwise if one were: shares and comparisons."""
