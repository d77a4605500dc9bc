"""How long twenty people wait who chat at once with the server, without a language model: `python -m tests.bench_many`.

Starts the server on a home folder (by default var/, where a build must be), gives each person an account with a taste
of its own, and lets them talk at the same time: first all without a pause, the worst there is; then each with the pause
that reading an answer takes. Prints the median, the 95th percentile and the longest wait in milliseconds. Machines
differ and share their cores: `nproc` and the load stand beside.
"""

import argparse
import contextlib
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx

from data.accounts import Accounts
from data.folders import Home
from data.keys import Keys

PEOPLE = 20
REPOSITORY = Path(__file__).parents[1]
WISHES = (
    "what should I watch tonight?",
    "a thriller under two hours",
    "something funnier",
    "something like Heat",
    "not so violent, please",
    "a film about a robot that learns to love",
    "something else",
    "tell me about the first one",
)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--home", type=Path, default=Path("var"))
    options.add_argument("--port", type=int, default=7899)
    options.add_argument(
        "--pause", type=float, default=5.0, help="mean seconds between an answer and what is said next"
    )
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, served(chosen.home, Path(folder), chosen.port) as (site, keys):
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {PEOPLE} people, {len(WISHES)} messages each")
        for name, pause in (("without a pause", 0.0), (f"a pause of {chosen.pause:g} s on average", chosen.pause)):
            with ThreadPoolExecutor(PEOPLE) as pool:
                talks = pool.map(chat, [site] * PEOPLE, keys, [pause] * PEOPLE)
                waits = [wait for some in talks for wait in some]
            cuts = statistics.quantiles(waits, n=100)
            print(f"{name}: median {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms, longest {max(waits):.0f} ms")


@contextlib.contextmanager
def served(home: Path, folder: Path, port: int) -> Iterator[tuple[str, list[str]]]:
    """The server's address and a key for each person; its accounts are in a folder of their own."""
    own = Home(folder / "home")
    accounts = Accounts.open(own)
    keys = []
    for number in range(PEOPLE):
        account = accounts.create(f"person {number}")
        for movie_id in random.Random(number).sample(range(1, 100), 10):
            accounts.rate(account.account_id, movie_id, 4.5)
        keys.append(Keys(accounts).add(account.account_id, "bench"))
    accounts.close()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("USHER", "OPENAI"))}
    environment = {**kept, "USHER_DATABASE": f"sqlite:///{own.accounts.absolute()}"}
    command = [sys.executable, str(REPOSITORY / "app.py"), "--home", str(home), "--port", str(port)]
    with subprocess.Popen(command, env=environment, cwd=folder) as server:
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(f"{site}/readyz", server)
            yield site, keys
        finally:
            server.terminate()


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until the server answers."""
    while server.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(address).status_code == 200:
                return
        time.sleep(0.3)
    raise SystemExit("the server did not start")


def chat(site: str, key: str, pause: float) -> list[float]:
    """Hold a conversation; the milliseconds that each answer took."""
    waits = []
    talk: list[dict[str, str]] = []
    draw = random.Random(key)
    with httpx.Client(base_url=site, headers={"authorization": f"Bearer {key}"}, timeout=120) as client:
        for words in WISHES:
            time.sleep(draw.uniform(0, 2 * pause))
            talk.append({"role": "user", "content": words})
            started = time.perf_counter()
            answer = client.post("/v1/chat/completions", json={"model": "usher", "messages": talk})
            waits.append(1000 * (time.perf_counter() - started))
            answer.raise_for_status()
            talk.append({"role": "assistant", "content": answer.json()["choices"][0]["message"]["content"]})
    return waits


if __name__ == "__main__":
    main()
