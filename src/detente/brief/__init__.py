"""Takes results, gives the brief that a mediator reads: HTML, Markdown and JSON from the same sections."""
