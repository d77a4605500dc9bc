"""One step a file; each names the step before it."""
