"""Whom and what the names in an article mean."""
