"""The order for a request, over the demo build; a language model's list and ours as one."""

import dataclasses

import numpy as np
import pytest

from chatbot.conversation import Request, Session
from chatbot.ranking import Ranked, merged, opinions, rank
from chatbot.serving import Serving
from data.ratings import History
from retrieval.index import Filters

NOBODY = Session(History(None, {}))
FIRST = 20


def test_a_models_first_title_stays_first_and_two_of_its_come_to_one_of_ours() -> None:
    assert merged((1, 2, 3, 4), (10, 11, 12, 13, 14)) == (10, 11, 1, 12, 13, 2, 14, 3, 4)
    assert merged((1, 2), (10,)) == (10, 1, 2)


def test_what_both_propose_stands_where_the_model_put_it_and_once() -> None:
    assert merged((1, 2, 3), (3, 9, 1)) == (3, 9, 2, 1)


def test_one_list_alone_is_itself_and_nothing_is_lost() -> None:
    assert merged((1, 2, 3), ()) == (1, 2, 3)
    assert merged((), (7, 8, 9)) == (7, 8, 9)
    for ours, suggested in (((1,), (5, 6, 7, 8)), (tuple(range(9)), (4, 20, 3))):
        both = merged(ours, suggested)
        assert set(both) == {*ours, *suggested}
        assert len(both) == len(set(both))


def test_examples_count_as_liked_beside_ratings_which_they_do_not_change() -> None:
    session = Session(History(5, {1: 2.0, 2: 5.0}))
    assert opinions(session, Request(similar_to=(1, 3))).stars == {1: 2.0, 2: 5.0, 3: 4.5}
    assert session.history.stars == {1: 2.0, 2: 5.0}


def all_of(serving: Serving, *without: int) -> np.ndarray:
    mask = np.ones(len(serving.catalogue), np.bool_)
    mask[serving.catalogue.ids.rows(np.array(without, np.int64))] = False
    return mask


def sources_of(ranked: Ranked) -> set[str]:
    return {source for movie_id in ranked.movie_ids for source in ranked.sources(movie_id)}


def share(serving: Serving, movie_ids: tuple[int, ...], genre: str) -> float:
    return sum(genre in serving.catalogue[movie_id].genres for movie_id in movie_ids[:FIRST]) / FIRST


def fame(serving: Serving, movie_ids: tuple[int, ...]) -> float:
    rows = serving.catalogue.ids.rows(np.array(movie_ids[:FIRST], np.int64))
    return float(serving.moment.fame["known"][rows].mean())


@pytest.mark.slow
def test_everything_ranked_is_allowed_comes_once_and_has_a_source(serving: Serving) -> None:
    thriller = Filters(genres=("Thriller",), min_year=1990)
    heat = serving.titles.find("Heat")[0].movie.movie_id
    allowed = serving.filters.mask(thriller) & all_of(serving, heat)
    for session in (NOBODY, Session(serving.history(3))):
        for request in (Request(), Request(query="a bank robbery", moods=("tense",)), Request(similar_to=(heat,))):
            ranked = rank(serving, session, request, thriller, allowed)
            assert len(set(ranked.movie_ids)) == len(ranked.movie_ids) == len(ranked.scores)
            assert allowed[serving.catalogue.ids.rows(np.array(ranked.movie_ids))].all()
            assert list(ranked.scores) == sorted(ranked.scores, reverse=True)
            assert all(ranked.sources(movie_id) for movie_id in ranked.movie_ids)


@pytest.mark.slow
def test_a_description_of_one_movie_is_looked_up_by_its_words_alone(serving: Serving) -> None:
    query = "a man relives the same day"
    request = Request(intent="recall", query=query)
    hits = [hit.movie.movie_id for hit in serving.search.search(query, 200, Filters())]
    for session in (NOBODY, Session(serving.history(3))):
        ranked = rank(serving, session, request, Filters(), all_of(serving))
        assert set(ranked.movie_ids) == set(hits)
        assert ranked.movie_ids[:5] == tuple(hits[:5])
        assert {ranked.sources(movie_id) for movie_id in ranked.movie_ids} == {("words",)}
    gone = rank(serving, NOBODY, request, Filters(), all_of(serving, hits[0]))
    assert gone.movie_ids == tuple(
        hit for hit in rank(serving, NOBODY, request, Filters(), all_of(serving)).movie_ids if hit != hits[0]
    )


@pytest.mark.slow
def test_somebody_of_whom_only_this_conversation_tells_has_no_taste(serving: Serving) -> None:
    heat = serving.titles.find("Heat")[0].movie.movie_id
    told = Session(History(None, {heat: 5.0}), named=(heat,))
    for session in (NOBODY, told):
        ranked = rank(serving, session, Request(), Filters(), all_of(serving, heat))
        assert "taste" not in sources_of(ranked)
    rated = dataclasses.replace(told, named=())
    assert "taste" in sources_of(rank(serving, rated, Request(), Filters(), all_of(serving)))


@pytest.mark.slow
def test_taste_is_the_list_of_the_persons_own_recommender(serving: Serving) -> None:
    session = Session(serving.history(3))
    allowed = all_of(serving, *session.history.stars)
    own = set(serving.catalogue.ids.values[serving.taste.among(session.history, allowed, 200)].tolist())
    ranked = rank(serving, session, Request(), Filters(), allowed)
    tasted = {movie_id for movie_id in ranked.movie_ids if "taste" in ranked.sources(movie_id)}
    assert tasted == own
    other = rank(serving, Session(serving.history(200)), Request(), Filters(), allowed)
    assert other.movie_ids[:FIRST] != ranked.movie_ids[:FIRST]


@pytest.mark.slow
def test_moods_pull_and_what_is_not_wanted_pushes(serving: Serving) -> None:
    allowed = all_of(serving)
    plain, funny, grave = (
        share(serving, rank(serving, NOBODY, request, Filters(), allowed).movie_ids, "Comedy")
        for request in (Request(), Request(moods=("funny",)), Request(not_moods=("funny",)))
    )
    assert grave <= plain < funny
    assert grave < 0.1
    assert funny > 0.8


@pytest.mark.slow
def test_fame_is_what_was_asked_for(serving: Serving) -> None:
    allowed = all_of(serving)
    plain, popular, hidden, acclaimed = (
        rank(serving, NOBODY, Request(fame=wish), Filters(), allowed).movie_ids
        for wish in ("any", "popular", "hidden", "acclaimed")
    )
    assert fame(serving, hidden) < fame(serving, plain) < fame(serving, popular)

    def stars(movie_ids: tuple[int, ...]) -> float:
        rows = serving.catalogue.ids.rows(np.array(movie_ids[:FIRST], np.int64))
        return float(serving.moment.signals.facts.stars[rows].mean())

    assert stars(acclaimed) > stars(plain)


@pytest.mark.slow
def test_what_was_named_is_what_the_list_is_like(serving: Serving) -> None:
    alien, hill = (serving.titles.find(title)[0].movie.movie_id for title in ("Alien", "Notting Hill"))
    allowed = all_of(serving, alien, hill)
    of_alien, of_hill = (
        rank(serving, Session(History(None, {}), named=(movie_id,)), Request(), Filters(), allowed).movie_ids
        for movie_id in (alien, hill)
    )
    assert share(serving, of_alien, "Sci-Fi") > share(serving, of_hill, "Sci-Fi") + 0.3
    assert share(serving, of_hill, "Romance") > share(serving, of_alien, "Romance") + 0.3


@pytest.mark.slow
def test_models_are_sources_only_of_what_is_near_to_an_example(serving: Serving) -> None:
    alien = serving.titles.find("Alien")[0].movie.movie_id
    ranked = rank(serving, NOBODY, Request(similar_to=(alien,)), Filters(), all_of(serving, alien))
    near = serving.models.base.als.items
    assert {"als", "two_tower"} <= sources_of(ranked)
    for movie_id in ranked.movie_ids:
        if "als" in ranked.sources(movie_id):
            factors = serving.models.base.als.item_factors
            assert factors[near.row(movie_id)] @ factors[near.row(alien)] > 0
    plain = rank(serving, NOBODY, Request(), Filters(), all_of(serving, alien))
    assert not {"als", "two_tower"} & sources_of(plain)
