"""How a text could be written otherwise: what wordings differ in, edits, schedules, weak clauses."""
