"""Games for other tools and from them: PRISM models out, explicit games in."""
