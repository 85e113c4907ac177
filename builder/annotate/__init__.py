"""Who is meant in an article."""
