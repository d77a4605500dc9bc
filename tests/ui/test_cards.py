from html.parser import HTMLParser

import pytest

from chatbot.conversation import Pick, Reason
from chatbot.ui.cards import Forecast, cards_html
from chatbot.ui.opinions import Opinion
from data.movies import Movie

ALIEN = Movie(
    7, "Alien", 1979, ("Horror", "Sci-Fi"), overview="Something is aboard.", runtime_minutes=117, poster_path="/a.jpg"
)
BECAUSE = (Reason("mood", "viewers call it tense"), Reason("liked", "you liked Jaws", (9,)))


def pick(movie: Movie = ALIEN, stars: float | None = 4.26) -> Pick:
    return Pick(movie, 1.0, ("als",), BECAUSE, stars)


class Elements(HTMLParser):
    """Every element with its attributes, and all text, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_a_card_says_title_year_runtime_genres_why_stars_and_overview() -> None:
    page = Elements(cards_html((pick(),), {}))
    for words in (
        *(
            "Alien",
            "1979 · 1 h 57 min · ends  · Horror, Sci-Fi",
            "4.3 of 5 stars predicted for you",
            "Something is aboard.",
        ),
        "Viewers call it tense; because you liked Jaws.",
        "Found by what the same people like",
    ):
        assert words in page.text


def test_facts_that_are_unknown_leave_no_trace() -> None:
    page = Elements(cards_html((pick(Movie(1, "Alien"), None),), {}))
    assert "None" not in page.text
    assert "predicted" not in page.text
    assert "·" not in page.text


def test_only_the_first_sentence_of_an_overview_is_told_since_the_end_gives_the_film_away() -> None:
    movie = Movie(7, "Alien", overview="Something is aboard. In the end she blows up the ship.")
    page = Elements(cards_html((pick(movie),), {}))
    assert "Something is aboard." in page.text
    assert "blows up" not in page.text


def test_a_forecast_is_told_with_its_span_and_a_word_for_how_sure_it_is() -> None:
    page = Elements(cards_html((pick(),), {}, (), {7: Forecast(3.9, 3.14, 4.66, "fairly sure")}))
    assert "3.9 of 5 stars predicted for you (3.1–4.7, fairly sure)" in page.text


def test_every_button_is_named_after_its_movie_and_says_whether_it_is_pressed() -> None:
    buttons = Elements(cards_html((pick(),), {7: Opinion(1.5, "watchlist")})).named("button")
    assert [(button["data-kind"], button.get("aria-pressed")) for button in buttons] == [
        *(("like", "false"), ("pass", "true"), ("seen", "false"), ("save", "true"), ("hide", "false")),
    ]
    assert all("Alien" in (button["aria-label"] or "") for button in buttons)


def test_the_stars_given_are_the_ones_that_are_checked() -> None:
    page = Elements(cards_html((pick(),), {7: Opinion(3.5)}))
    checked = [star["value"] for star in page.named("input") if "checked" in star]
    assert (checked, len(page.named("input"))) == (["3.5"], 10)


def test_a_card_that_was_just_judged_says_what_that_changed_and_offers_to_undo_it() -> None:
    page = Elements(cards_html((pick(),), {7: Opinion(5.0)}, (), None, (7, "Noted: 5 stars. New: Aliens.", Opinion())))
    assert "Noted: 5 stars. New: Aliens." in page.text
    assert page.named("button")[-1]["data-kind"] == "undo"
    assert "Undo" not in Elements(cards_html((pick(),), {7: Opinion(5.0)})).text
    undone = Elements(cards_html((pick(),), {}, (), None, (7, "Taken back.", Opinion())))
    assert "Taken back." in undone.text
    assert "Undo" not in undone.text


def test_words_from_elsewhere_are_only_ever_words() -> None:
    nasty = "\"'><img src=x onerror=alert(1)><script>alert(2)</script>${alert(3)}{{x}}"
    movie = Movie(7, nasty, 1999, (nasty,), overview=nasty, poster_path=f"/{nasty}.jpg")
    said = Pick(movie, 1.0, (), (Reason("words", nasty),), 3.0)
    told = (7, nasty, Opinion())
    page = Elements(cards_html((said,), {7: Opinion(5.0)}, (nasty,), None, told, pictures=True))
    assert page.text.count(nasty) == 7  # notice, title, genre, why, overview, its stars, what was just said
    assert {tag for tag, _ in page.elements} <= {
        *("p", "h2", "h3", "ol", "li", "article", "div", "span", "img", "button", "a"),
        *("fieldset", "legend", "label", "input"),
    }
    assert all((image["src"] or "").startswith("data:image/svg+xml;base64,") for image in page.named("img"))
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


def test_pictures_come_from_tmdb_only_when_the_visitor_allowed_it() -> None:
    drawn = Elements(cards_html((pick(),), {})).named("img")
    assert len(drawn) == 1
    images = Elements(cards_html((pick(),), {}, pictures=True)).named("img")
    assert [image["src"] for image in images] == [drawn[0]["src"], "https://image.tmdb.org/t/p/w342/a.jpg"]
    assert images[1]["referrerpolicy"] == "no-referrer"


@pytest.mark.parametrize("path", ["//evil.example/a.jpg", "/../a.jpg", "/a.jpg?x", "/a.js", "a.jpg", "/a.jpg\n"])
def test_a_picture_whose_path_is_no_plain_file_name_is_not_asked_for(path: str) -> None:
    movie = Movie(1, "Alien", poster_path=path)
    assert len(Elements(cards_html((pick(movie),), {}, pictures=True)).named("img")) == 1


def test_without_picks_the_column_says_what_it_is_for_and_notices_stay() -> None:
    page = Elements(cards_html((), {}, ("No movie meets all of that.",)))
    assert "No movie meets all of that." in page.text
    assert not page.named("article")
