"""An accord read back in plain words, what it is silent about included."""
