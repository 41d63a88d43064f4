"""Takes a record or a case folder, gives the negotiation as plain values."""
