"""How the talks may go: many runs of mediated rounds from a case, a setting and a protocol; answers with their uncertainty."""
