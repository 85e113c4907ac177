"""From articles and entities to the files of the site."""
