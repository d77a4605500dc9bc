"""Two towers, the person's ratings on one side and an item on the other, trained with PyTorch.

    user   u   = a damped sum of vectors of the rated items, see `recommender.fold.HistoryFold`
    item   v_i = own_i + features_i . W + overview_i . P
    score      = bias_i + u . v_i

The vectors of the rated items are made like v, with weights of their own. There is no vector per user id, so that a
newcomer is served like anybody else (Liang et al. 2018, "Variational autoencoders for collaborative filtering",
predicts a history from a part of itself in the same way; towers after Covington et al. 2016). An item that nobody has
rated has own_i = 0 and lives by what is known of it.

Each step hides a part of some users' histories, and the softmax over all items outside the rest is to find it (or BPR,
see `recommender.losses`). Above `full_softmax_items` rated items, those of the denominator are drawn, and the draw is
corrected for (Bengio and Senecal 2008): no step holds a number for every user and item.
"""

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
import torch

from data.errors import BadInput
from data.ids import Ids, Rows
from data.movies import Catalogue
from recommender.factors import Factors
from recommender.features import Table, item_features, ratings_table
from recommender.fold import Floats, HistoryFold
from recommender.losses import log_probabilities, pair_log_probabilities
from recommender.sampling import Pool, hide
from recommender.tower_config import TwoTowerConfig
from recommender.towers import Towers

logger = logging.getLogger(__name__)


def train_two_tower(
    ratings: pd.DataFrame,
    movies: Catalogue,
    overview_vectors: Floats,
    config: TwoTowerConfig,
    seed: int,
    on_epoch: Callable[[int, float], None] | None = None,
) -> Factors:
    """Learn both towers; every movie of the catalogue gets a vector, rated or not.

    Args:
        ratings: table of ratings.
        movies: the catalogue; it holds every rated movie.
        overview_vectors: (n_movies, any dimension) embeddings of what the movies are about, in the catalogue's order; a
            row of zeros where nothing is known.
        config: hyper-parameters.
        seed: same seed, same factors (on one kind of processor).
        on_epoch: is told the number of the epoch, from 1, and its mean loss.

    Raises:
        BadInput: there are no ratings, one of a movie outside the catalogue, or another number of overview vectors.
    """
    started = time.perf_counter()
    if len(ratings) == 0:
        raise BadInput("two towers got 0 ratings, need at least 1: rank by popularity instead")
    if len(overview_vectors) != len(movies):
        raise BadInput(
            f"got {len(overview_vectors)} overview vectors for {len(movies)} movies: embed the catalogue again"
        )
    users, items = Ids(ratings.user_id.to_numpy()), movies.ids
    ordered = ratings.sort_values(["user_id", "rated_at", "movie_id"], kind="stable")
    item_rows = items.find(ordered.movie_id.to_numpy())
    if (item_rows < 0).any():
        raise BadInput(f"movie {ordered.movie_id.to_numpy()[item_rows < 0][0]} is rated but not in the catalogue")
    histories = ratings_table(users.rows(ordered.user_id.to_numpy()), item_rows, ordered.stars.to_numpy(), len(users))
    counts = np.bincount(item_rows, minlength=len(items))
    draw = torch.Generator().manual_seed(seed)
    features = item_features(movies, min_items=config.min_feature_items)
    overviews = torch.from_numpy(np.ascontiguousarray(overview_vectors, dtype=np.float32))
    towers = Towers(
        features,
        overviews,
        counts,
        draw,
        dimension=config.dimension,
        power=config.history_power,
        typical=float(ratings.stars.mean()),
        memory=config.memory,
    )
    if config.loss == "bpr":  # as the method has it; popularity is learned like the rest
        torch.nn.init.zeros_(towers.bias)
    small = np.count_nonzero(counts) <= config.full_softmax_items
    with _threads(1 if small else torch.get_num_threads()):
        _train(towers, histories, counts, config, np.random.default_rng(seed), draw, on_epoch)
        factors = _factors(towers, histories, users, items, config)
    logger.info(
        "trained two towers of dimension %d on %d ratings of %d items, %d features, in %.1f s",
        *(config.dimension, len(ratings), np.count_nonzero(counts), len(features.names), time.perf_counter() - started),
    )
    return factors


@contextlib.contextmanager
def _threads(count: int) -> Iterator[None]:
    """Give torch that many threads. In short steps a second one only waits: seven times slower on two busy cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _train(
    towers: Towers,
    histories: Table,
    counts: Rows,
    config: TwoTowerConfig,
    shuffle: np.random.Generator,
    draw: torch.Generator,
    on_epoch: Callable[[int, float], None] | None,
) -> None:
    n_users = len(histories.starts) - 1
    steps = -(-n_users // config.batch_users)
    decayed = [weight for name, weight in towers.named_parameters() if name != "bias"]
    groups: list[dict[str, Any]] = [{"params": decayed}, {"params": [towers.bias], "weight_decay": 0.0}]
    optimiser = torch.optim.Adam(groups, lr=config.learning_rate, weight_decay=config.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, config.learning_rate, total_steps=max(11, config.epochs * steps), pct_start=0.1
    )
    typical = (len(histories.columns) / n_users) ** (
        1 - config.target_power
    )  # so that the power leaves the loss as it is
    pool = Pool(counts, config.negatives if np.count_nonzero(counts) > config.full_softmax_items else None)
    for epoch in range(1, config.epochs + 1):
        losses = []
        for batch in np.array_split(shuffle.permutation(n_users), steps):
            places, lengths = histories.entries(batch)
            items, owner = histories.columns[places], np.repeat(np.arange(len(batch)), lengths)
            seen, asked = hide(lengths, config.cut, shuffle)
            user = towers.users(
                items[seen], np.bincount(owner[seen], minlength=len(batch)), histories.weights[places][seen]
            )
            keep = torch.rand(user.shape, generator=draw) >= config.dropout
            columns, times = pool.columns(items[asked], shuffle)
            (item,) = towers.items(columns)
            logits = (user * keep / (1 - config.dropout)) @ item.T + towers.bias[torch.from_numpy(columns)]
            if config.loss == "bpr":
                loss = -pair_log_probabilities(logits, columns, items, owner, asked, shuffle).mean()
            else:
                found = log_probabilities(logits, times, columns, items, owner, asked)
                weight = np.bincount(owner[asked], minlength=len(batch))[owner[asked]] ** -config.target_power
                loss = -(found * torch.from_numpy(weight.astype(np.float32))).sum() / (len(batch) * typical)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if on_epoch is not None:
            on_epoch(epoch, float(np.mean(losses)))


@torch.no_grad()
def _factors(towers: Towers, histories: Table, users: Ids, items: Ids, config: TwoTowerConfig) -> Factors:
    everything = np.arange(len(items))
    (item,) = towers.items(everything)
    chosen, liked, *recent = (vectors.numpy() for vectors in towers.history(everything))
    fold = HistoryFold(
        base=towers.base.detach().numpy(),
        chosen=chosen,
        liked=liked,
        recent=recent[0] if recent else np.zeros((0, config.dimension), np.float32),
        power=towers.power,
        typical=towers.typical,
        memory=towers.memory,
    )
    user = []
    for batch in np.array_split(np.arange(len(users)), -(-len(users) // config.batch_users)):
        places, lengths = histories.entries(batch)
        user.append(towers.users(histories.columns[places], lengths, histories.weights[places]).numpy())
    return Factors(
        source="two_tower",
        items=items,
        users=users,
        item_factors=item.numpy(),
        user_factors=np.concatenate(user),
        item_bias=towers.bias.detach().numpy(),
        user_bias=np.zeros(len(users), dtype=np.float32),
        mean=0.0,
        fold=fold,
    )
