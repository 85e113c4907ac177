"""The index: everything about the whole site, as rows of one SQLite database."""
