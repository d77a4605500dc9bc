"""The facts: movies, ratings, people's accounts, and the ids that join them."""
