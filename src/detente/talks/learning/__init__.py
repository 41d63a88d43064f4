"""Learning from the record: a case with its dated record goes in, ranges for what each wants come out."""
