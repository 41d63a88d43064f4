"""Takes documents, gives who said what, when, on which issue, with the source of each."""
