"""The two towers as a network; `two_tower` trains it and has the formula.

Nothing here knows of epochs or losses. Histories of many users lie one after the other, each oldest first.
"""

import numpy as np
import torch
from torch import Tensor, nn

from data.ids import Rows
from recommender.features import Features
from recommender.fold import PULL, Floats


class Tower(nn.Module):
    """One or more vectors per item, each the sum of its own and of one made from what is known of the item."""

    def __init__(
        self, features: Features, overviews: Tensor, rated: Tensor, dimension: int, own: int, draw: torch.Generator
    ) -> None:
        """Draw the weights.

        Args:
            features: of all items.
            overviews: (n_items, overview dimension).
            rated: (n_items, 1) 1 for items with a rating, 0 for those without.
            dimension: length of a vector.
            own: how many vectors an item has.
            draw: where randomness comes from.
        """
        super().__init__()
        self.own = nn.ParameterList(
            [torch.randn(len(rated), dimension, generator=draw) * 0.05 * rated for _ in range(own)]
        )
        self.feature_weights = nn.Parameter(torch.randn(len(features.names), dimension, generator=draw) * 0.02)
        self.projection = nn.Parameter(torch.randn(overviews.shape[1], dimension, generator=draw) * 0.02)
        self.table, self.overviews = features.table, overviews

    def forward(self, rows: Rows) -> list[Tensor]:
        """The vectors (n, dimension) of some items, one tensor per vector that an item has."""
        places, lengths = self.table.entries(rows)
        shared = bag(self.feature_weights, self.table.columns[places], lengths, self.table.weights[places])
        at = torch.from_numpy(rows)
        shared = shared + self.overviews[at] @ self.projection
        return [own[at] + shared for own in self.own]


class Towers(nn.Module):
    """Both towers, and how a history becomes a user vector (`recommender.fold.HistoryFold`).

    Attributes:
        power, typical, memory: see `HistoryFold`; without `memory` there are no vectors for what was rated lately.
    """

    def __init__(
        self,
        features: Features,
        overviews: Tensor,
        counts: Rows,
        draw: torch.Generator,
        *,
        dimension: int,
        power: float,
        typical: float,
        memory: float,
    ) -> None:
        """Draw the weights; `counts` (n_items,) is the number of ratings of each item."""
        super().__init__()
        n = torch.from_numpy(counts)
        rated = (n > 0).float()[:, None]
        self.items = Tower(features, overviews, rated, dimension, 1, draw)
        self.history = Tower(features, overviews, rated, dimension, 3 if memory else 2, draw)
        self.bias = nn.Parameter(torch.log1p(n.float()) / 2)
        self.base = nn.Parameter(torch.zeros(dimension))
        self.power, self.typical, self.memory = power, typical, memory

    def users(self, items: Rows, lengths: Rows, stars: Floats) -> Tensor:
        """Vectors (n_users, dimension) of users with these histories, one after the other, each oldest first.

        Args:
            items: (m,) rows of the rated items of all users.
            lengths: (n_users,) how many of them are whose.
            stars: (m,) their ratings.
        """
        n = np.maximum(lengths, 1)
        owner = np.repeat(np.arange(len(lengths)), lengths)
        mean = (np.bincount(owner, stars, minlength=len(lengths)) + PULL * self.typical) / (lengths + PULL)
        damp = (n**-self.power)[owner]
        rows, at = np.unique(items, return_inverse=True)
        vectors = self.history(rows)
        user = self.base + bag(vectors[0], at, lengths, damp)
        user = user + bag(vectors[1], at, lengths, (stars - mean[owner]) * damp)
        if self.memory:
            ages = np.repeat(np.cumsum(lengths), lengths) - 1 - np.arange(len(items))
            weights = np.exp(-ages / self.memory)
            sums = np.maximum(np.bincount(owner, weights, minlength=len(lengths)), 1e-9)
            user = user + bag(vectors[2], at, lengths, weights * (sums**-self.power)[owner])
        return user


def bag(weight: Tensor, rows: Rows, lengths: Rows, weights: Floats) -> Tensor:
    """Weighted sums (n, dimension) of rows of `weight`, `lengths` (n,) rows each."""
    starts = torch.from_numpy(np.cumsum(lengths) - lengths)
    scale = torch.from_numpy(weights.astype(np.float32))
    return nn.functional.embedding_bag(torch.from_numpy(rows), weight, starts, mode="sum", per_sample_weights=scale)
