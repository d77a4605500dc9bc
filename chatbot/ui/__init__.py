"""The page people talk to."""
