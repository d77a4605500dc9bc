"""The lab's training: start a build, follow it, and look at the builds there are."""

import dataclasses
import datetime

import fastapi
from fastapi.responses import RedirectResponse, Response

from chatbot.build import FORMAT
from chatbot.rooms.forms import Form
from chatbot.rooms.lab_desk import Lab, job_record
from chatbot.rooms.lab_source import MOST_SEED, field, number, source
from data.errors import BadInput, UsherError
from data.folders import BUILD_NAME, Home, load_manifest, verify

MB = 1024**2


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """A build as the list of builds shows it; `trouble` says why it cannot be read."""

    name: str
    created_at: datetime.datetime | None = None
    data: str = ""
    metadata: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    megabytes: float = 0.0
    trouble: str = ""


def builds(home: Home) -> list[Made]:
    """Every build there is, the newest first."""
    if not home.builds.is_dir():
        return []
    names = sorted((path.name for path in home.builds.iterdir() if BUILD_NAME.fullmatch(path.name)), reverse=True)
    return [_made(home, name) for name in names]


def add_training(lab: Lab) -> None:
    """Add the routes."""
    home = lab.site.home

    def page(request: fastapi.Request, error: UsherError | None = None, **told: object) -> Response:
        form = {"source": "", "folder": "", "metadata": "", "seed": "0", **told}
        values = {"form": form, "datasets": lab.datasets.all(), "builds": builds(home), "serves": _serves(lab)}
        return lab.page(request, "lab_training.html", {"checked": None, **values, **told}, error)

    @lab.router.get("/training")
    def training(request: fastapi.Request) -> Response:
        """Builds, and the form for another."""
        return page(request)

    @lab.router.post("/training")
    def start(request: fastapi.Request, form: Form) -> Response:
        """Start a build."""
        try:
            options, about = source(form, lab.datasets, "the demo")
            seed = number(form, "seed", "the seed", 0, MOST_SEED)
            options += ["--seed", str(seed), "--home", str(home.path.resolve())]
            lab.jobs.start("build", options, f"a build of {about}, seed {seed}")
        except BadInput as error:
            told = {name: field(form, name) for name in ("source", "folder", "metadata", "seed")}
            return page(request, error, **told)
        return RedirectResponse("/lab/training#job", 303)

    @lab.router.post("/builds/{name}/check")
    def check(request: fastapi.Request, name: str) -> Response:
        """Compare the files of a build with its checksums."""
        if not BUILD_NAME.fullmatch(name) or not (home.builds / name).is_dir():
            raise BadInput(f"there is no build {name[:40]!r}: newer ones have taken its place")
        try:
            verify(home.builds / name, checksums=True)
        except UsherError as error:
            return page(request, error)
        return page(request, checked=name)

    @lab.router.get("/job")
    def job() -> dict[str, object]:
        """The job that runs or ran last, for the script that follows it."""
        last = lab.jobs.last()
        return {} if last is None else job_record(last)

    @lab.router.post("/job/cancel")
    def cancel() -> Response:
        """Have the running job end."""
        last = lab.jobs.last()
        lab.jobs.cancel()
        return RedirectResponse(f"/lab/{'training' if last is None or last.kind == 'build' else 'evaluation'}#job", 303)


def _serves(lab: Lab) -> str:
    return lab.site.current().build.name


def _made(home: Home, name: str) -> Made:
    try:
        manifest = load_manifest(home.builds / name, FORMAT)
    except UsherError as error:
        return Made(name, trouble=str(error))
    facts = manifest.facts
    libraries = facts.get("libraries")
    shown = [("Embedder", facts.get("embedder")), ("Checksum of the data", facts.get("data_sha256"))]
    shown += libraries.items() if isinstance(libraries, dict) else []
    numbers = [(what.capitalize(), f"{n:,}") for what in ("movies", "ratings") if isinstance(n := facts.get(what), int)]
    metadata = facts.get("metadata")
    return Made(
        name,
        manifest.created,
        "IMDb" if facts.get("imdb") else "the demo" if facts.get("data") is None else str(facts["data"]),
        tuple(map(str, metadata)) if isinstance(metadata, list) else (),
        (*numbers, ("Seed", str(facts.get("seed"))), *((what, str(value)) for what, value in shown)),
        sum(file.size for file in manifest.files.values()) / MB,
    )
