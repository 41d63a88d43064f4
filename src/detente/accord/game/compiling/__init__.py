"""How the clauses of an accord become rules: variables, moves, and the clock that ends a day."""
