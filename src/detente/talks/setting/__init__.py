"""The setting of talks: who answers how fast, under which mandate, what may happen."""
