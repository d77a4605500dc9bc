import pytest

from chatbot.opinions import Whose, before_movie, behind_movie, of_it, whose


@pytest.mark.parametrize(
    ("text", "stars", "holder"),
    [
        ("i loved ", 5, "own"),
        ("we both enjoyed ", 4, "own"),
        ("i didn't really like ", 2, "own"),
        ("i'm not a big fan of ", 2, "own"),
        ("i don't mind ", 3, "own"),
        ("my wife can't stand ", 1, "others"),
        ("the kids adore ", 5, "others"),
        ("my husband and i hated ", 1, "own"),
        ("he hates musicals, she loved ", 5, "others"),
        ("her favourite is ", 5, "others"),
        ("my favourite is ", 5, "own"),
        ("everyone loves ", 5, "nobody"),
        ("could not get through ", 2, "own"),
    ],
)
def test_words_before_a_movie_are_an_opinion_of_somebody(text: str, stars: float, holder: Whose) -> None:
    opinion = before_movie(text)
    assert opinion is not None
    assert (opinion.stars, opinion.whose) == (stars, holder)


@pytest.mark.parametrize("text", ["something like ", "i saw ", "my dad would love ", "", "why not "])
def test_other_words_before_a_movie_are_none(text: str) -> None:
    assert before_movie(text) is None


@pytest.mark.parametrize(
    ("before", "after", "stars", "holder"),
    [
        ("", " was great", 5, "own"),
        ("", " was ok i guess", 3, "own"),
        ("", " was meh", 2, "own"),
        ("", " is a bit too long", 2, "own"),
        ("", " isn't good", 2, "own"),
        ("", " wasn't bad", 3, "own"),
        ("", " bored me to death", 1, "own"),
        ("", " was not my thing", 2, "own"),
        ("", " with keanu reeves was great", 5, "own"),
        ("", " 9/10", 4.5, "own"),
        ("i'd give ", " 2 out of 5", 2, "own"),
        ("", " is my girlfriend's favourite", 5, "others"),
        ("my kids found ", " too scary", 2, "others"),
        ("i heard ", " is good", 4, "nobody"),
        ("", "'s my all time no 1", 5, "own"),
        ("", " blew me away", 5, "own"),
    ],
)
def test_words_behind_a_movie_are_an_opinion_of_somebody(before: str, after: str, stars: float, holder: Whose) -> None:
    opinion = behind_movie(before, after)
    assert opinion is not None
    assert (opinion.stars, opinion.whose) == (stars, holder)


@pytest.mark.parametrize("after", [" was scary", " is about a shark", " 1995", "", " 12/10", ", the best of them"])
def test_other_words_behind_a_movie_are_none(after: str) -> None:
    assert behind_movie("", after) is None


@pytest.mark.parametrize(
    ("text", "last", "opinions"),
    [
        ("my wife loved _ but i hated it", 5, [(1, "own")]),
        ("i loved _, my sister didn't", 5, [(2, "others")]),
        ("everyone loves _ but i don't", 5, [(2, "own")]),
        ("i hated _ but my son did not", 1, [(4, "others")]),
        ("_, it was boring", None, [(2, "own")]),
        ("_ - something like it", None, []),
        ("_ but i don't know", None, []),
    ],
)
def test_it_and_a_bare_verb_speak_of_the_movie_before(
    text: str, last: float | None, opinions: list[tuple[float, Whose]]
) -> None:
    found = of_it(text, text.index("_") + 1, last)
    assert [(opinion.stars, opinion.whose) for opinion in found] == opinions


def test_where_nobody_is_named_the_opinion_is_the_persons() -> None:
    assert whose("really loved") == "own"
