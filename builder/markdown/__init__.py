"""Our Markdown: read, written, and as HTML."""
