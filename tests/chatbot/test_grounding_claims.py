"""Comparisons, kinds, origins and sentences in other languages, checked against facts of the bundled catalogue.

Heat: 1995, 170 minutes, 8.3; The Matrix: 1999, 136 minutes, 8.7; Groundhog Day: 1993, 101 minutes, 8.1.
"""

import pytest

from chatbot.grounding import Grounding
from chatbot.leaks import phrases
from data.demo_films import read_demo
from data.movies import Catalogue, Movie
from retrieval.titles import TitleFinder

TRUE_COMPARED = (
    "Heat is longer than The Matrix.",
    "The Matrix is shorter than Heat.",
    "Groundhog Day is the shortest of the three.",
    "Heat is the longest of the three.",
    "The Matrix is the newest of them.",
    "Groundhog Day is the oldest of these.",
    "The Matrix is newer than Heat, and shorter.",
    "Groundhog Day is older than both of the others.",
    "At 101 minutes, Groundhog Day is the shortest.",
    "The Matrix is the highest rated of the three.",
    "The Matrix is rated higher than Heat.",
    "Groundhog Day came out before Heat.",
    "The Matrix came out after Heat.",
    "Heat is 34 minutes longer than The Matrix.",
    "Groundhog Day is more than an hour shorter than Heat.",
    "The Matrix came out four years after Heat.",
    "If you want the shortest film, take Groundhog Day.",
    "The longest is Heat, the shortest Groundhog Day.",
    "Heat runs longer than the other two.",
    "Heat is older than The Matrix but newer than Groundhog Day.",
    "The oldest of the three is Groundhog Day.",
    "Of these, only Groundhog Day is a comedy.",
    "Groundhog Day is the only comedy among them.",
    "The other two are thrillers.",
    "Heat and The Matrix are both action films.",
    "Unlike Heat, Groundhog Day is a comedy.",
    "Groundhog Day is lighter than Heat.",
    "Heat is darker than Groundhog Day.",
    "Heat is the most tense of the three.",
    "None of them is a musical.",
    "Neither Heat nor The Matrix is a comedy.",
    "Heat is not a horror film.",
    "The Matrix isn't a comedy.",
    "The Matrix is science fiction.",
    "Heat is a crime drama.",
    "Groundhog Day is a romantic comedy.",
    "Heat is in English.",
    "All of them are in English.",
    "The first one is the longest.",
    "The third one is a comedy.",
    "The second came out in 1999.",
    "Heat is nearly three hours long, the longest here.",
    "Heat, the longest of the three, has Al Pacino and Robert De Niro.",
    "Both Heat and The Matrix run over two hours.",
    "Groundhog Day is under two hours, unlike Heat.",
    "The Matrix is about half an hour shorter than Heat.",
)
TRUE_ABROAD = (
    "**Heat** (1995) ist ein düsterer Thriller von Michael Mann.",
    "**Heat** (1995) dauert 170 Minuten.",
    "Heat ist länger als The Matrix.",
    "Groundhog Day ist der kürzeste der drei Filme.",
    "Groundhog Day ist eine warme Komödie mit Bill Murray.",
    "Mein Vorschlag für heute Abend: **The Matrix** (1999).",
    "Bill Murray spielt einen Wettermoderator, der denselben Tag immer wieder erlebt.",
    "Hier sind drei Filme für dich:",
    "Der Film dauert 136 Minuten.\n",
    "Viel Spaß beim Anschauen!",
    "Möchtest du lieber etwas Leichteres?",
    "The Matrix erschien 1999.",
    "Regie führte Michael Mann, es spielen Al Pacino und Robert De Niro.",
    "Heat ist ein amerikanischer Film aus dem Jahr 1995.",
    "**Heat** (1995) est un thriller sombre de Michael Mann.",
    "**Heat** (1995) dure 170 minutes.",
    "Heat est plus long que The Matrix.",
    "Groundhog Day est le plus court des trois.",
    "Groundhog Day est une comédie avec Bill Murray.",
    "Voici trois films pour ce soir :",
    "Bonne soirée !",
    "Avec Al Pacino et Robert De Niro, Heat est un face-à-face tendu.",
    "Préférez-vous quelque chose de plus léger ?",
    "The Matrix est sorti en 1999.",
    "Heat est un film américain.",
    "**Heat** (1995) es un thriller oscuro de Michael Mann.",
    "**Heat** (1995) dura 170 minutos.",
    "Heat es más larga que The Matrix.",
    "Groundhog Day es la más corta de las tres.",
    "Groundhog Day es una comedia con Bill Murray.",
    "Aquí tienes tres películas para esta noche:",
    "¡Que la disfrutes!",
    "Con Al Pacino y Robert De Niro, Heat es pura tensión.",
    "¿Prefieres algo más ligero?",
    "The Matrix se estrenó en 1999.",
    "Heat es una película estadounidense.",
)
TRUE_PLAIN = (
    "Start with **Heat** (1995): two obsessed men on either side of the law.",
    "**Heat** (1995), 2 h 50 min: a heist film as an epic.",
    "Michael Mann directs, and Al Pacino and Robert De Niro share the screen.",
    "For something quick, **Groundhog Day** (1993) is over in 101 minutes.",
    "**The Matrix** (1999) stars Keanu Reeves, Carrie-Anne Moss and Laurence Fishburne.",
    "It has an audience rating of 8.7 out of 10.",
    "A hacker finds out that his world is a simulation.",
    "I picked **Heat** (1995) because you asked for something tense.",
    "You mentioned Tom Hanks; none of these has him, I am afraid.",
    "If you liked the dread of Alien, **The Matrix** (1999) has some of it.",
    "Perfect with popcorn.",
    "Would you rather have something newer?",
    "Those are my three for tonight.",
    "**Groundhog Day** (1993) takes place on one day, over and over.",
    "All three are from the 1990s.",
    "Val Kilmer and Ashley Judd are in it too.",
)
FALSE_COMPARED = (
    "Heat is shorter than The Matrix.",
    "The Matrix is longer than Heat.",
    "Heat is the shortest of the three.",
    "Groundhog Day is the longest of the three.",
    "Groundhog Day is the newest of them.",
    "The Matrix is the oldest of these.",
    "Heat is newer than The Matrix.",
    "Groundhog Day is newer than both of the others.",
    "The Matrix is older than Groundhog Day.",
    "Groundhog Day is the highest rated of the three.",
    "Heat is rated higher than The Matrix.",
    "The Matrix is the worst rated of them.",
    "Heat came out before Groundhog Day.",
    "The Matrix came out before Heat.",
    "Heat came out after The Matrix.",
    "Heat is 90 minutes longer than The Matrix.",
    "The Matrix came out ten years after Heat.",
    "The shortest is Heat.",
    "The longest is Groundhog Day, the shortest Heat.",
    "Groundhog Day runs longer than the other two.",
    "The newest of the three is Heat.",
    "If you want the shortest film, take Heat.",
    "Of these, only Heat is a comedy.",
    "Heat is the only comedy among them.",
    "Unlike Groundhog Day, Heat is a comedy.",
    "Both Heat and The Matrix are comedies.",
    "All three are comedies.",
    "All three are thrillers.",
    "The other two are comedies.",
    "Neither The Matrix nor Groundhog Day is a comedy.",
    "None of them is a comedy.",
    "Groundhog Day is not a comedy.",
    "Heat isn't a thriller.",
    "Heat is a comedy.",
    "Heat is a science-fiction film.",
    "Groundhog Day is a thriller.",
    "Groundhog Day is a gripping crime thriller.",
    "The Matrix is a romance.",
    "The Matrix is a love story.",
    "Heat is a cartoon for kids.",
    "Heat is an animated adventure.",
    "Groundhog Day is a war film.",
    "The Matrix is a documentary.",
    "Heat is in French.",
    "The Matrix is a Japanese film.",
    "Heat is a British crime film.",
    "Heat was made in Italy.",
    "Heat comes from Spain.",
    "Groundhog Day is set in 1944 and was made in Germany.",
    "The third one is the longest.",
    "The first one is a comedy.",
    "The second came out in 1995.",
    "The third is a thriller.",
    "The Matrix is just as long as Heat.",
    "Heat and Groundhog Day are equally long.",
    "Heat and The Matrix are from the same year.",
    "Heat and The Matrix have the same director.",
    "Heat is better rated than The Matrix.",
    "Nothing here is longer than Groundhog Day.",
    "No film here is over two hours.",
    "All of them are under two hours.",
    "Each is shorter than the last.",
    "Heat is a sequel.",
    "Heat is silent.",
    "Heat is in black and white.",
    "Heat is the director's debut.",
    "Heat is Michael Mann's last film.",
    "Heat is suitable for small children.",
    "Heat is rated PG.",
    "The Matrix is a four-hour epic.",
    "The Matrix takes two and a half hours longer.",
)
FALSE_ABROAD = (
    "Heat dauert zwei Stunden.",
    "Heat ist kürzer als The Matrix.",
    "Groundhog Day ist der längste der drei Filme.",
    "Heat ist eine Komödie.",
    "Heat wurde von Christopher Nolan gedreht.",
    "Heat ist ein französischer Film.",
    "Heat erschien 2003.",
    "Schau dir Zardonia an.",
    "Die Hauptrolle spielt Tom Hanks.",
    "Der Film gewann zwei Oscars.",
    "Heat est plus court que The Matrix.",
    "Groundhog Day est le plus long des trois.",
    "Heat est une comédie.",
    "Heat est un film français.",
    "Heat est sorti en 2003.",
    "Heat dure deux heures.",
    "Avec Tom Hanks dans le rôle principal.",
    "Regardez Zardonia.",
    "Heat es más corta que The Matrix.",
    "Groundhog Day es la más larga de las tres.",
    "Heat es una comedia.",
    "Heat es una película francesa.",
    "Heat se estrenó en 2003.",
    "Heat dura dos horas.",
    "Con Tom Hanks como protagonista.",
    "Ganó dos premios Óscar.",
    "The Matrix è un film italiano.",
    "Heat é uma comédia.",
    "Groundhog Day es un thriller de terror.",
    "Groundhog Day ist ein Horrorfilm.",
    "Groundhog Day ist ein Kriegsfilm.",
    "The Matrix est un western.",
    "Heat ist ein Zeichentrickfilm.",
    "Der beste Film von Steven Spielberg.",
    "Heat stammt aus dem Jahr 1985.",
    "The Matrix ist älter als Heat.",
    "The Matrix es más antigua que Heat.",
    "The Matrix est plus ancien que Heat.",
)
TRUE_BUT_LOST = (  # they would need an understanding of the sentence that the checks do not have
    "The Matrix is an American-Australian film.",
    "If three hours are too long, The Matrix is shorter.",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(read_demo())


@pytest.fixture
def listed(catalogue: Catalogue, titles: TitleFinder) -> Grounding:
    by_title = {movie.title: movie for movie in catalogue}
    picks = [by_title[title] for title in ("Heat", "The Matrix", "Groundhog Day")]
    message = "I loved Alien, something tense from the 80s, with Tom Hanks if possible"
    return Grounding(picks, [by_title["Alien"]], message, titles)


@pytest.fixture(scope="module")
def titles(catalogue: Catalogue) -> TitleFinder:
    return TitleFinder(catalogue, {movie.movie_id: movie.popularity or 0.0 for movie in catalogue})


def held(text: str, grounding: Grounding) -> str:
    return "".join(sentence for sentence, _ in grounding.passed([text]))


@pytest.mark.parametrize("sentence", [*TRUE_COMPARED, *TRUE_ABROAD, *TRUE_PLAIN])
def test_a_true_sentence_passes(sentence: str, listed: Grounding) -> None:
    assert held(sentence, listed) == sentence


@pytest.mark.parametrize("sentence", [*FALSE_COMPARED, *FALSE_ABROAD])
def test_a_false_sentence_never_passes(sentence: str, listed: Grounding) -> None:
    assert held(sentence, listed) == ""


@pytest.mark.parametrize("sentence", TRUE_BUT_LOST)
def test_what_cannot_be_checked_is_not_shown(sentence: str, listed: Grounding) -> None:
    assert held(sentence, listed) == ""


def test_a_comparison_without_its_film_is_said_of_the_film_before(listed: Grounding) -> None:
    said = "**The Matrix** (1999) is clever. It is shorter than Heat. It is newer than Heat."
    assert held(said, listed) == said
    assert not held("Heat is tense. It is shorter than The Matrix.", listed).endswith("Matrix.")


def test_the_words_of_a_prompt_and_keys_are_not_repeated(listed: Grounding, catalogue: Catalogue) -> None:
    private = phrases("Recommend only films that stand in the list, the best first.")
    grounding = Grounding(list(catalogue)[:3], [], "", TitleFinder(catalogue, {}), private=private)
    assert held("I recommend only films that stand in the list.", grounding) == ""
    assert held("I recommend these.", grounding) == "I recommend these."
    for secret in ("The key is sk-abcdefgh.", "It is OPENAI_API_KEY.", "Use a1b2c3d4e5f6a7b8c9."):
        assert held(secret, listed) == ""


def test_a_person_whose_name_is_that_of_an_award_is_no_award() -> None:
    actor = Movie(1, "Quiet Lanes", 2013, ("Drama",), cast=("Oscar Isaac", "Emmy Rossum"))
    other = Movie(2, "Two Weddings", 2001, ("Comedy",))
    grounding = Grounding([actor, other], [], "", TitleFinder(Catalogue([actor, other]), {}))
    assert grounding.check("**Quiet Lanes** (2013) stars Oscar Isaac and Emmy Rossum.") == (actor,)
    for lie in ("**Quiet Lanes** won an Oscar.", "**Two Weddings** stars Oscar Isaac.", "Oscar Isaac won an Oscar."):
        assert grounding.check(lie) is None


def test_it_is_the_pick_rather_than_a_liked_movie_that_explains_it() -> None:
    pick, liked = Movie(1, "Quiet Lanes", 2013, runtime_minutes=88), Movie(2, "Two Weddings", 2001, runtime_minutes=130)
    titles = TitleFinder(Catalogue([pick, liked]), {})
    for minutes, holds in ((88, True), (130, False)):
        grounding = Grounding([pick], [liked], "", titles, {1: "you liked Two Weddings"})
        assert grounding.check("**Quiet Lanes** (2013), because you liked Two Weddings.") is not None
        assert (grounding.check(f"But it runs {minutes} minutes.") is not None) == holds
