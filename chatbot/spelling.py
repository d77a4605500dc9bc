"""Apostrophes that people leave out, and misspelt words for genres and moods: "dont", "thriler", "romantc"."""

import re
from collections.abc import Callable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.lexicon import DECADES, GENRE_WORDS, MOOD_WORDS
from chatbot.scan import FILLER

_APOSTROPHES = {
    **{
        "im": "i'm",
        "ive": "i've",
        "dont": "don't",
        "doesnt": "doesn't",
        "dosnt": "doesn't",
        "didnt": "didn't",
        "cant": "can't",
    },
    **{"isnt": "isn't", "wasnt": "wasn't", "havent": "haven't", "couldnt": "couldn't", "wouldnt": "wouldn't"},
    **{"hasnt": "hasn't", "hadnt": "hadn't", "arent": "aren't", "werent": "weren't", "shouldnt": "shouldn't"},
    **{"wont": "won't", "youve": "you've", "weve": "we've", "theyre": "they're", "hes": "he's", "shes": "she's"},
    **{"whats": "what's", "whos": "who's", "thats": "that's", "theres": "there's", "lets": "let's", "youre": "you're"},
    **{
        "nothin": "nothing",
        "somethin": "something",
        "anythin": "anything",
        "nowt": "nothing",
        "owt": "anything",
        "summat": "something",
        "wif": "with",
        "wiv": "with",
    },
    **{"tonite": "tonight", "plz": "please", "abt": "about", "bout": "about", "frm": "from", "b4": "before"},
}
_WORD = re.compile(r"(?<![\w'’-])[^\W\d_]+(?:-[^\W\d_]+)?(?![\w'’-])")
_SHORTEST = 5  # letters of a word that may be misspelt
_MEANT = frozenset((*GENRE_WORDS, *MOOD_WORDS, *DECADES))
_TARGETS = sorted(word for word in _MEANT if len(word) > _SHORTEST and " " not in word and word not in FILLER)


_ASKING = (
    "recommend recommendation recommendations suggest suggestion suggestions something anything without please".split()
)
_SIGNS = (  # what stands for a word, and the word
    (re.compile(r"(?<=[a-z] )'?n'? (?=[a-z])"), "and "),
    (
        re.compile(rf"^\W*too (?=(?:{'|'.join(re.escape(word) for word in GENRE_WORDS if word.endswith('s'))})\b)"),
        "two ",
    ),
    (re.compile(r"\bform (?=the (?:19|20)?\d0'?s)"), "from "),
    (
        re.compile(
            r"\b(?:not|nothing) to (?=(?:long|short|old|new|scary|dark|sad|violent|serious|heavy|silly|slow)\b)"
        ),
        "not too ",
    ),
    (re.compile(r"\bw/o(?:ut)?\b", re.IGNORECASE), "without"),
    (re.compile(r"\bw/ ?(?=\w)", re.IGNORECASE), "with "),
    (re.compile(r"(?:>=|=>|\u2265) ?(?=(?:19|20)\d\d\b)"), "since "),
    (re.compile(r"(?:<=|=<|\u2264) ?(?=(?:19|20)\d\d\b)"), "until "),
    (re.compile(r"> ?(?=(?:19|20)\d\d\b)"), "after "),
    (re.compile(r"< ?(?=(?:19|20)\d\d\b)"), "before "),
    (re.compile(r"(?:>=|=>|\u2265) ?(?=\d)"), "at least "),
    (re.compile(r"(?:<=|=<|\u2264) ?(?=\d)"), "at most "),
    (re.compile(r"< ?(?=\d{2,3}\b|\d+ ?(?:m|h))"), "under "),
    (re.compile(r"> ?(?=\d+ ?(?:m|h))"), "over "),
    (re.compile(r"<=? ?(?=(?:18|19|20)\d\d\b)"), "before "),
    (re.compile(r"> ?(?=(?:18|19|20)\d\d\b)"), "after "),
    (re.compile(r">= ?(?=(?:18|19|20)\d\d\b)"), "since "),
    (re.compile(r"(?<![\w!?.])! ?(?=[a-z])"), "no "),
    (
        re.compile(rf"(?<=[\w,] )-(?=(?:{'|'.join(sorted(map(re.escape, GENRE_WORDS), key=len, reverse=True))})\b)"),
        "no ",
    ),
)


def corrected(message: str, known_word: Callable[[str], bool]) -> str:
    """The message with those words as they are meant, and signs as words ("w/o", "<").

    A word is taken for a misspelt genre or mood only if no text of the catalogue uses it, it begins with the same
    letter, and one letter is missing, added, wrong or swapped (two in a word of nine letters or more).
    """

    def right(match: re.Match[str]) -> str:
        word = match[0].lower()
        if word in _APOSTROPHES:
            return _APOSTROPHES[word]
        if not _SHORTEST <= len(word) <= 20 or word in FILLER or word in _MEANT:
            return match[0]
        near = process.extractOne(
            word, (*_TARGETS, *_ASKING), scorer=OSA.distance, score_cutoff=2 if len(word) >= 9 else 1
        )
        return near[0] if near and near[0][0] == word[0] and not known_word(word) else match[0]

    message = message.replace("\u2019", "'").replace("\u2018", "'")
    for sign, word in _SIGNS:
        message = sign.sub(word, message)
    return _WORD.sub(right, message)
