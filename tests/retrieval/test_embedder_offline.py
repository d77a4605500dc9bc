import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from retrieval.embedder import MiniLm

TEXTS = ["a shark eats swimmers", "Two lovers on a ship that ice will sink."]
PROGRAM = """
import json, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        raise RuntimeError(f"went to the network: {event} {arguments}")

sys.addaudithook(refuse)
from retrieval.embedder import MiniLm
print(json.dumps(MiniLm().embed(json.loads(sys.argv[1])).tolist()))
"""


def test_the_model_works_without_a_network_and_an_empty_home(minilm: MiniLm, tmp_path: Path) -> None:
    """In a process of its own that dies at the first connection and has no cache of downloads."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    run = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", PROGRAM, json.dumps(TEXTS)],
        cwd=Path(__file__).parents[2],
        env={**environment, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    np.testing.assert_allclose(json.loads(run.stdout), minilm.embed(TEXTS), atol=2e-2)
    assert not (tmp_path / ".cache" / "huggingface" / "hub").exists()
