"""What the report says of rankings: tables and figures out of measurements (`recommender.evaluate.compare`)."""

import pandas as pd

from recommender.evaluate import EVERYBODY, GAP, MAIN_LENGTH, MS_PER_USER, THIRDS, wide
from recommender.figures_models import ranking_drawings
from recommender.metrics import RANKING_METRICS
from recommender.metrics_lists import LIST_METRICS
from recommender.report import Part, Section, Table

TITLES = {
    "ndcg": "nDCG",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "map": "MAP",
    "mrr": "MRR",
    "hit_rate": "hit rate",
}
LONG = 50  # a list that somebody scrolls through

RANKING_HELP = (
    f"Each model proposes the best {MAIN_LENGTH} movies that a user has not rated in training; the ratings held back "
    "say which of them the user did rate, whatever the stars. nDCG weighs a hit by its place, precision is the share "
    "of the list that hits, recall the share of the held-out movies that are found, F1 their harmonic mean, MAP the "
    "mean precision at the hits, MRR one over the place of the first, hit rate the share of users with any. "
    "Below each mean stands its 95 % bootstrap interval over the users."
)
LISTS_HELP = (
    "Beyond accuracy. Coverage: different movies shown over those rated in training; above 1 where movies that nobody "
    "has rated are shown, too. Novelty: how little known the shown ones are, in bits. Gini: how unequally movies are "
    "shown, 1 is one movie for all. Tail: share of what is shown from outside the most rated fifth. Diversity: how "
    "unlike the genres within a list are. Popularity: how many times more rated the shown movies are than those the "
    "user chose; above 1 is popularity bias."
)


def ranking_section(name: str, title: str, about: str, measured: pd.DataFrame, *, explained: bool) -> Section:
    """Everything measured on one split.

    Args:
        name: begins the names of its files.
        title: its heading.
        about: says what was held back.
        measured: table of measurements.
        explained: whether the measures are; once is enough.
    """
    everybody = measured[measured.users == EVERYBODY]
    best = everybody.loc[[everybody[everybody.metric == GAP].value.idxmax()]].model.iloc[0]
    ndcg, by_length, by_activity, beyond = ranking_drawings(name, measured)
    accuracy: list[Part] = [
        accuracy_table(name, measured),
        ndcg,
        gap_table(name, measured, best),
        by_length,
        by_activity,
        activity_table(name, measured),
    ]
    lists: list[Part] = [beyond_table(name, measured), beyond]
    parts = [about, RANKING_HELP, *accuracy, LISTS_HELP, *lists] if explained else [about, *accuracy, *lists]
    return Section(name, title, tuple(parts))


def accuracy_table(name: str, measured: pd.DataFrame) -> Table:
    """Every ranking metric with its interval, and the recall of long lists."""
    values, low, high = (wide(measured, end) for end in ("value", "low", "high"))
    frame = pd.DataFrame({"model": values.index})
    spans = []
    for metric in RANKING_METRICS:
        column = f"{TITLES[metric]}@{MAIN_LENGTH}"
        spans.append((column, f"{column} low", f"{column} high"))
        for title, table in zip(spans[-1], (values, low, high), strict=True):
            frame[title] = table[metric].to_numpy()
    frame[f"recall@{LONG}"] = wide(measured, k=LONG).recall.to_numpy()
    best = tuple((column, True) for column in frame.columns if not column.endswith((" low", " high", "model")))
    return Table(
        f"{name}_accuracy",
        f"{int(measured[measured.users == EVERYBODY].n_users.iloc[0]):,} users; the best of each column stands out.",
        frame,
        tuple(spans),
        best,
    )


def gap_table(name: str, measured: pd.DataFrame, best: str) -> Table:
    """How far each model is behind the best, and whether chance could have done that."""
    gaps = measured[(measured.metric == GAP) & (measured.model != best)]
    frame = pd.DataFrame(
        {
            "model": gaps.model.to_numpy(),
            f"nDCG@{MAIN_LENGTH} less that of {best}": gaps.value.to_numpy(),
            "low": gaps.low.to_numpy(),
            "high": gaps.high.to_numpy(),
            "beyond chance": ["yes" if high < 0 else "no" for high in gaps.high],
        }
    )
    return Table(
        f"{name}_gaps",
        f"Behind {best}, with 95 % intervals of the paired differences: all models are measured on the same users, "
        "drawn again together. An interval that stays below 0 is beyond chance.",
        frame,
        ((frame.columns[1], "low", "high"),),
    )


def beyond_table(name: str, measured: pd.DataFrame) -> Table:
    """What the lists are like, and how long one takes."""
    values = wide(measured)
    frame = pd.DataFrame({"model": values.index})
    for metric in LIST_METRICS:
        frame[f"{metric}@{MAIN_LENGTH}"] = values[metric].to_numpy()
    frame["ms per list"] = values[MS_PER_USER].to_numpy()
    return Table(f"{name}_beyond", "The lists as a whole.", frame)


def activity_table(name: str, measured: pd.DataFrame) -> Table:
    """nDCG, novelty and coverage of each third of the users, a row per model."""
    frame = pd.DataFrame({"model": wide(measured).index})
    spans = []
    for metric, title in (("ndcg", "nDCG"), ("novelty", "novelty"), ("coverage", "coverage")):
        for third in THIRDS:
            values, low, high = (wide(measured, end, users=third) for end in ("value", "low", "high"))
            if len(values) == 0:
                continue
            column = f"{title}@{MAIN_LENGTH} {third.split()[0]}"
            frame[column] = values[metric].to_numpy()
            if metric == "ndcg":
                spans.append((column, f"{column} low", f"{column} high"))
                frame[f"{column} low"], frame[f"{column} high"] = low[metric].to_numpy(), high[metric].to_numpy()
    return Table(
        f"{name}_by_activity",
        "Fairness: each third of the users by the number of ratings in training. With a longer history more is held "
        "back, so that a hit is likelier.",
        frame,
        tuple(spans),
    )
