"""What is added to the embedder's weights when it reads a request: a product of two narrow matrices for each layer.

    weight of a layer for requests (out, in) = weight + up (out, rank) @ down (rank, in)

after Hu et al. 2021 ("LoRA"). Movies' texts are read with the weights as they are, so that nothing is embedded anew.
`python -m tests.retrieval.adapt` trains it on descriptions and synopses of our own and on an encyclopedia's leads, and
writes retrieval/adapter.npz; what it gains: docs/retrieval.md.
"""

import copy
from pathlib import Path
from typing import Any

import numpy as np

ADAPTER = Path(__file__).with_name("adapter.npz")  # "down/<layer>" and "up/<layer>", float16


def adapted(network: Any) -> Any:
    """A copy of the sentence-transformers network that reads requests; it shares what is not adapted."""
    import torch

    shared = [network.tokenizer, *(part for name, part in network.named_modules() if name.endswith(".embeddings"))]
    copied = copy.deepcopy(network, {id(part): part for part in shared})
    with np.load(ADAPTER, allow_pickle=False) as saved, torch.no_grad():
        for layer, linear in layers(copied).items():
            up, down = (torch.from_numpy(saved[f"{part}/{layer}"]).float() for part in ("up", "down"))
            linear.weight.copy_((linear.weight.float() + up @ down).to(linear.weight.dtype))
    return copied


def layers(network: Any) -> dict[str, Any]:
    """The layers that are adapted: those of attention and of what follows it, of each block, by name."""
    import torch

    return {
        name[name.index("layer.") :]: module
        for name, module in network.named_modules()
        if isinstance(module, torch.nn.Linear) and ".encoder.layer." in name
    }
