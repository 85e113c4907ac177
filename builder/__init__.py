"""Dateline: a folder of article text becomes a static site in which every person and every country is a link."""

from builder.build import Site, build
from builder.errors import BuilderError

__all__ = ["BuilderError", "Site", "build"]
