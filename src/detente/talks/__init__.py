"""How the talks may go: many runs from a case, a setting and a protocol; answers with their errors."""
