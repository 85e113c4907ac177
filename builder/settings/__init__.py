"""The author's own files as values: settings, decisions, front matter, translations, the lockfile."""
