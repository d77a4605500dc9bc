from data.movies import Catalogue, Movie
from retrieval.documents import MAX_LEAD, MAX_SENTENCES, document, passages, sentences


def test_a_document_is_title_year_genres_and_overview(films: Catalogue) -> None:
    assert document(films[6]) == "It (2017). Horror. A clown that lives in the sewers eats the children of a town."


def test_without_an_overview_the_lead_tells_what_it_is_about(films: Catalogue) -> None:
    assert document(films[13]).startswith("Jaws (1975). Horror. Jaws is a thriller directed by Steven Spielberg.")


def test_without_either_people_and_tags_stand_in(films: Catalogue) -> None:
    assert document(films[14]) == "Nobody Wrote About This. Greta Lund, lost"


def test_a_movie_of_which_nothing_is_known_is_its_title_line() -> None:
    assert passages(Movie(1, "Untold", 1950)) == ["Untold (1950)."]


def test_passages_are_the_document_then_terms_then_each_sentence(films: Catalogue) -> None:
    first, terms, *rest = passages(films[5])
    assert first == document(films[5])
    assert terms == "witch, bathhouse"
    assert rest == []  # one sentence, which the document holds
    assert passages(films[2])[1:] == [
        "The youngest son of a family of gangsters wants a quiet life.",
        "He ends as the head of them all.",
    ]


def test_sentences_of_overview_and_lead_are_passages_of_their_own() -> None:
    lead = "Both is a film by two people. It tells of a quarrel over nothing."
    movie = Movie(1, "Both", 1990, overview="Two people begin to quarrel.", lead=lead)
    assert passages(movie)[1:] == [
        "Two people begin to quarrel.",
        "Both is a film by two people.",
        "It tells of a quarrel over nothing.",
    ]


def test_the_first_passage_is_the_document_for_every_movie(films: Catalogue) -> None:
    assert all(passages(movie)[0] == document(movie) for movie in films)


def test_no_passage_occurs_twice_and_none_is_empty() -> None:
    movie = Movie(1, "Twice", 1990, overview="The same thing happens twice. The same thing happens twice.")
    assert passages(movie) == [document(movie), "The same thing happens twice."]


def test_an_endless_overview_costs_a_bounded_number_of_passages() -> None:
    movie = Movie(1, "Endless", 1990, overview=" ".join(f"This is sentence number {n} of it." for n in range(100)))
    assert len(passages(movie)) == 1 + MAX_SENTENCES
    movie = Movie(1, "Endless", 1990, lead=movie.overview)
    assert len(passages(movie)) == 1 + MAX_LEAD


def test_initials_and_mr_end_no_sentence() -> None:
    text = "Mr. Smith meets J. R. Hartley in town. They never meet again after it. Why?"
    assert sentences(text) == ["Mr. Smith meets J. R. Hartley in town.", "They never meet again after it."]
