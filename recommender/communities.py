"""Communities of taste: users whose vectors point the same way, found by k-means on the unit sphere.

    minimise sum_u |x_u - c_l(u)|^2    x_u = U_u / |U_u|, l(u) the community of user u, c_l its centre

Lloyd's algorithm from several random beginnings, of which the best counts (SciPy). What a community loves more than
everyone is told by the score of a proportion,

    z = (share among them - share among all) / sqrt(share among all * (1 - share among all) / their number),

so that a film few people liked does not stand above one that many did.
"""

import dataclasses

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.ids import Ids, Rows
from data.movies import MovieId
from recommender.factors import Factors, top_k
from recommender.fold import Floats

BEGINNINGS = 10
SHORTEST = 1e-9  # length of a vector: below it, it has no direction
LOVED = 4.0  # stars


@dataclasses.dataclass(frozen=True, slots=True)
class Loved:
    """A film that a community loves more than everyone: the shares, 0 to 1, of those who gave it `LOVED` or more."""

    movie_id: MovieId
    among_them: float
    among_all: float


@dataclasses.dataclass(frozen=True)
class Communities:
    """All users, each in one community; the largest community is number 0.

    Attributes:
        users: the ids behind the rows.
        labels: (n_users,) the community of each.
        closeness: (n_users,) the cosine of each with the centre of its community.
        sizes: (n_communities,) numbers of users, descending.
    """

    users: Ids
    labels: Rows
    closeness: Floats
    sizes: Rows

    def typical(self, community: int, k: int) -> list[int]:
        """The `k` users of a community nearest to its centre, the nearest first."""
        among = np.flatnonzero(self.labels == community)
        rows = top_k(self.closeness, k, without=np.array([], np.int64), among=among)
        return [int(user_id) for user_id in self.users.values[rows]]

    def members(self, community: int) -> NDArray[np.int64]:
        """(n,) the user ids of a community."""
        members: NDArray[np.int64] = self.users.values[self.labels == community]
        return members


def find_communities(factors: Factors, k: int, seed: int) -> Communities:
    """Part the users of a model into at most `k` communities; fewer where there are not that many different users.

    Args:
        factors: with at least one user.
        k: at least 1.
        seed: same seed and factors, same communities.
    """
    from scipy.cluster.vq import kmeans, vq

    lengths = np.linalg.norm(factors.user_factors, axis=1, keepdims=True)
    directions = (factors.user_factors / np.maximum(lengths, SHORTEST)).astype(np.float64)
    centres, _ = kmeans(directions, min(k, len(directions)), iter=BEGINNINGS, rng=np.random.default_rng(seed))
    labels = vq(directions, centres)[0]
    sizes = np.bincount(labels, minlength=len(centres))
    order = np.argsort(-sizes, kind="stable")
    order = order[sizes[order] > 0]
    place = np.zeros(len(centres), np.int64)
    place[order] = np.arange(len(order))
    of_user = centres[labels]
    closeness = (directions * of_user).sum(axis=1) / np.maximum(np.linalg.norm(of_user, axis=1), SHORTEST)
    return Communities(factors.users, place[labels], closeness.astype(np.float32), sizes[order].astype(np.int64))


def loved_more(ratings: pd.DataFrame, communities: Communities, k: int) -> list[list[Loved]]:
    """For each community, the `k` films that it loves most above everyone; only such that it loves more.

    Args:
        ratings: of users of the communities; others are passed over.
        communities: of these users.
        k: how many films at most.
    """
    loved = ratings[(ratings.stars >= LOVED) & (communities.users.find(ratings.user_id.to_numpy()) >= 0)]
    movies = Ids(loved.movie_id.to_numpy())
    if len(movies) == 0:
        return [[] for _ in communities.sizes]
    labels = communities.labels[communities.users.rows(loved.user_id.to_numpy())]
    flat = labels * len(movies) + movies.rows(loved.movie_id.to_numpy())
    lovers = np.bincount(flat, minlength=len(communities.sizes) * len(movies)).reshape(-1, len(movies))
    everyone = lovers.sum(axis=0) / communities.sizes.sum()
    found = []
    for size, of_them in zip(communities.sizes, lovers / communities.sizes[:, None], strict=True):
        spread = np.sqrt(everyone * (1 - everyone) / size)
        scores = np.where(of_them > everyone, (of_them - everyone) / np.maximum(spread, SHORTEST), -np.inf)
        rows = top_k(scores, k, without=np.array([], np.int64), among=np.flatnonzero(scores > 0))
        found.append([Loved(int(movies.values[row]), float(of_them[row]), float(everyone[row])) for row in rows])
    return found
