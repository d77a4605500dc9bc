"""Trains the ranker of the moment on recorded conversations, and measures it on those it was not trained on.

    python -m tests.dialogues.train --home HOME --data ../shared/data [--out chatbot/moment.json]

Five times, four fifths of the conversations train the trees and the others are answered with them through the
product's own ranking, hard wishes and all: recall among the first 10 and 20, by age of the recommended film, beside
GPT-4's recorded answers. Last, all conversations train the trees that are written.

Films of the two years before the conversations weigh a third in training: how often those were named is a matter of
that spring more than of what was asked.
"""

import argparse
import dataclasses
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from chatbot.chain import Chatbot
from chatbot.conversation import Request, Session, with_picks
from chatbot.moment import Moment
from chatbot.moment_features import FEATURES, MomentFeatures
from chatbot.ranking import fits, rank
from chatbot.serving import Serving, load
from data.folders import Home
from data.ids import Rows
from recommender.ranker import Ranker
from retrieval.index import Filters
from tests.dialogues.recorded import Recorded, Sessions, read_recorded

FOLDS = 5
CANDIDATES = 500
RECENT, RECENT_WEIGHT = 2, 0.3  # years before the newest film, and what their films weigh
TREES, SEEDS = 300, (1, 2, 3)  # of each of as many rankers as seeds, whose scores are added
PARAMETERS = {
    **{"objective": "lambdarank", "learning_rate": 0.05, "num_leaves": 3, "min_data_in_leaf": 100, "lambda_l2": 20},
    **{"feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1, "lambdarank_truncation_level": 30},
    **{"max_bin": 31, "num_threads": 1, "deterministic": True, "force_row_wise": True, "verbose": -1},
}
KS = (1, 5, 10, 20)
AGES = ((0, 2), (2, 9), (9, 19), (19, 29), (29, 200))  # years before the newest film: from, below


@dataclasses.dataclass(frozen=True)
class Asked:
    """One turn's candidates: rows (n,), features (n, n_features), hits (n,)."""

    rows: Rows
    features: NDArray[np.float32]
    hits: NDArray[np.bool_]


def main() -> None:
    """Measure, print and, if asked to, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="folder of a build of the real data")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the real data")
    parser.add_argument("--out", type=Path, help="where to write the trees of all conversations")
    arguments = parser.parse_args()
    serving = load(Home(arguments.home))
    sessions = Sessions(Chatbot(lambda: serving, None))
    turns = list(read_recorded(arguments.data / "dialogues", serving.catalogue.ids))
    talks = [(session, with_picks(session.wish)) for session in (sessions.after(turn.messages) for turn in turns)]
    started = time.perf_counter()
    asked = [_asked(serving, session, request, turn) for (session, request), turn in zip(talks, turns, strict=True)]
    print(f"features of {len(asked)} turns in {time.perf_counter() - started:.0f} s", file=sys.stderr)
    found = np.mean(
        [
            bool(one.hits[np.isin(one.rows, rows)].any())
            for one, turn in zip(asked, turns, strict=True)
            for rows in turn.targets
        ]
    )
    print(f"{found:.1%} of the recommended films are among the {CANDIDATES} candidates")
    dialogues = sorted({turn.dialogue for turn in turns})
    fold_of = dict(
        zip(np.random.default_rng(0).permutation(dialogues).tolist(), np.arange(len(dialogues)) % FOLDS, strict=True)
    )
    years = serving.moment.years
    places: list[tuple[int, int | None, float]] = []  # ours, GPT-4's, year of the film
    for fold in range(FOLDS):
        trees = _train([one for one, turn in zip(asked, turns, strict=True) if fold_of[turn.dialogue] != fold], years)
        serving_of_fold = dataclasses.replace(serving, moment_ranker=trees)
        for (session, request), turn in zip(talks, turns, strict=True):
            if fold_of[turn.dialogue] == fold:
                places += _places(serving_of_fold, session, request, turn)
    _print(places, float(years.max()))
    if arguments.out:
        _train(asked, years).save(arguments.out)


def _asked(serving: Serving, session: Session, request: Request, turn: Recorded) -> Asked:
    """The candidates of a turn as if no wish were hard, so that the trees learn what wishes are worth."""
    allowed = np.ones(len(serving.catalogue), np.bool_)
    ids = serving.catalogue.ids
    allowed[ids.rows(np.array([movie for movie in {*session.named, *session.shown} if movie in ids], np.int64))] = False
    words = fits(serving, request.query, Filters())
    features = MomentFeatures(serving.moment, Moment.of(session, request, ids), allowed, words)
    rows = features.candidates(CANDIDATES)
    wanted = np.concatenate(turn.targets) if turn.targets else np.array([], np.int64)
    return Asked(rows, features.of(rows), np.isin(rows, wanted))


def _train(asked: Sequence[Asked], years: NDArray[np.float64]) -> Ranker:
    asked = [one for one in asked if one.hits.any()]
    rows = np.concatenate([one.rows for one in asked])
    data = lightgbm.Dataset(
        np.concatenate([one.features for one in asked]),
        label=np.concatenate([one.hits for one in asked]).astype(np.int32),
        group=[len(one.rows) for one in asked],
        weight=np.where(years[rows] > years.max() - RECENT, RECENT_WEIGHT, 1.0),
        feature_name=list(FEATURES),
        free_raw_data=False,
    )
    trees = (lightgbm.train({**PARAMETERS, "seed": seed}, data, num_boost_round=TREES) for seed in SEEDS)
    return Ranker(tuple(one.model_to_string() for one in trees))


def _places(
    serving: Serving, session: Session, request: Request, turn: Recorded
) -> list[tuple[int, int | None, float]]:
    """The place in our list, GPT-4's, and the year, of each film recommended at a turn."""
    ids = serving.catalogue.ids
    allowed = serving.filters.mask(request.filters)
    allowed[ids.rows(np.array([movie for movie in {*session.named, *session.shown} if movie in ids], np.int64))] = False
    ranked = rank(serving, session, request, request.filters, allowed).movie_ids if allowed.any() else ()
    place_of = {int(row): place for place, row in enumerate(ids.rows(ranked), 1)}
    return [
        (min(place_of.get(int(row), 10**6) for row in rows), theirs, float(serving.moment.years[rows[0]]))
        for rows, theirs in zip(turn.targets, turn.gpt4, strict=True)
    ]


def _print(places: Sequence[tuple[int, int | None, float]], newest: float) -> None:
    ours = np.array([place for place, _, _ in places])
    theirs = np.array([10**6 if place is None else place for _, place, _ in places])
    # two of GPT-4's, one of ours, and so on; whether the lists overlap is not recorded, so this is a lower bound
    both = np.minimum(theirs + (theirs - 1) // 2, 3 * ours)
    age = newest - np.array([year for _, _, year in places])
    print(
        f"{'films':>24}  pairs  "
        + "  ".join(f"{name + ' @' + str(k):>11}" for name in ("ours", "GPT-4", "both") for k in KS)
    )
    for low, high in ((0, 200), (2, 200), *AGES):
        some = (age >= low) & (age < high)
        label = "all" if (low, high) == (0, 200) else f"{low} to {high - 1} years old"
        shares = [f"{np.mean(which[some] <= k):11.1%}" for which in (ours, theirs, both) for k in KS]
        print(f"{label:>24}  {some.sum():5}  " + "  ".join(shares))


if __name__ == "__main__":
    main()
