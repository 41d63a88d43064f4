"""Who may move when, and what ends the talks: one plain object a protocol."""
