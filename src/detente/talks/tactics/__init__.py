"""How a party concedes, offers and accepts."""
