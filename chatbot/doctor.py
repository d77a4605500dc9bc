"""Looks at everything that Usher depends on, and says what to do about what is missing."""

import dataclasses
import importlib.metadata
import shutil
import sys
from collections.abc import Callable

import httpx2

from chatbot.build import FORMAT, LIBRARIES
from chatbot.build_parts import Parts
from chatbot.llm import Endpoint
from chatbot.settings import OPENAI, Settings
from data.accounts import Accounts
from data.errors import UsherError
from data.folders import Home, load_manifest, verify
from recommender.spark import spark_session
from retrieval.chroma import collection_on_server
from retrieval.embedder import MiniLm

GB = 1024**3
NEEDED_GB = 2.0


@dataclasses.dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    found: str
    ok: bool = True


def examine(home: Home, settings: Settings) -> list[Finding]:
    """Look at everything; nothing is changed."""
    looks: tuple[tuple[str, Callable[[Home, Settings], str]], ...] = (
        ("Python", _python),
        ("libraries", _libraries),
        ("Java", _java),
        ("model files", _model_files),
        ("disk", _disk),
        ("build", _build),
        ("vectors", _vectors),
        ("accounts", _accounts),
        ("language model", _endpoint),
    )
    return [_looked(what, look, home, settings) for what, look in looks]


def _looked(what: str, look: Callable[[Home, Settings], str], home: Home, settings: Settings) -> Finding:
    try:
        return Finding(what, look(home, settings))
    except (UsherError, OSError, httpx2.HTTPError, importlib.metadata.PackageNotFoundError) as error:
        return Finding(what, str(error), ok=False)


def _python(_: Home, __: Settings) -> str:
    return sys.version.split()[0]


def _libraries(_: Home, __: Settings) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in (*LIBRARIES, "gradio", "langchain"))


def _java(_: Home, __: Settings) -> str:
    with spark_session("local[1]", memory_gb=1) as spark:
        java = spark.sparkContext._jvm.java.lang.System
        version, home = java.getProperty("java.version"), java.getProperty("java.home")
        return f"Spark {spark.version} starts with Java {version} of {home}"


def _model_files(_: Home, __: Settings) -> str:
    embedder = MiniLm()
    length = float((embedder.embed(["a film about a dream"]) ** 2).sum() ** 0.5)
    return f"{embedder.name} works offline (a vector of {embedder.dimension} numbers, length {length:.2f})"


def _disk(home: Home, _: Settings) -> str:
    folder = next(parent for parent in (home.path.absolute(), *home.path.absolute().parents) if parent.exists())
    free = shutil.disk_usage(folder).free / GB
    if free < NEEDED_GB:
        raise UsherError(f"{free:.1f} GB free at {folder}: a build needs {NEEDED_GB:.0f} GB, make room or use --home")
    return f"{free:.0f} GB free at {folder}"


def _build(home: Home, _: Settings) -> str:
    build = home.current()
    if build is None:
        return "none yet: `python app.py` makes one of the demo, `python app.py build --data DIR` one of your data"
    manifest = load_manifest(build, FORMAT)
    verify(build, checksums=True)
    return f"{build.name} of {manifest.created:%Y-%m-%d %H:%M} UTC, {manifest.facts['movies']} movies, whole"


def _vectors(home: Home, settings: Settings) -> str:
    build, server = home.current(), settings.chroma
    name = None if build is None else collection_on_server(Parts(build).index)
    if server is None:
        if name is not None:
            raise UsherError(
                f"the current build's are the collection {name} of a Chroma server: set USHER_CHROMA to it"
            )
        return "in the folder of each build (USHER_CHROMA names a server for them)"
    answers = f"Chroma at {server.url} answers, version {server.version()}"
    if name is None:
        return f"{answers}; the current build's are in its folder, the next one's will be there"
    return f"{answers}; it has {server.count(name)} passages of the current build"


def _accounts(home: Home, settings: Settings) -> str:
    if settings.usher_database is None and not home.accounts.exists():
        return "none yet: the database is made when someone's ratings are first kept"
    accounts = Accounts.open(home, settings.database_url)
    count = len(accounts.accounts())
    accounts.close()
    return f"{accounts.database.name} answers, {count} accounts"


def _endpoint(_: Home, settings: Settings) -> str:
    if not settings.has_model:
        return "none configured: answers are composed without one (set OPENAI_API_KEY or OPENAI_BASE_URL for one)"
    url = (settings.openai_base_url or OPENAI).rstrip("/")
    shown = Endpoint(settings).url
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        response = httpx2.get(f"{url}/models", headers=headers, timeout=10)
        response.raise_for_status()
        names = [str(model["id"]) for model in response.json()["data"]]
    except (httpx2.HTTPError, ValueError, KeyError, TypeError) as error:
        raise UsherError(
            f"{url} does not list its models ({type(error).__name__}): check OPENAI_BASE_URL and the key"
        ) from None
    if settings.usher_model not in names:
        raise UsherError(
            f"{url} has no model {settings.usher_model!r}: set USHER_MODEL to one of {', '.join(names[:5])}"
        )
    return f"{settings.usher_model} at {shown}"
