"""How a mediator words the next text, from open demands and the answers so far."""
