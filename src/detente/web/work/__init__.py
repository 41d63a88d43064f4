"""Long and heavy work in processes of its own: what can be asked, who does it, and how far it is."""
