"""People recommending films to each other: what the ranker of the moment learns from, and is measured on."""
