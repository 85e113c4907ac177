"""From an annotated article to the parts that pages show."""
