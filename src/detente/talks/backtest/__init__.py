"""Looking back: what could have been foreseen on each day of a record, scored against what it says next."""
