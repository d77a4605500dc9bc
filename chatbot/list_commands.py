"""The command that writes lists of recommendations; `app.py` registers it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from chatbot.command_line import MOST, Count, HomeOption, MasterOption, check_count, check_share, open_home
from data.errors import BadInput


def recommend_command(
    context: typer.Context,
    users: Annotated[str, typer.Option(help="all, a user id, or a file with a column userId.")],
    out: Annotated[Path, typer.Option(help="F.csv or F.parquet; for --engine spark a folder.")],
    k: Count = 10,
    model: Annotated[str, typer.Option(help="blend, als, two-tower, ease, content or popular.")] = "blend",
    aim: Annotated[
        str, typer.Option(help="any: what they would like whenever; next: what they would rate next.")
    ] = "any",
    ratings: Annotated[Path | None, typer.Option(help="Ratings of people who were not in training.")] = None,
    candidates: Annotated[
        Path | None, typer.Option(help="A file with a column movieId: the only movies that may be recommended.")
    ] = None,
    diversity: Annotated[float, typer.Option(help="0 to 1: how unlike each other the movies of a list are.")] = 0.0,
    novelty: Annotated[float, typer.Option(help="0 to 1: how little known they are.")] = 0.0,
    engine: Annotated[
        Literal["local", "spark"], typer.Option(help="This process, or Spark: for --users all, in parts.")
    ] = "local",
    master: MasterOption = None,
    home: HomeOption = None,
) -> None:
    """Write the best movies of each user that they have not rated."""
    from chatbot.lists import ListPlan
    from chatbot.serving import sound_build
    from chatbot.tables import read_told, recommend_users
    from data.movielens import read_movie_ids

    check_count("-k", k, MOST)
    check_share("--diversity", diversity)
    check_share("--novelty", novelty)
    settings, at_home = open_home(home or context.obj)
    allowed = None if candidates is None else read_movie_ids(candidates)
    plan = ListPlan.of(k, model, aim, diversity, novelty, allowed)
    if engine == "local":
        recommend_users(sound_build(at_home), users, plan, ratings, out)
        return
    if users != "all":
        raise BadInput(f"--users is {users!r}, and --engine spark makes the lists of all: leave it out for some")
    from chatbot.lists_spark import recommend_everyone
    from recommender.spark import check_master, spark_session

    where, _ = settings.spark(master)
    check_master(where)
    build, told = sound_build(at_home), None if ratings is None else read_told(ratings)
    with spark_session(where, memory_gb=settings.usher_spark_memory_gb) as spark:
        recommend_everyone(spark, build, plan, told, out)
