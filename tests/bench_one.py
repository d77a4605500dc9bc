"""Fits one contender of `bench_models.py` and measures it, in a process of its own.

    python -m tests.bench_one NAME FOLDER

prints JSON, a line each time: when it is ready to begin, when it has fitted, and how good and how quick it is.
"""

import json
import logging
import os
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from data.ratings import MAX_STARS, MIN_STARS
from tests.bench_contenders import CONTENDERS, Input, K

SAMPLE = 600  # users whose lists are looked at
FOLDS = 200  # of them are solved for one by one


def ndcg(lists: Mapping[int, Sequence[int]], test: pd.DataFrame) -> float:
    """Mean nDCG of the lists of `K`, for the users who have ratings held out; every held-out rating counts as 1."""
    held_out = test.groupby("user_id").movie_id.apply(set)
    gains = 1 / np.log2(np.arange(2, K + 2))
    scores = [
        sum(gain for gain, movie_id in zip(gains, movies, strict=False) if movie_id in held_out[user])
        / gains[: len(held_out[user])].sum()
        for user, movies in lists.items()
        if user in held_out.index
    ]
    return float(np.mean(scores))


def main(name: str, folder: Path) -> None:
    """Fit one and print what was measured."""
    data = Input.load(folder)
    steps = CONTENDERS[name](data)
    next(steps)
    _say({"event": "ready"})
    started = time.perf_counter()
    fitted = next(steps)
    assert fitted is not None
    _say({"event": "fitted", "fit_s": time.perf_counter() - started})
    some = np.random.default_rng(0).permutation(data.users.values)[:SAMPLE].tolist()
    measured: dict[str, object] = {"event": "measured"}
    if fitted.lists is not None:
        started = time.perf_counter()
        lists = fitted.lists(some)
        measured["lists_per_s"] = len(some) / (time.perf_counter() - started)
        measured["ndcg"] = ndcg(lists, data.test)
    if fitted.stars is not None:
        predicted = fitted.stars(data.test[["user_id", "movie_id"]])
        filled = np.where(np.isnan(predicted), data.train.stars.mean(), predicted).clip(MIN_STARS, MAX_STARS)
        measured["rmse"] = float(np.sqrt(np.mean((filled - data.test.stars) ** 2)))
    if fitted.fold_in is not None:
        microseconds = []
        for user in some[:FOLDS]:
            started = time.perf_counter()
            fitted.fold_in(user)
            microseconds.append(1e6 * (time.perf_counter() - started))
        measured["fold_us"] = statistics.median(microseconds)
    _say(measured)
    steps.close()  # type: ignore[attr-defined]


def _say(line: Mapping[str, object]) -> None:
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    main(sys.argv[1], Path(sys.argv[2]))
