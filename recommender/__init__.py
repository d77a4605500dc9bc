"""Who would like it: ratings in, candidates out."""
