"""From articles and entities to files of the site."""
