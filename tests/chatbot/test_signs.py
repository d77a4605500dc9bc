"""What genres, tags and keywords say of a movie's mood and of children."""

from chatbot.signs import content, for_children, mood
from data.movies import Movie


def film(*genres: str, tags: tuple[str, ...] = (), keywords: tuple[str, ...] = ()) -> Movie:
    return Movie(1, "X", 2000, genres, tags=tags, keywords=keywords)


def test_a_tag_settles_a_mood_and_a_telling_genre_makes_it_likely() -> None:
    assert mood(film("Horror", tags=("creepy",)), "scary").startswith("It seems so")
    assert "“creepy”" in mood(film("Horror", tags=("creepy",)), "scary")
    assert mood(film("Horror"), "scary").startswith("It may well be")
    assert mood(film("Children"), "scary").startswith("Rather not")
    assert mood(film("Drama"), "sad").startswith("I do not know")
    assert mood(film(), "sad").startswith("I do not know")


def test_the_age_rating_is_never_made_up() -> None:
    films = (
        film("Animation", "Children"),
        film("Crime", keywords=("murder",)),
        film("Animation", tags=("violence",)),
        film("Drama"),
        film(),
    )
    texts = [for_children(movie) for movie in films]
    assert all("do not know an age rating of **X** (2000)" in text for text in texts)
    assert "speaks for it (the genres animation and children" in texts[0]
    assert "Rather not" in texts[1]
    assert "“murder”" in texts[1]
    assert "mixed" in texts[2]
    assert "its genre is drama" in texts[3]
    assert len(set(texts)) == 5


def test_contents_are_told_by_keywords_or_unknown() -> None:
    assert "“female nudity”" in content(film(keywords=("female nudity",)), "nudity")
    assert "“drug dealer”" in content(film(keywords=("drug dealer",)), "drugs")
    assert "do not know" in content(film(keywords=("bank",)), "nudity")
