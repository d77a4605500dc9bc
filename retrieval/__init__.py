"""What it is about: text in, movies out."""
