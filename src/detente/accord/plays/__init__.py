"""How sides behave, how a play is told and replayed, and what it is worth to whom."""
