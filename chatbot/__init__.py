"""The conversation: what the person said in, an answer with its evidence out."""
