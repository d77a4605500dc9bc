"""Trains how requests are read: `python -m tests.retrieval.adapt --home HOME`, a build with an encyclopedia's leads.

Writes retrieval/adapter.npz. told.jsonl holds, for each of 2,766 films, what somebody remembers of it and a
synopsis, both in our own words; no film that described*.jsonl or the exam asks for is among them. A film's passages are
what `retrieval.documents` makes of title, synopsis and lead; nothing else of a catalogue is trained on. The network
that reads movies stays as it is; the one for requests learns to bring a film's nearest passage, and its word pieces,
nearer to what was remembered of it than those of other films:

    loss = -log softmax over all films of (cosine of the nearest passage / TEMPERATURE), at the right film
           -log softmax over its rivals of (cosine of the nearest passage / TEMPERATURE + weight * word pieces)

(InfoNCE, van den Oord et al. 2018, twice). One film in eight is kept out; `tests.retrieval.weigh` learns from those.
"""

import argparse
import copy
import itertools
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils import parametrize

from chatbot.build_parts import Parts
from data.folders import Home
from data.movies import Catalogue
from retrieval.adapter import ADAPTER, layers
from retrieval.documents import passages
from retrieval.embedder import MiniLm
from retrieval.words import rarity
from tests.retrieval.exact import exact_network
from tests.retrieval.told import Told, read_told

RANK = 16  # of what is added to each layer
EPOCHS, BATCH, LEARNING_RATE, WARM_UP, DECAY = 2, 24, 5e-4, 20, 0.01
TEMPERATURE, FIRST_WEIGHT = 0.05, 30.0
NEAREST, DRAWN = 32, 8  # rivals of a film: the nearest and some others
SEED = 1


class Texts(NamedTuple):
    """What a network makes of n texts of L pieces at most: (n, 384), (n, L, 96), (n, L) and (n, L)."""

    vectors: torch.Tensor
    pieces: torch.Tensor
    there: torch.Tensor
    ids: torch.Tensor


class Added(nn.Module):
    """A weight and the product of two narrow matrices, the first of which begins at 0."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        out, into = weight.shape
        self.up = nn.Parameter(torch.zeros(out, RANK))
        self.down = nn.Parameter(torch.randn(RANK, into) / math.sqrt(into))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return weight + 2 * self.up @ self.down


class Films:
    """The passages of all films as the network for movies reads them, and their word pieces, each film's together."""

    def __init__(self, model: Any, texts: Sequence[Sequence[str]]) -> None:
        flat = [text for of_film in texts for text in of_film]
        found: list[tuple[torch.Tensor, torch.Tensor, torch.Tensor]] = [None] * len(flat)  # type: ignore[list-item]
        by_length = sorted(range(len(flat)), key=lambda at: len(flat[at]))
        with torch.no_grad():
            for start in range(0, len(flat), 64):
                some = by_length[start : start + 64]
                read = read_texts(model, model.network, [flat[at] for at in some])
                for row, at in enumerate(some):
                    found[at] = (read.vectors[row], read.pieces[row][read.there[row]], read.ids[row][read.there[row]])
        counts = [len(of_film) for of_film in texts]
        self.n = len(texts)
        self.film = torch.repeat_interleave(torch.arange(self.n), torch.tensor(counts))
        self.vectors = torch.stack([vector for vector, _, _ in found]).T.contiguous()
        ends = np.cumsum([0, *counts])
        each = [found[start:end] for start, end in itertools.pairwise(ends)]
        self.pieces = [torch.cat([pieces for _, pieces, _ in of_film]) for of_film in each]
        movies_with = np.zeros(len(model.network.tokenizer), np.int64)
        for of_film in each:
            movies_with[torch.cat([ids for _, _, ids in of_film]).unique().numpy()] += 1
        self.rarity = torch.from_numpy(rarity(self.n, movies_with))
        self.rarity[torch.from_numpy(model._goes_on)] = 0.0

    def nearest(self, vectors: torch.Tensor) -> torch.Tensor:
        """(n, n_films) cosine of the nearest passage."""
        cosines = vectors @ self.vectors
        least = torch.full((len(vectors), self.n), -1.0)
        return least.scatter_reduce(1, self.film.expand(len(vectors), -1), cosines, "amax")

    def by_pieces(self, texts: Texts, row: int, films: Sequence[int]) -> torch.Tensor:
        """(n,) how near the word pieces of one text are to those of some films, as `retrieval.pieces` has it."""
        counts = torch.tensor([len(self.pieces[film]) for film in films])
        film = torch.repeat_interleave(torch.arange(len(films)), counts)
        weight = self.rarity[texts.ids[row]] * texts.there[row]
        kept = weight > 0
        cosines = texts.pieces[row][kept] @ torch.cat([self.pieces[one] for one in films]).T
        least = torch.zeros(len(cosines), len(films))
        near = least.scatter_reduce(1, film.expand(len(cosines), -1), cosines, "amax")
        return weight[kept] @ near / weight[kept].sum()


def main() -> None:
    """Train, say after each epoch how the kept films are found, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, required=True, help="folder of a build whose films have leads")
    build = Home(parser.parse_args().home).current()
    assert build is not None
    told = read_told(Catalogue.load(Parts(build).catalogue))
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        train(told)


def train(told: Sequence[Told]) -> None:
    """Train on what is not kept out, and write."""
    draw = np.random.default_rng(SEED)
    model = MiniLm()._model()
    model.network = exact_network()
    films = Films(model, [passages(one.movie) for one in told])
    requests = copy.deepcopy(model.network).requires_grad_(False)
    for linear in layers(requests).values():
        parametrize.register_parametrization(linear, "weight", Added(linear.weight))
    learnt = [one for one in requests.parameters() if one.requires_grad]
    weight = nn.Parameter(torch.tensor(math.log(FIRST_WEIGHT)))
    kept_out = np.array([one.kept_out for one in told])
    trained, kept = np.flatnonzero(~kept_out), np.flatnonzero(kept_out)
    steps = EPOCHS * math.ceil(len(trained) / BATCH)
    groups = [{"params": learnt, "lr": LEARNING_RATE, "weight_decay": DECAY}, {"params": [weight], "lr": 0.01}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / WARM_UP) * max(0.02, 1 - step / steps)
    )
    print(f"{len(trained)} films, {len(kept)} kept out; found among the first 1 / 5 / 10 of those")
    print(f"before: {found_among(model, model.network, films, told, kept)}")
    for epoch in range(EPOCHS):
        started = time.perf_counter()
        requests.train()
        order = draw.permutation(trained)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            texts = read_texts(model, requests, [told[row].text for row in rows])
            near = films.nearest(texts.vectors) / TEMPERATURE
            near = near.masked_fill(torch.from_numpy(kept_out), -torch.inf)
            loss = nn.functional.cross_entropy(near, torch.from_numpy(rows))
            for at, row in enumerate(rows):
                drawn = draw.choice(trained, DRAWN).tolist()
                rivals = list(dict.fromkeys([int(row), *near[at].topk(NEAREST).indices.tolist(), *drawn]))
                scores = near[at][rivals] + weight.exp() * films.by_pieces(texts, at, rivals)
                loss = loss + nn.functional.cross_entropy(scores[None], torch.tensor([0])) / len(rows)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(
            f"epoch {epoch + 1} in {time.perf_counter() - started:.0f} s:"
            f" {found_among(model, requests, films, told, kept)}, weight {float(weight.detach().exp()):.1f}",
            file=sys.stderr,
        )
    write(requests)


def read_texts(model: Any, network: Any, texts: Sequence[str]) -> Texts:
    """Read texts with a network: gradients flow."""
    centre, basis = model._projection
    batch = model.batch(model.pieces(texts))
    there = torch.from_numpy(model.there(batch))
    ids = batch["input_ids"].clone()
    found = network(batch)
    pieces = nn.functional.normalize((found["token_embeddings"] - centre) @ basis, dim=-1)
    return Texts(nn.functional.normalize(found["sentence_embedding"], dim=-1), pieces, there, ids)


def found_among(model: Any, network: Any, films: Films, told: Sequence[Told], rows: NDArray[np.int64]) -> str:
    """Shares in percent of some films that are among the first 1, 5 and 10 by their nearest passage."""
    network.eval()
    ranks = []
    with torch.no_grad():
        for start in range(0, len(rows), 50):
            some = rows[start : start + 50]
            near = films.nearest(read_texts(model, network, [told[row].text for row in some]).vectors)
            ranks.append((near > near[torch.arange(len(some)), some][:, None]).sum(dim=1) + 1)
    return " / ".join(f"{100 * (torch.cat(ranks) <= k).float().mean():.1f}" for k in (1, 5, 10))


def write(requests: Any) -> None:
    """Write what was added to each layer."""
    arrays = {}
    for name, linear in layers(requests).items():
        added = linear.parametrizations.weight[0]
        arrays[f"up/{name}"] = (2 * added.up).detach().numpy().astype(np.float16)
        arrays[f"down/{name}"] = added.down.detach().numpy().astype(np.float16)
    np.savez(ADAPTER, **arrays)
    print(f"wrote {ADAPTER}, {ADAPTER.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
