from data.movies import Movie
from retrieval.filters import allows
from retrieval.index import Filters
from retrieval.origins import origins


def test_the_language_tells_where_a_movie_is_from_unless_the_catalogue_does() -> None:
    assert origins(Movie(1, "A", language="sv")) == ("SE",)
    assert origins(Movie(1, "A", language="sv", countries=("FI",))) == ("FI",)
    assert origins(Movie(1, "A", language="en")) == ()
    assert origins(Movie(1, "A")) == ()


def test_a_movie_of_unknown_origin_is_not_shown_where_a_country_is_refused() -> None:
    no_american = Filters(not_countries=("US",))
    assert not allows(no_american, Movie(1, "A", language="en"))
    assert not allows(no_american, Movie(1, "A", countries=("US", "FR")))
    assert allows(no_american, Movie(1, "A", countries=("GB",)))
    assert allows(no_american, Movie(1, "A", language="ko"))
