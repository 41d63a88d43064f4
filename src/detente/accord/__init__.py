"""Would the phased text hold: an accord is read, unfolded into a game of its clauses, and asked."""
