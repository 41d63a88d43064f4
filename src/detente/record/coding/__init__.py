"""Text -> suggested statements: sentences, quotes, cues, holders, acts, issues, figures; no model."""
