"""What the first sentences of an encyclopedia article say of a film: directors, countries, language.

Precise rather than complete: a phrase that is not surely understood gives nothing.
"""

import re
from collections.abc import Sequence

COUNTRIES = {
    **{"American": "US", "British": "GB", "English": "GB", "Scottish": "GB", "Welsh": "GB", "Irish": "IE"},
    **{"Canadian": "CA", "Australian": "AU", "New Zealand": "NZ", "South African": "ZA", "French": "FR"},
    **{"German": "DE", "West German": "DE", "East German": "DE", "Austrian": "AT", "Swiss": "CH", "Belgian": "BE"},
    **{"Dutch": "NL", "Luxembourgish": "LU", "Italian": "IT", "Spanish": "ES", "Portuguese": "PT", "Greek": "GR"},
    **{"Swedish": "SE", "Norwegian": "NO", "Danish": "DK", "Finnish": "FI", "Icelandic": "IS", "Polish": "PL"},
    **{"Czech": "CZ", "Czechoslovak": "CS", "Hungarian": "HU", "Romanian": "RO", "Bulgarian": "BG", "Serbian": "RS"},
    **{"Yugoslav": "YU", "Croatian": "HR", "Bosnian": "BA", "Soviet": "SU", "Russian": "RU", "Ukrainian": "UA"},
    **{"Turkish": "TR", "Israeli": "IL", "Iranian": "IR", "Lebanese": "LB", "Egyptian": "EG", "Moroccan": "MA"},
    **{"Tunisian": "TN", "Nigerian": "NG", "Indian": "IN", "Pakistani": "PK", "Chinese": "CN", "Hong Kong": "HK"},
    **{"Taiwanese": "TW", "Japanese": "JP", "South Korean": "KR", "Thai": "TH", "Vietnamese": "VN", "Filipino": "PH"},
    **{"Indonesian": "ID", "Malaysian": "MY", "Singaporean": "SG", "Mexican": "MX", "Brazilian": "BR"},
    **{"Argentine": "AR", "Argentinian": "AR", "Chilean": "CL", "Colombian": "CO", "Cuban": "CU", "Peruvian": "PE"},
}
ENGLISH_SPEAKING = frozenset({"US", "GB", "IE", "AU", "NZ"})
LANGUAGES = {
    **{"English": "en", "French": "fr", "German": "de", "Italian": "it", "Spanish": "es", "Portuguese": "pt"},
    **{"Dutch": "nl", "Swedish": "sv", "Norwegian": "no", "Danish": "da", "Finnish": "fi", "Polish": "pl"},
    **{"Czech": "cs", "Hungarian": "hu", "Russian": "ru", "Greek": "el", "Turkish": "tr", "Hebrew": "he"},
    **{"Arabic": "ar", "Persian": "fa", "Hindi": "hi", "Tamil": "ta", "Telugu": "te", "Malayalam": "ml"},
    **{"Bengali": "bn", "Punjabi": "pa", "Marathi": "mr", "Urdu": "ur", "Mandarin": "zh", "Cantonese": "zh"},
    **{"Chinese": "zh", "Japanese": "ja", "Korean": "ko", "Thai": "th", "Vietnamese": "vi", "Yiddish": "yi"},
    **{"Icelandic": "is", "Romanian": "ro", "Serbian": "sr", "Irish": "ga", "Welsh": "cy", "Ukrainian": "uk"},
}
DEMONYM = "|".join(sorted(map(re.escape, COUNTRIES), key=len, reverse=True))
NOT_NEUTRAL = r"(?!(?:films?|movies?|about|of|set|in|on|by|from|with|starring|featuring|and)\b)"
NEUTRAL = rf"(?:(?:\d{{4}}|{NOT_NEUTRAL}[a-z][\w-]*|[A-Z][a-z]+-language|Technicolor|CinemaScope|Pre-Code|Western),? )"
VERB = re.compile(r"\b(?:is|was) an?\b")
ORIGIN = re.compile(
    rf"{VERB.pattern} {NEUTRAL}{{0,6}}((?:{DEMONYM})(?:(?:[-–/ ]|-language |, | and )(?:{DEMONYM}))*)(?!-language)\b"
    r"(?! (?:Civil|Revolution|Foreign|War|Indian|Empire|Resistance|New Wave|language)|-(?!made|produced|style)[A-Z])"
)
FILM = (
    r"\b(?:films?|movies?|documentary|serial|cartoon|comedy|drama|western|musical|thriller|picture|feature|melodrama|biopic|"
    r"short(?! stor))\b"
)
SPOKEN = re.compile(rf"\b({'|'.join(LANGUAGES)})[- ]language\b")

ALSO_DID = r"(?:co-)?(?:written|produced|edited|shot|filmed|scored|photographed|starring|starred|featuring)"
DIRECTED = re.compile(rf"\b[Dd]irected(?:,? (?:and |& )?{ALSO_DID}(?: by)?)*,? by (?:and {ALSO_DID} )?")
NOT_THE_FILM = re.compile(
    r"\b(?:remake|version|adaptation|sequel|prequel|follow-up|spin-off|based|inspired|originally|previously|to be|"
    r"music|art|choreograph\w+|photography|sequences?|scenes?|segments?|portions?|episodes?|play|stage|reboot|re-release)\b",
    re.IGNORECASE,
)
ROLE = (
    r"(?:film ?makers?|(?:[\w-]+[-/])?directors?|brothers|sisters|siblings|animators?|actors?"
    r"|newcomers?|screenwriters?)"
)
PAIRS = {
    **{"Coen": ("Joel", "Ethan"), "Wachowski": ("Lana", "Lilly"), "Farrelly": ("Peter", "Bobby")},
    **{"Hughes": ("Allen", "Albert"), "Russo": ("Anthony", "Joe"), "Safdie": ("Josh", "Benny")},
    **{"Duplass": ("Mark", "Jay"), "Polish": ("Mark", "Michael"), "Spierig": ("Michael", "Peter")},
}
PAIR = re.compile(rf"(?i:the )({'|'.join(PAIRS)})(?:s\b| (?i:brothers|siblings|sisters)\b)")
FILM_ITSELF = re.compile(r"\s*(?:it|this|the film|the movie|the picture)\b")
MONONYMS = frozenset({"McG", "Pitof", "Madonna", "RZA", "Costa-Gavras", "Kogonada", "Tarsem"})
LEADING_ROLE = re.compile(rf"(?:the )?(?:(?:[a-z][\w-]*|{DEMONYM}) ){{0,3}}{ROLE},? (?=[^\W\d_])")
PARTICLES = frozenset(
    {
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "du",
        "van",
        "von",
        "la",
        "le",
        "ten",
        "y",
        "al",
        "los",
        "el",
        "af",
    }
)
SUFFIXES = frozenset({"Jr.", "Sr.", "Jr", "Sr", "II", "III", "IV"})
NO_NAME = frozenset(
    (
        *("Academy", "Award", "Awards", "Emmy", "Pictures", "Picture", "Productions", "Studio", "Studios", "Films"),
        *(
            "Film",
            "Company",
            "Entertainment",
            "Animation",
            "The",
            "A",
            "An",
            "It",
            "Its",
            "In",
            "He",
            "She",
            "They",
            "This",
        ),
        *(
            "Technicolor",
            "Hollywood",
            "Paramount",
            "Universal",
            "MGM",
            "RKO",
            "Metro-Goldwyn-Mayer",
            "Columbia",
            "Pixar",
        ),
        *(
            "Starring",
            "Written",
            "Produced",
            "Corporation",
            "Brothers",
            "Sisters",
            "Inc",
            "January",
            "February",
            "March",
        ),
    )
)
AFTER_NAMES = frozenset(
    (
        *(
            "and",
            "from",
            "with",
            "for",
            "in",
            "who",
            "whose",
            "starring",
            "stars",
            "based",
            "at",
            "about",
            "as",
            "by",
            "that",
        ),
        *(
            "which",
            "on",
            "produced",
            "written",
            "after",
            "under",
            "while",
            "to",
            "released",
            "featuring",
            "during",
            "set",
        ),
        *(
            "through",
            "using",
            "for",
            "is",
            "was",
            "when",
            "where",
            "it",
            "adapted",
            "edited",
            "distributed",
            "scripted",
        ),
        *(
            "via",
            "made",
            "co-directed",
            "filmed",
            "but",
            "before",
            "then",
            "co-written",
            "co-produced",
            "concerning",
            "telling",
            "loosely",
            "photographed",
        ),
    )
)
TOKEN = re.compile(r"[^\s,;:()\[\]]+|[,;:()\[\]]")


def find_directors(text: str) -> tuple[str, ...]:
    """The names after the first "directed by", if it speaks of the film itself: "A", "A and B", "A, B and C"."""
    found = DIRECTED.search(text)
    if not found:
        return ()
    if not text[found.start()].isupper():
        sentence = re.split(r"(?<=[a-z0-9)\"”])\. (?=[A-Z])", text[: found.start()])[-1]
        clause = re.split(r"[,;()]", sentence)[-1]
        about_another = re.match(r"(?:A|The) (?:\w+ )?(?:sequel|remake)", sentence) and not FILM_ITSELF.match(clause)
        if about_another or NOT_THE_FILM.search(re.split(r"\b(?:is|was) ", clause)[-1]):
            return ()
    rest = text[found.end() :]
    if pair := PAIR.match(rest):
        return tuple(f"{first} {pair[1]}" for first in PAIRS[pair[1]])
    if role := LEADING_ROLE.match(rest):
        rest = rest[role.end() :]
    names = _names(TOKEN.findall(rest[:300]))
    if len(names) == 1 and " " not in names[0] and names[0] not in MONONYMS:
        full = re.search(rf"((?:[A-Z][\w.'-]* ){{1,3}}){re.escape(names[0])}\b", text)
        return _names(TOKEN.findall(full[0])) if full else ()
    return names


def find_countries(text: str) -> tuple[str, ...]:
    """ISO 3166 codes by the adjectives in "is a 1995 French-Italian comedy film"."""
    verb = VERB.search(text[:400])
    found = ORIGIN.match(text, verb.start()) if verb else None
    if not found or not re.search(FILM, text[found.end() : found.end() + 120], re.IGNORECASE):
        return ()
    return tuple(dict.fromkeys(COUNTRIES[name] for name in re.findall(DEMONYM, found[1])))


def find_language(text: str) -> str | None:
    """The ISO 639-1 code that "Hindi-language" names; English where all countries speak it; else None."""
    spoken = {LANGUAGES[name] for name in SPOKEN.findall(text)}
    if spoken:
        return spoken.pop() if len(spoken) == 1 else None
    countries = find_countries(text)
    return "en" if countries and ENGLISH_SPEAKING.issuperset(countries) else None


def _names(pieces: Sequence[str]) -> tuple[str, ...]:
    """The names at the beginning of the pieces that follow "directed by"."""
    names: list[list[str]] = [[]]
    joins: list[str] = []  # what stands before each name but the first
    ended = False
    at = 0
    while at < len(pieces) and not ended:
        piece, following = pieces[at], pieces[at + 1] if at + 1 < len(pieces) else ""
        if piece == "," and following in SUFFIXES:
            pass
        elif names[-1] and piece in (",", "and", "&"):
            if piece == "," and following in ("and", "&"):
                at, piece = at + 1, "and"
                following = pieces[at + 1] if at + 1 < len(pieces) else ""
            if not is_name_part(following):
                break
            if "and" in joins:  # "directed by A, and B and C wrote it", or the list of something else
                names = names[:1] if piece != "," else names
                break
            joins.append("and" if piece == "&" else piece)
            names.append([])
        elif is_name_part(piece) or (piece in PARTICLES and is_name_part(following)):
            word, ended = _word(piece)
            names[-1].append(word)
        elif piece in AFTER_NAMES or piece in (";", ":", "(", ")", "[", "]"):
            break
        else:
            names.pop()  # the words before belong to something else, as in "Academy Award winner"
            break
        at += 1
    if "and" not in joins:
        names = names[:1]  # "directed by A, B stars C"
    return _complete(names)


def _complete(names: list[list[str]]) -> tuple[str, ...]:
    """Join the words of each name, lend "Joel and Ethan Coen" its surname; () if one of them is none."""
    if len(names) > 1 and len(names[-1]) == 2 and all(len(name) == 1 for name in names[:-1]):
        names = [*([*name, names[-1][1]] for name in names[:-1]), names[-1]]
    if any(not 1 <= len(name) <= 5 or NO_NAME.intersection(name) or name[0] in COUNTRIES for name in names):
        return ()
    if len(names) > 1 and any(len(name) == 1 for name in names):
        return ()
    return tuple(dict.fromkeys(" ".join(name) for name in names))


def is_name_part(piece: str) -> bool:
    """Whether a word may stand in a name for what it begins with: "Ang", "deMille", "d'Abo"."""
    return bool(re.match(r"(?:[a-z]{1,3}|d['’])?[^\W\d_a-z]", piece)) and any(letter.isupper() for letter in piece[:4])


def _word(piece: str) -> tuple[str, bool]:
    """The word without a sentence's end, and whether it was one: "Hitchcock." is, "J." and "Jr." are not."""
    bare = re.sub(r"\[\d+\]|['’]s$", "", piece)
    if bare in SUFFIXES or re.fullmatch(r"(?:[^\W\d_]\.-?)+", bare):
        return bare, False
    word = re.split(r"[.\"”!?]", bare)[0]
    return word, word != bare
