"""Coders that need more than the standard library or a service: chosen by name, never by default."""
