"""Titles as MovieLens writes them, taken apart; the expected values are written by hand."""

import pytest

from data.checks import ReadReport
from data.movielens import read_movielens
from data.titles import ParsedTitle, parse_title


@pytest.mark.parametrize(
    ("text", "title", "year", "alternatives"),
    [
        ("Toy Story (1995)", "Toy Story", 1995, ()),
        ("Matrix, The (1999)", "The Matrix", 1999, ()),
        ("Separation, A (Jodaeiye Nader az Simin) (2011)", "A Separation", 2011, ("Jodaeiye Nader az Simin",)),
        (
            "City of Lost Children, The (Cité des enfants perdus, La) (1995)",
            *("The City of Lost Children", 1995, ("La Cité des enfants perdus",)),
        ),
        ("Lover, The (Amant, L') (1992)", "The Lover", 1992, ("L'Amant",)),
        ("Besieged (a.k.a. L' Assedio) (1998)", "Besieged", 1998, ("L'Assedio",)),
        ("Boot, Das (Boat, The) (1981)", "Das Boot", 1981, ("The Boat",)),
        (
            "Lives of Others, The (Leben der Anderen, Das) (2006)",
            "The Lives of Others",
            2006,
            ("Das Leben der Anderen",),
        ),
        ("Misérables, Les (1995)", "Les Misérables", 1995, ()),
        ("Mariachi, El (1992)", "El Mariachi", 1992, ()),
        ("Impossible, The (Imposible, Lo) (2012)", "The Impossible", 2012, ("Lo Imposible",)),
        ("Special Day, A (Giornata particolare, Una) (1977)", "A Special Day", 1977, ("Una Giornata particolare",)),
        ("Postman, The (Postino, Il) (1994)", "The Postman", 1994, ("Il Postino",)),
        ("Green Butchers, The (Grønne slagtere, De) (2003)", "The Green Butchers", 2003, ("De Grønne slagtere",)),
        (
            "Vitelloni, I (a.k.a. The Young and the Passionate) (1953)",
            "I Vitelloni",
            1953,
            ("The Young and the Passionate",),
        ),
        (
            "Rome, Open City (a.k.a. Open City) (Roma, città aperta) (1945)",
            *("Rome, Open City", 1945, ("Open City", "Roma, città aperta")),
        ),
        (
            "European Vacation (aka National Lampoon's European Vacation) (1985)",
            *("European Vacation", 1985, ("National Lampoon's European Vacation",)),
        ),
        (
            "Bride of Frankenstein, The (Bride of Frankenstein) (1935)",
            "The Bride of Frankenstein",
            1935,
            ("Bride of Frankenstein",),
        ),
        ("Lord of the Rings: The Two Towers, The (2002)", "The Lord of the Rings: The Two Towers", 2002, ()),
        ("Crow, The: Wicked Prayer (2005)", "The Crow: Wicked Prayer", 2005, ()),
        ("Death Note: Desu nôto (2006–2007)", "Death Note: Desu nôto", 2006, ()),
        ("Fawlty Towers (1975-1979)", "Fawlty Towers", 1975, ()),
        ("Big Little Lies (2017– )", "Big Little Lies", 2017, ()),
        ("Assembly (Ji jie hao) (2007) ", "Assembly", 2007, ("Ji jie hao",)),
        ("Blind Side, The  (2009)", "The Blind Side", 2009, ()),
        ("Mona (Mona ja palavan rakkauden aika) (1983))", "Mona", 1983, ("Mona ja palavan rakkauden aika",)),
        ("(500) Days of Summer (2009)", "(500) Days of Summer", 2009, ()),
        ("(Untitled) (2009)", "(Untitled)", 2009, ()),
        ("Frontière(s) (2007)", "Frontière(s)", 2007, ()),
        ("1-900 (06) (1994)", "1-900 (06)", 1994, ()),
        (
            "Hotel Chevalier (Part 1 of 'The Darjeeling Limited') (2007)",
            "Hotel Chevalier (Part 1 of 'The Darjeeling Limited')",
            2007,
            (),
        ),
        (
            "Birdman: Or (The Unexpected Virtue of Ignorance) (2014)",
            "Birdman: Or (The Unexpected Virtue of Ignorance)",
            2014,
            (),
        ),
        ("Evangelion: 1.0 You Are (Not) Alone (Jo) (2007)", "Evangelion: 1.0 You Are (Not) Alone", 2007, ("Jo",)),
        ("Paris, Texas (1984)", "Paris, Texas", 1984, ()),
        ("One, Two, Three (1961)", "One, Two, Three", 1961, ()),
        ("1984 (1956)", "1984", 1956, ()),
        ("2001: A Space Odyssey (1968)", "2001: A Space Odyssey", 1968, ()),
        ("Babylon 5", "Babylon 5", None, ()),
        ("Kiss (me (twice)) (2001)", "Kiss", 2001, ("me (twice)",)),
        ("Broken ) bracket (2001)", "Broken ) bracket", 2001, ()),
        ("Open ( bracket (2001)", "Open ( bracket", 2001, ()),
        ("Kolya (KOLYA) (1996)", "Kolya", 1996, ()),
        (", The (1999)", "The", 1999, ()),
        ("", "", None, ()),
    ],
)
def test_titles_are_taken_apart(text, title, year, alternatives):
    assert parse_title(text) == ParsedTitle(title, year, alternatives)


@pytest.mark.real
def test_no_article_stays_behind_in_the_real_titles(real_data):
    movies = read_movielens(real_data / "ml-latest-small", ReadReport()).movies
    titles = [title for movie in movies for title in (movie.title, *movie.alternative_titles)]
    assert [
        title for title in titles if title.endswith((", The", ", A", ", An", ", La", ", Le", ", Les", ", L'", ", Die"))
    ] == []
    assert [title for title in titles if title != title.strip() or "  " in title or "a.k.a" in title] == []
