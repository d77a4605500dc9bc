"""The bundled catalogue: facts and overviews written for Usher."""
