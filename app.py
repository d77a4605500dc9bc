"""Usher's commands. Progress goes to standard error, results to standard output; no command at all serves the page."""

import json
import shlex
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from chatbot.command_line import MOST, Count, HomeOption, MasterOption, check_count, open_home, set_up_process
from chatbot.list_commands import recommend_command
from chatbot.source_commands import download_command, imdb_command
from data.errors import BadInput, UsherError

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)

MOST_FILMS = 1_000_000
WIDE = (160, 24)  # of a terminal that does not say how wide it is
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    home: HomeOption = None,
    host: Annotated[str, typer.Option(help="Address to serve on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to serve on.")] = 7860,
) -> None:
    """Answer what to watch tonight. Without a command: serve the page, building the demo the first time."""
    context.obj = home
    if context.invoked_subcommand is not None:
        return
    from chatbot.build import Source, build
    from chatbot.talk import open_chatbot
    from chatbot.ui.page import serve as serve_page
    from chatbot.viewers import Viewers
    from data.accounts import Accounts

    check_count("--port", port, 65535)
    settings, at_home = open_home(home)
    if at_home.current() is None:
        memory = settings.usher_spark_memory_gb
        build(at_home, Source(None, (), 0), memory, "spark", *settings.spark(), settings.chroma)
    chatbot, current = open_chatbot(at_home, settings)
    chatbot.prepare()
    accounts = Accounts.open(at_home, settings.database_url)
    serve_page(chatbot, current, settings, Viewers(accounts), at_home, host, port)


@app.command("build")
def build_command(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option(help="Folder in MovieLens' layout; none for the demo.")] = None,
    metadata: Annotated[list[Path] | None, typer.Option(help="TMDB's or Wikipedia's file; may be repeated.")] = None,
    imdb: Annotated[
        str | None, typer.Option(help="Database that `imdb` loaded, a file or URL: its films, with simulated raters.")
    ] = None,
    films: Annotated[int, typer.Option(help="How many of the best known films of --imdb.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of everything drawn at random.")] = 0,
    engine: Annotated[
        Literal["spark", "local"], typer.Option(help="What fits ALS: Spark, or this process itself, without Java.")
    ] = "spark",
    master: MasterOption = None,
    home: HomeOption = None,
) -> None:
    """Train the models, index the texts and publish a new build."""
    from chatbot.build import Source, build

    settings, at_home = open_home(home or context.obj)
    check_count("--films", films, MOST_FILMS)
    source = Source(data, tuple(metadata or ()), seed, imdb, films)
    memory = settings.usher_spark_memory_gb
    print(build(at_home, source, memory, engine, *settings.spark(master), settings.chroma))


@app.command()
def ask(
    context: typer.Context,
    text: Annotated[str | None, typer.Argument(help="What you would say to Usher.")] = None,
    user: Annotated[int | None, typer.Option(help="A user of the ratings; none for someone new.")] = None,
    k: Annotated[
        int | None,
        typer.Option("-k", min=1, max=100, help="How many movies; without it as many as the question asks for, or 3."),
    ] = None,
    as_json: AsJson = False,
    batch: Annotated[Path | None, typer.Option(help="JSON lines of conversations.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where --batch writes its answers.")] = None,
    home: HomeOption = None,
) -> None:
    """Give one answer, or one for each line of --batch."""
    from chatbot.talk import answer_batch, as_record, open_chatbot, timed_reply

    if batch is not None:
        if text is not None or out is None:
            raise BadInput("ask --batch IN.jsonl needs --out OUT.jsonl and no TEXT")
        settings, at_home = open_home(home or context.obj)
        answer_batch(*open_chatbot(at_home, settings), batch, out)
        return
    if text is None or not text.strip():
        raise BadInput(f"ask got the question {text!r}: say what you would like to watch, in quotes")
    if k is not None:
        check_count("-k", k, 100)
    settings, at_home = open_home(home or context.obj)
    chatbot, current = open_chatbot(at_home, settings)
    reply, milliseconds = timed_reply(chatbot, current(), user, text, k)
    print(json.dumps(as_record(reply, milliseconds), ensure_ascii=False) if as_json else reply.answer.text)


@app.command()
def predict(
    context: typer.Context,
    pairs: Annotated[Path, typer.Argument(help="CSV with userId,movieId.")],
    out: Annotated[Path, typer.Option(help="F.csv or F.parquet.")],
    ratings: Annotated[Path | None, typer.Option(help="Ratings of people who were not in training.")] = None,
    intervals: Annotated[bool, typer.Option("--intervals", help="Add the columns low, high, confidence.")] = False,
    home: HomeOption = None,
) -> None:
    """Predict the stars of each pair; four of five ratings lie between the low and the high of --intervals."""
    from chatbot.serving import load
    from chatbot.tables import predict_pairs

    settings, at_home = open_home(home or context.obj)
    predict_pairs(load(at_home, settings.chroma), pairs, ratings, intervals, out)


@app.command()
def similar(
    context: typer.Context,
    movie: Annotated[str, typer.Argument(help="A title or a movie id.")],
    k: Count = 10,
    as_json: AsJson = False,
    home: HomeOption = None,
) -> None:
    """List a movie's neighbours by each model and by description, side by side."""
    from chatbot.serving import load
    from chatbot.tables import neighbours, side_by_side

    check_count("-k", k, MOST)
    settings, at_home = open_home(home or context.obj)
    table = neighbours(load(at_home, settings.chroma), movie, k)
    if as_json:
        _show(table, as_json)
    else:
        print(side_by_side(table, shutil.get_terminal_size(WIDE).columns))


@app.command()
def search(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="What the movie is about.")],
    k: Count = 10,
    as_json: AsJson = False,
    home: HomeOption = None,
) -> None:
    """Find movies by description."""
    from chatbot.serving import load
    from chatbot.tables import found

    check_count("-k", k, MOST)
    settings, at_home = open_home(home or context.obj)
    _show(found(load(at_home, settings.chroma), text, k), as_json)


@app.command()
def evaluate(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="Folder in MovieLens' layout; none for the current build's data.")
    ] = None,
    metadata: Annotated[list[Path] | None, typer.Option(help="TMDB's or Wikipedia's file; may be repeated.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of the report.")] = Path("report"),
    seed: Annotated[int, typer.Option(help="Seed of the splits and the training.")] = 0,
    min_ratings: Annotated[
        int, typer.Option(help="Leave out movies with fewer ratings, and show what that changes.")
    ] = 1,
    user: Annotated[
        int | None, typer.Option(help="Whose favourites and top ten are shown; none for a typical user.")
    ] = None,
    master: MasterOption = None,
    home: HomeOption = None,
) -> None:
    """Measure all models on held-out ratings and write report.html, with its figures (PNG) and tables (CSV) beside it.

    Ranking of a random and of the last fifth of each user's ratings, cross-validated stars, a grid over ALS, training
    shares from 60 to 80 %, training curves and a map of the factors. 100,000 ratings take about ten minutes on two
    cores. What is measured is kept in --out: a run that was cut off goes on where it stopped.
    """
    from chatbot.evaluation import Task, evaluate_models

    check_count("--min-ratings", min_ratings, MOST)
    settings, at_home = open_home(home or context.obj)
    task = Task(data, tuple(metadata or ()), out, seed, min_ratings, user)
    print(evaluate_models(at_home, task, settings.usher_spark_memory_gb, *settings.spark(master)))


app.command("recommend")(recommend_command)
app.command("download")(download_command)
app.command("imdb")(imdb_command)


@app.command()
def mcp(
    context: typer.Context,
    account: Annotated[
        str | None, typer.Option(help="Whose ratings count: the name of an account; none for someone new.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Offer recommendations, similar films, search and facts to an assistant on this machine, over MCP and stdio."""
    from chatbot.mcp_server import serve_stdio

    settings, at_home = open_home(home or context.obj)
    serve_stdio(at_home, settings, account)


@app.command("move-accounts")
def move_accounts(context: typer.Context, home: HomeOption = None) -> None:
    """Copy all accounts from the file in the home folder into the database that USHER_DATABASE names, an empty one."""
    from data.accounts import Accounts
    from data.moving import copy_accounts

    settings, at_home = open_home(home or context.obj)
    if settings.database_url is None or not at_home.accounts.exists():
        raise BadInput(f"move-accounts copies {at_home.accounts}, which must be there, to USHER_DATABASE: set it")
    with closing(Accounts.open(at_home)) as source, closing(Accounts.open(at_home, settings.database_url)) as target:
        print(f"{copy_accounts(source.database, target.database)} accounts are in {target.database.name} now")


@app.command()
def doctor(context: typer.Context, home: HomeOption = None) -> None:
    """Check versions, Java, disk, model files, endpoint and database, and say what to do."""
    from chatbot.doctor import examine

    settings, at_home = open_home(home or context.obj)
    findings = examine(at_home, settings)
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.what}: {finding.found}")
    if not all(finding.ok for finding in findings):
        raise UsherError("not everything is in order: see the lines that begin with FAIL")


def _show(table: "pd.DataFrame", as_json: bool) -> None:
    print(table.to_json(orient="records", force_ascii=False) if as_json else table.to_string(index=False))


def main() -> int:
    """Run a command; an error is one line on standard error, with status 2 for bad input and 1 for the rest."""
    set_up_process()
    try:
        return app(standalone_mode=False) or 0
    except UsherError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_status
    except typer.TyperException as error:
        what = f"{error.format_message().rstrip('.')}, in `{shlex.join(sys.argv[1:])}`"
        print(f"error: {what}; every command says with --help what it takes", file=sys.stderr)
        return BadInput.exit_status
    except (KeyboardInterrupt, typer.Abort):
        return 130


if __name__ == "__main__":
    sys.exit(main())
