"""Fits the weights of `retrieval/search.py`: `python -m tests.retrieval.weigh --home HOME`, a build of the real data.

Searches all movies for what is remembered of the films that `tests.retrieval.adapt` kept out, and for the first half of
the descriptions, takes every candidate's terms, and fits both sets of weights as conditional logits (McFadden 1974):

    P(right) = exp(w . x_right) / sum over the candidates c of exp(w . x_c)

by the mean of -log P and `RIDGE` times the squares of the weights of standardised terms. The films kept out were drawn
evenly from the little known and the rather well known: with them popularity has a weight of its own, which is thrown
away. Prints the weights, and how many descriptions are found in the order they give, each fifth in that of the other
four. Which movies are candidates at all is up to the weights in use; a second run moves them little.
"""

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from chatbot.serving import Serving, load
from data.folders import Home
from data.movies import MovieId
from retrieval.evaluate import KS, read_described
from retrieval.search import BY_THE_REST, CLOSELY, Weights
from tests.retrieval.told import read_told

FIRST = Path(__file__).with_name("described_first.jsonl")
RIDGE = 1e-3
FOLDS, REPEATS = 5, 3
NAMES = Weights._fields
POPULARITY, PIECES = NAMES.index("popularity"), NAMES.index("pieces")


@dataclasses.dataclass(frozen=True)
class Asked:
    """The candidates of one text: terms (n, n_terms) in the order of `Weights`, and which are right (n,)."""

    terms: NDArray[np.float32]
    right: NDArray[np.bool_]
    kept: bool

    def drawn(self) -> NDArray[np.float32]:
        """(n, n_terms + 1) the terms, popularity once more where the films were drawn evenly."""
        return np.column_stack([self.terms, self.terms[:, POPULARITY] * self.kept])


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="folder of a build of the real data")
    serving = load(Home(parser.parse_args().home))
    told = [one for one in read_told(serving.catalogue) if one.kept_out]
    every = [asked(serving, one.text, (one.movie.movie_id,), kept=True) for one in told]
    described = read_described(FIRST, serving.catalogue)
    every += [asked(serving, one.text, one.movie_ids, kept=False) for one in described]
    ranks = np.zeros((REPEATS, len(every)))
    for repeat in range(REPEATS):
        fold = np.random.default_rng(repeat).integers(0, FOLDS, len(every))
        for out in range(FOLDS):
            weights = fitted([one for one, its in zip(every, fold, strict=True) if its != out])
            for at in np.flatnonzero(fold == out):
                ranks[repeat, at] = rank(every[at], *weights)
    kept = np.array([one.kept for one in every])
    for name, of in (("kept out", kept), ("first half", ~kept)):
        found = " / ".join(f"{100 * np.mean(ranks[:, of] <= k):.1f}" for k in KS)
        print(f"{name}: {of.sum()} texts, found among the first {' / '.join(map(str, KS))}: {found} %")
    for name, found_weights in zip(("FAR", "NEAR"), fitted(every), strict=True):
        print(f"{name} = Weights({', '.join(f'{n}={w:.3g}' for n, w in zip(NAMES, found_weights, strict=True))})")


def asked(serving: Serving, text: str, movie_ids: Sequence[MovieId], *, kept: bool) -> Asked:
    """What a text's candidates are compared by."""
    found = serving.search.candidates(text, BY_THE_REST)
    pieces = serving.search.pieces(found, np.arange(len(found.rows)))
    of = found.terms
    terms = np.column_stack([*(getattr(of, name) for name in NAMES if name != "pieces"), pieces])
    return Asked(terms.astype(np.float32), np.isin(found.rows, serving.catalogue.ids.rows(list(movie_ids))), kept)


def fitted(every: Sequence[Asked]) -> tuple[Weights, Weights]:
    """Weights without and with word pieces."""
    with_pieces = list(range(len(NAMES) + 1))
    far = _logit(every, [column for column in with_pieces if column != PIECES])
    return Weights(*far[:-1]), Weights(*_logit(every, with_pieces)[:-1])


def _logit(every: Sequence[Asked], columns: list[int]) -> list[float]:
    some = [(one.drawn()[:, columns], one.right) for one in every if one.right.any()]
    flat = np.concatenate([terms for terms, _ in some])
    spread = flat.std(axis=0) + 1e-6
    longest = max(len(right) for _, right in some)
    terms = torch.zeros(len(some), longest, len(columns))
    there, right = torch.zeros(len(some), longest, dtype=torch.bool), torch.zeros(len(some), longest, dtype=torch.bool)
    for at, (its, its_right) in enumerate(some):
        terms[at, : len(its)] = torch.from_numpy((its - flat.mean(axis=0)) / spread)
        there[at, : len(its)] = True
        right[at, : len(its)] = torch.from_numpy(its_right)
    weights = torch.zeros(len(columns), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = terms @ weights
        likely = scores.masked_fill(~right, -1e9).logsumexp(1) - scores.masked_fill(~there, -1e9).logsumexp(1)
        found = RIDGE * (weights**2).sum() - likely.mean()
        found.backward()
        return found

    optimizer.step(loss)
    return [float(weight) for weight in weights.detach().numpy() / spread]


def rank(one: Asked, far: Weights, near: Weights) -> float:
    """Of the right movie, in the order that `Search` would give but for titles; infinity where it is no candidate."""
    if not one.right.any():
        return np.inf
    scores = one.terms @ np.array(far)
    closely = np.argsort(-scores)[:CLOSELY]
    scores -= 1e6
    scores[closely] = one.terms[closely] @ np.array(near)
    return 1 + float((scores > scores[one.right].max()).sum())


if __name__ == "__main__":
    main()
