"""Packs: who and what the coder may find, as YAML that an analyst edits; languages likewise."""
