"""The oracle's reader, on six made-up films."""

import pytest

from tests.exam.facts import Facts, names_in, plain


def test_a_title_is_found_in_the_natural_order_of_its_words_with_its_year(facts: Facts) -> None:
    assert facts.find("The Lantern (1984)") == 1
    assert facts.find("Lantern, The (1984)") == 1
    assert facts.find("The Lantern (1999)") is None


def test_roman_and_arabic_numerals_are_one_name_and_so_are_other_titles(facts: Facts) -> None:
    assert facts.named("the lantern 2") == 2
    assert facts.named("Les Boulangers") == 3
    assert facts.named("asatte no kawa") == 5


def test_a_title_of_no_film_is_an_error_where_films_must_exist(facts: Facts) -> None:
    with pytest.raises(KeyError, match="Nothing Here"):
        facts.ids(["The Lantern (1984)", "Nothing Here (1990)"])


def test_people_come_from_the_cast_and_the_lead_and_are_unknown_without_both(facts: Facts) -> None:
    assert facts.directors[4] == ["J. J. Holt"]
    assert facts.directors[3] == ["Eve Noir", "Di Vale"]
    assert facts.credits(1, "ada quill")
    assert facts.credits(1, "Cy Moss") is False
    assert facts.credits(5, "Gus Ray") is None


def test_films_are_alike_by_genres_and_not_by_one_broad_genre_alone(facts: Facts) -> None:
    assert facts.kin(1, 2)
    assert not facts.kin(1, 3)
    assert not facts.kin(4, 5)


def test_what_the_files_lack_is_absent(facts: Facts) -> None:
    assert 6 not in facts.runtime
    assert 6 not in facts.language
    assert facts.genres[6] == set()


def test_names_inside_a_movielens_title() -> None:
    assert names_in("City of Lost Children, The (Cité des enfants perdus, La) (1995)") == (
        ["The City of Lost Children", "La Cité des enfants perdus"],
        1995,
    )
    assert plain("Amélie & the Vol. II") == "amelie and the volume 2"
