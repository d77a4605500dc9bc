import numpy as np
import pandas as pd
import pytest

from chatbot.portrait import Everyone, portrait
from chatbot.serving import Reputation
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS

# Twenty films: ten westerns of the sixties, nine comedies of the nineties, one drama of an unknown year.
WESTERNS, COMEDIES, DRAMA = range(1, 11), range(11, 20), 20
CATALOGUE = Catalogue(
    [
        *(Movie(movie_id, f"West {movie_id}", 1960 + movie_id, ("Western",)) for movie_id in WESTERNS),
        *(Movie(movie_id, f"Laugh {movie_id}", 1980 + movie_id, ("Comedy", "Romance")) for movie_id in COMEDIES),
        Movie(DRAMA, "Undated", None, ("Drama",)),
    ]
)


def drawn_ratings() -> pd.DataFrame:
    """Sixty people, each of whom rated some films."""
    draw = np.random.default_rng(3)
    rows = [
        (user, movie_id, draw.integers(1, 11) / 2, 0)
        for user in range(60)
        for movie_id in range(1, 21)
        if draw.random() < 0.2 + 0.03 * movie_id
    ]
    return pd.DataFrame(rows, columns=list(RATING_COLUMNS))


def reputations(ratings: pd.DataFrame) -> dict[int, Reputation]:
    counts = ratings.groupby("movie_id").stars.agg(["mean", "size"])
    return {int(movie_id): Reputation(float(mean), int(size)) for movie_id, mean, size in counts.itertuples()}


@pytest.fixture(scope="module")
def ratings() -> pd.DataFrame:
    return drawn_ratings()


@pytest.fixture(scope="module")
def everyone(ratings: pd.DataFrame) -> Everyone:
    return Everyone.of(CATALOGUE, reputations(ratings))


def test_everyone_is_counted_as_a_table_of_all_ratings_says(ratings: pd.DataFrame, everyone: Everyone) -> None:
    is_comedy = ratings.movie_id.isin(COMEDIES)
    assert everyone.genres["Comedy"] == pytest.approx(is_comedy.mean())
    assert everyone.genres["Romance"] == everyone.genres["Comedy"]
    years = ratings.movie_id.map(lambda movie_id: CATALOGUE[movie_id].year).dropna()
    assert everyone.year == pytest.approx(np.percentile(years, 50, method="inverted_cdf"))
    nineties = years.between(1990, 1999).sum() / len(ratings)
    assert everyone.decades["1990s"] == pytest.approx(nineties)
    most = ratings.movie_id.value_counts().sort_index(kind="stable").sort_values(ascending=False, kind="stable")
    assert everyone.famous == {*most.index[:2]}
    assert everyone.fame == pytest.approx(most.iloc[:2].sum() / len(ratings))


def test_what_others_give_leaves_out_ones_own_rating(ratings: pd.DataFrame, everyone: Everyone) -> None:
    first = ratings[ratings.user_id == 0]
    for movie_id, stars in zip(first.movie_id, first.stars, strict=True):
        others = ratings[(ratings.movie_id == movie_id) & (ratings.user_id != 0)].stars.mean()
        assert everyone.stars(movie_id, stars) == pytest.approx(others)
        assert everyone.stars(movie_id) == pytest.approx(ratings[ratings.movie_id == movie_id].stars.mean())
    alone = Everyone.of(CATALOGUE, {1: Reputation(4.0, 1)})
    assert alone.stars(1, 4.0) is None
    assert alone.stars(2) is None


def test_counts_of_a_person_are_those_of_their_table(ratings: pd.DataFrame, everyone: Everyone) -> None:
    mine = ratings[ratings.user_id == 7]
    stars = dict(zip(mine.movie_id.tolist(), mine.stars.tolist(), strict=True))
    drawn = portrait(stars, everyone, stars)
    assert drawn.count == len(mine)
    assert drawn.stars == pytest.approx(mine.stars.mean())
    assert dict(drawn.steps) == {half / 2: int((mine.stars == half / 2).sum()) for half in range(1, 11)}
    comedies = mine[mine.movie_id.isin(COMEDIES)]
    comedy = next(part for part in drawn.genres if part.name == "Comedy")
    assert comedy.count == len(comedies)
    assert comedy.share == pytest.approx(len(comedies) / len(mine))
    assert comedy.stars == pytest.approx(comedies.stars.mean())
    assert comedy.usual == everyone.genres["Comedy"]
    dated = (mine.movie_id != DRAMA).sum()
    assert sum(part.count for part in drawn.decades) == dated
    assert [part.name for part in drawn.decades] == sorted(part.name for part in drawn.decades)


def test_words_say_what_is_chosen_liked_older_and_less_known() -> None:
    counts = {movie_id: 10 if movie_id in WESTERNS else 40 for movie_id in range(1, 21)}
    liked = Everyone.of(CATALOGUE, {movie_id: Reputation(3.0, count) for movie_id, count in counts.items()})
    strict = portrait(dict.fromkeys(WESTERNS, 2.0) | {11: 0.5, 12: 0.5}, liked, {})
    choice, level, era = strict.sentences
    assert choice.startswith("You choose Western more than everyone does (Western 4.2 times as often)")
    assert "1.2 stars less than others give the same films" in level
    assert level.endswith("what you like more than they do is Western.")
    assert era.startswith(
        "Your films are older than most people's, around 1966 rather than 1994, and about as well known"
    )
    assert "better known: 40% of them" in portrait(dict.fromkeys(range(11, 16), 3.0), liked, {}).sentences[2]
    assert "less well known: 0% of them" in portrait(dict.fromkeys(range(13, 18), 3.0), liked, {}).sentences[2]


def test_who_rates_as_others_do_is_told_so(everyone: Everyone) -> None:
    same = {movie_id: known.stars for movie_id, known in everyone.reputations.items()}
    assert portrait(same, everyone, {}).sentences[1] == "On the whole you rate as others rate the same films."
    higher = {movie_id: stars + 0.5 for movie_id, stars in same.items()}
    assert "generous: 0.5 stars more" in portrait(higher, everyone, {}).sentences[1]


def test_little_is_not_put_into_words_and_nothing_is_no_error(everyone: Everyone) -> None:
    few = portrait({1: 5.0, 2: 0.5, 11: 3.0}, everyone, {})
    assert (few.count, few.sentences) == (3, ())
    none = portrait({}, everyone, {})
    assert (none.count, none.stars, none.genres, none.decades, none.sentences) == (0, None, (), (), ())
    gone = portrait({10**6: 5.0}, everyone, {})
    assert gone.count == 0
    nobody = Everyone.of(CATALOGUE, {})
    assert portrait(dict.fromkeys(range(1, 8), 4.0), nobody, {}).sentences
