"""The lab's evaluation: start one, follow it, and read, compare and delete its reports."""

import fastapi
import pandas as pd
from fastapi.responses import RedirectResponse, Response

from chatbot.rooms.forms import Form
from chatbot.rooms.lab_desk import Lab
from chatbot.rooms.lab_source import MOST_SEED, field, number, source
from chatbot.rooms.lab_tables import Grid, grid, heat
from data.errors import BadInput, UsherError
from recommender.evaluate import MAIN_LENGTH

MOST_RATINGS = 1000
FIELDS = {"source": "", "folder": "", "metadata": "", "seed": "0", "min_ratings": "1", "user": ""}
# The report says for itself what its page may do: show its own style and pictures, nothing else.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def add_evaluation(lab: Lab) -> None:
    """Add the routes."""

    def page(request: fastapi.Request, error: UsherError | None = None, **told: str) -> Response:
        values = {"form": {**FIELDS, **told}, "datasets": lab.datasets.all(), "reports": lab.reports.all()}
        return lab.page(request, "lab_evaluation.html", values, error)

    def evaluate(number: int) -> None:
        kept = lab.reports[number]
        home, out = lab.site.home.path.resolve(), lab.reports.folder(number).resolve()
        lab.jobs.start("evaluate", (*kept.options, "--out", str(out), "--home", str(home)), kept.about)

    @lab.router.get("/evaluation")
    def evaluation(request: fastapi.Request) -> Response:
        """Reports, and the form for another."""
        return page(request)

    @lab.router.post("/evaluation")
    def start(request: fastapi.Request, form: Form) -> Response:
        """Start an evaluation."""
        try:
            options, about = source(form, lab.datasets, "the build that serves")
            seed = number(form, "seed", "the seed", 0, MOST_SEED)
            fewest = number(form, "min_ratings", "the fewest ratings", 1, MOST_RATINGS)
            options += ["--seed", str(seed), "--min-ratings", str(fewest)]
            if field(form, "user"):
                options += ["--user", str(number(form, "user", "the user", 0, MOST_SEED))]
            made = lab.reports.begin(f"an evaluation on {about}, seed {seed}", options)
            try:
                evaluate(made)
            except BadInput:
                lab.reports.delete(made)
                raise
        except BadInput as error:
            return page(request, error, **{name: field(form, name) for name in FIELDS})
        return RedirectResponse("/lab/evaluation#job", 303)

    @lab.router.post("/reports/{number}/continue")
    def go_on(request: fastapi.Request, number: int) -> Response:
        """Go on with an evaluation that was cut off; what was measured is not measured again."""
        try:
            evaluate(number)
        except BadInput as error:
            return page(request, error)
        return RedirectResponse("/lab/evaluation#job", 303)

    @lab.router.get("/reports/{number}")
    def report(request: fastapi.Request, number: int) -> Response:
        """The comparisons of a report."""
        kept = lab.reports[number]
        return lab.page(request, "lab_report.html", {"report": kept, "sections": sections(lab, number)})

    @lab.router.get("/reports/{number}/report.html")
    def whole(number: int) -> Response:
        """The report itself."""
        headers = {"content-security-policy": SANDBOX, "cache-control": "no-store"}
        return Response(lab.reports.page(number), media_type="text/html", headers=headers)

    @lab.router.post("/reports/{number}/delete")
    def delete(request: fastapi.Request, number: int) -> Response:
        """Delete a report; not while something may write into it."""
        last = lab.jobs.last()
        if last is not None and last.state == "running" and last.kind == "evaluate":
            return page(request, BadInput("an evaluation is running: cancel it, or wait, before deleting a report"))
        lab.reports.delete(number)
        return RedirectResponse("/lab/evaluation#reports", 303)


def sections(lab: Lab, number: int) -> list[tuple[str, str, list[Grid]]]:
    """Heading, a sentence and the tables of each comparison that a report holds."""
    found = []
    for title, about, tables in (
        ("Models", "Each model ranks all films; a hit is a rating that was held back.", _rankings(lab, number)),
        ("Cross-validation", "How far predicted stars are from given ones, over all folds.", _folds(lab, number)),
        ("Grid", "ALS upon biases: the darker, the nearer to the ratings held back.", _heat_map(lab, number)),
        ("Split", "The same models with more and less to learn from.", _shares(lab, number)),
    ):
        if tables:
            found.append((title, about, tables))
    return found


def _rankings(lab: Lab, number: int) -> list[Grid]:
    tables = []
    for name, held_back in (("random", "a random fifth"), ("last", "the last fifth in time")):
        table = lab.reports.table(number, f"{name}_accuracy")
        if table is not None:
            metrics = [column for column in table.columns if column != "model"]
            tables.append(grid(f"Held back: {held_back} of each user's ratings", table, high=metrics))
    return tables


def _folds(lab: Lab, number: int) -> list[Grid]:
    table = lab.reports.table(number, "stars_folds")
    if table is None:
        return []
    return [grid("Errors in stars, with 95 % intervals", table, low=("RMSE", "MAE", "MSE"), decimals=4)]


def _heat_map(lab: Lab, number: int) -> list[Grid]:
    table = lab.reports.table(number, "grid")
    if table is None or not {"rank", "reg", "rmse"} <= set(table.columns):
        return []
    cells = table.pivot_table(index="rank", columns="reg", values="rmse")
    cells.index.name = "RMSE by rank (down) and reg (across)"
    return [heat("RMSE of each rank and regularisation", cells, low_is_good=True)]


def _shares(lab: Lab, number: int) -> list[Grid]:
    table = lab.reports.table(number, "split_shares")
    if table is None or not {"metric", "model"} <= set(table.columns):
        return []
    tables = []
    for metric, of_metric in table.groupby("metric", sort=False):
        cells: pd.DataFrame = of_metric.drop(columns="metric").set_index("model")
        name = str(metric)
        low = name in ("rmse", "mae")
        shown = {"ndcg": f"nDCG@{MAIN_LENGTH}", "recall": f"recall@{MAIN_LENGTH}"}.get(name, name.upper())
        caption = f"{shown}, per cent for training / held back"
        tables.append(heat(caption, cells, low_is_good=low))
    return tables
