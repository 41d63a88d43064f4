"""What an accord says: phases, clauses with their readings, conditions, dates; validated and written."""
