"""Questions about an accord: who can force what, how it is formed, and a small language for more."""
