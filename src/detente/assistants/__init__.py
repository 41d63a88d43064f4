"""Answers for assistants: the read-only questions of the facade over the Model Context Protocol."""
