"""Dateline: a folder of article text becomes a site in which every person and every country is a link."""

from builder.errors import BuilderError

__all__ = ["BuilderError"]
