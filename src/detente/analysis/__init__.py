"""Takes a case, gives what it implies: is there a deal, who blocks it, what would bridge it."""
