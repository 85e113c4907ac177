"""From a source file to an article."""
