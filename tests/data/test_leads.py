"""Directors, countries and languages out of first sentences; the sentences are our own."""

import pytest

from data.leads import find_countries, find_directors, find_language


@pytest.mark.parametrize(
    ("text", "directors"),
    [
        ("X is a 1995 drama film directed by Ann Lee.", ["Ann Lee"]),
        ("X is a drama film directed by Ann Lee and Bo Ek.", ["Ann Lee", "Bo Ek"]),
        (
            "X is a drama film directed by Ann Lee, Bo Ek and Cy Moe, and starring Di Poe.",
            ["Ann Lee", "Bo Ek", "Cy Moe"],
        ),
        ("X is a drama film directed by Ann Lee, Bo Ek, and Cy Moe.", ["Ann Lee", "Bo Ek", "Cy Moe"]),
        ("X is a film written and directed by Ann Lee and starring Di Poe.", ["Ann Lee"]),
        ("X is a film directed and written by Ann Lee.", ["Ann Lee"]),
        ("X is a film directed, written by, produced by and starring Ann Lee.", ["Ann Lee"]),
        ("X is a film produced, directed by and starring Ann Lee.", ["Ann Lee"]),
        ("X is a film directed by Ann Lee, produced by Bo Ek and starring Cy Moe.", ["Ann Lee"]),
        ("X is a film. Directed by Ann Lee, the film stars Bo Ek and Cy Moe.", ["Ann Lee"]),
        ("X is a film. Directed by Ann Lee, Castle stars Bo Ek.", ["Ann Lee"]),
        ("X is a film directed by Joel and Ethan Ek.", ["Joel Ek", "Ethan Ek"]),
        ("X is a film directed by brothers Joel and Ethan Ek, about a dog.", ["Joel Ek", "Ethan Ek"]),
        ("X is a film directed by the Ek brothers.", []),
        ("X is a film directed by the Coen brothers.", ["Joel Coen", "Ethan Coen"]),
        ("X is a film written and directed by the Wachowskis. It", ["Lana Wachowski", "Lilly Wachowski"]),
        ("X is a film directed by French director Ann Lee.", ["Ann Lee"]),
        ("X is a film directed by actress-turned-director Ann Lee, and written by Bo Ek.", ["Ann Lee"]),
        ("X is a film directed by Academy Award winner Ann Lee.", []),
        ("X is a film directed by J. J. Ek in his debut.", ["J. J. Ek"]),
        ("X is a film directed by F. W. Ek. It stars Ann Lee.", ["F. W. Ek"]),
        ("X is a film directed by William Ek Jr. and starring Ann Lee.", ["William Ek Jr."]),
        (
            "X is a film directed by Ann Lee, Bo Ek, Jr., Cy Moe and Di Poe.",
            ["Ann Lee", "Bo Ek Jr.", "Cy Moe", "Di Poe"],
        ),
        ("X is a film directed by Guillermo del Ek and Lars von Lee.", ["Guillermo del Ek", "Lars von Lee"]),
        ("X is a film directed by William C. deEk.", ["William C. deEk"]),
        ("X is a film directed by Émile Żuławski-Ek (in his debut).", ["Émile Żuławski-Ek"]),
        ("X is a film directed by Seán O'Ek.", ["Seán O'Ek"]),
        ("X is a film directed by McG.", ["McG"]),
        ("X is a film starring Buster Ek and directed by Ek.", ["Buster Ek"]),
        ("X is a film directed by Zed.", []),
        ("X is a film directed by Ann Lee, and Bo Ek and Cy Moe wrote it.", ["Ann Lee"]),
        ("X is a film directed by Ann Lee with songs by Bo Ek.", ["Ann Lee"]),
        ("X is a remake of the 1974 film directed by Ann Lee.", []),
        ("X is a 2012 remake of the 1984 film, directed by Ann Lee.", ["Ann Lee"]),
        ("X is a 2001 film. A sequel directed by Ann Lee followed.", []),
        ("X is a film with music directed by Ann Lee.", []),
        ("Stage to X is a film directed by Ann Lee.", ["Ann Lee"]),
        ("It is based on a story and was directed by Ann Lee.", ["Ann Lee"]),
        ("X is a film directed by himself.", []),
        ("X is a film directed by Universal Pictures.", []),
        ("X is a film directed by ", []),
        ("X is a film.", []),
        ("", []),
    ],
)
def test_directors_are_found_where_they_are_sure(text, directors):
    assert list(find_directors(text)) == directors


@pytest.mark.parametrize(
    ("text", "countries", "language"),
    [
        ("X is a 1995 American drama film.", ["US"], "en"),
        ("X is a 1995 French comedy film.", ["FR"], None),
        ("X is a 1995 British-American war film.", ["GB", "US"], "en"),
        ("X is an American–West German film.", ["US", "DE"], None),
        ("X is a 1999 Italian, French and Spanish drama film.", ["IT", "FR", "ES"], None),
        ("X is a 2001 Indian Hindi-language drama film.", ["IN"], "hi"),
        ("X is a 2001 English-language French action film.", ["FR"], "en"),
        ("X is a 2006 Japanese-language American war film.", ["US"], "ja"),
        ("X is a 1968 epic South Korean film.", ["KR"], None),
        ("X was a Hong Kong martial arts film.", ["HK"], None),
        ("X is a silent black-and-white American Western film.", ["US"], "en"),
        ("X is a 1995 drama film about American soldiers.", [], None),
        ("X is a 1940 American Civil War film.", [], None),
        ("X is a 1952 Korean War film.", [], None),
        ("X is a 1938 French Foreign Legion film.", [], None),
        ("X is a 1947 drama film. It is a remake of a French comedy film.", [], None),
        ("X is an American novelist.", [], None),
        ("X is a film in Hindi-language and Tamil-language versions.", [], None),
        ("X is a 1995 film.", [], None),
        ("", [], None),
    ],
)
def test_countries_and_languages_are_found_where_they_are_sure(text, countries, language):
    assert list(find_countries(text)) == countries
    assert find_language(text) == language
