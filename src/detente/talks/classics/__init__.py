"""Models of the literature with known answers, solved step by step: players for the engine, small games."""
