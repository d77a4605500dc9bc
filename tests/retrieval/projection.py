"""How word pieces are brought from the model's 384 numbers to few: `python -m tests.retrieval.projection`.

Writes retrieval/pieces.npz: the mean of the pieces of the demo's texts in their context, and the principal components
in which they differ most. It is kept in the repository, since a movie's pieces and a request's must be projected alike.
"""

from pathlib import Path

import numpy as np
import torch

from data.demo_films import read_demo
from retrieval.documents import passages
from retrieval.embedder import PROJECTION, MiniLm
from retrieval.index import PIECE_DIMENSION

EVERY = 5  # of the movies one is taken


def main() -> None:
    """Work out the projection and write it."""
    texts = sorted({text for movie in read_demo()[::EVERY] for text in passages(movie)}, key=len)
    model = MiniLm()._model()
    found = []
    for start in range(0, len(texts), 64):
        batch = model.batch(model.pieces(texts[start : start + 64]))
        with torch.inference_mode():
            found.append(model.network(batch)["token_embeddings"].float().numpy()[model.there(batch)])
    pieces = np.concatenate(found)
    centre = pieces.mean(axis=0)
    _, _, components = np.linalg.svd(pieces - centre, full_matrices=False)
    basis = components[:PIECE_DIMENSION].T
    np.savez(Path(PROJECTION), centre=centre.astype(np.float32), basis=basis.astype(np.float32))
    print(f"{len(pieces)} pieces of {len(texts)} texts, {basis.shape[1]} numbers each: {PROJECTION}")


if __name__ == "__main__":
    main()
