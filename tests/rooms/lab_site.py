"""A site of its own for the tests of the lab: an admin, a member, a guest and nobody, and a home to write into."""

import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import fastapi
import httpx2 as httpx
import numpy as np
import pandas as pd
import pytest

from chatbot.chain import Chatbot
from chatbot.reports import Reports
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.page import create_app
from chatbot.viewers import Viewers
from data.accounts import Accounts
from data.folders import Home
from data.logins import new_token
from recommender.evaluate import Predict, judge
from recommender.report import Report, Section, Table, write_report
from recommender.report_stars import shares_section, stars_section
from tests.browsing import running

REPORTED_RMSE = {(5, 0.1): 0.91, (5, 0.4): 0.93, (20, 0.1): 0.95, (20, 0.4): 0.89}


@dataclasses.dataclass(frozen=True)
class LabSite:
    """A running site and who knocks at its door."""

    url: str
    app: fastapi.FastAPI
    home: Home
    token: str
    admin: httpx.Client
    refused: dict[str, httpx.Client]


def write_small_report(reports: Reports) -> int:
    """A report with the comparisons that the lab shows, of drawn ratings."""
    number = reports.begin("an evaluation on <b>small</b> data, seed 3", ("--seed", "3"))
    draw = np.random.default_rng(2)
    ratings = pd.DataFrame({"user_id": draw.integers(0, 9, 80), "movie_id": np.arange(80), "rated_at": 0})
    ratings["stars"] = (draw.integers(1, 11, 80) / 2).astype(np.float32)
    models: dict[str, Predict] = {
        "mean": lambda pairs: np.full(len(pairs), 2.75),
        "drawn": lambda pairs: draw.uniform(0.5, 5, len(pairs)),
    }
    parts = [judge(models, ratings[40:], ratings[:40]).assign(fold=fold) for fold in (1, 2)]
    folds: pd.DataFrame = pd.concat(parts)
    grid = [(rank, reg, fold, rmse) for (rank, reg), rmse in REPORTED_RMSE.items() for fold in (1, 2)]
    intervals = pd.DataFrame([("everything", "all ratings", 40, 0.8, 2.5)])
    intervals.columns = pd.Index(["by", "group", "n", "covered", "width"])
    by_share = [(metric, "mean", 0.9 + share, share) for metric in ("rmse", "ndcg") for share in (0.6, 0.8)]
    accuracy = pd.DataFrame(
        {
            "model": ["<img src=x onerror=alert(1)>", "blend"],
            "nDCG@10": [0.2, 0.4],
            "nDCG@10 low": [0.1, 0.3],
            "nDCG@10 high": [0.3, 0.5],
        }
    )
    sections = (
        Section("random", "Random", (Table("random_accuracy", "Random.", accuracy),)),
        stars_section(folds, intervals, pd.DataFrame(grid, columns=["rank", "reg", "fold", "rmse"])),
        shares_section(pd.DataFrame(by_share, columns=["metric", "model", "value", "share"])),
    )
    write_report(reports.folder(number), Report("Evaluation", "Of drawn ratings.", (), sections))
    return number


@contextlib.contextmanager
def lab_of(serving: Serving, home: Home, settings: Settings, folder: Path) -> Iterator[LabSite]:
    """Run a site with accounts in `folder`; its first member is its admin."""
    accounts = Accounts(f"sqlite:///{folder}/lab.sqlite3")
    viewers = Viewers(accounts)
    _, token = viewers.logins.sign_up("ada", "correct horse")
    _, member = viewers.logins.sign_up("bob", "correct horse")
    guest = new_token()
    viewers.logins.guest(guest)
    apps: list[fastapi.FastAPI] = []

    def make() -> fastapi.FastAPI:
        apps.append(create_app(Chatbot(lambda: serving, None), lambda: serving, settings, viewers, home))
        return apps[-1]

    with contextlib.ExitStack() as stack:
        url = stack.enter_context(running(make))

        def client(token: str | None) -> httpx.Client:
            cookies = {"usher": token} if token else {}
            return stack.enter_context(httpx.Client(base_url=url, cookies=cookies, timeout=60))

        refused = {"a member": client(member), "a guest": client(guest), "nobody": client(None)}
        yield LabSite(url, apps[0], home, token, client(token), refused)
    accounts.close()


@pytest.fixture(scope="module")
def lab(
    serving: Serving, home: Home, no_model: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LabSite]:
    """The lab of the demo, with one report."""
    reports = Reports(home.path / "reports")
    number = write_small_report(reports)
    with lab_of(serving, home, no_model, tmp_path_factory.mktemp("lab")) as site:
        yield site
    reports.delete(number)
