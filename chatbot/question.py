"""What a question about movies asks beyond its topic, as far as the words of the message show it."""

import dataclasses
import re
from typing import Literal, TypeAlias

from chatbot.conversation import Mood, Topic
from chatbot.lexicon import GENRE_WORDS, MOOD_WORDS, genres_of
from chatbot.small_talk import TOPICS

Asked: TypeAlias = (
    Topic
    | Literal[
        "ending",
        "which",
        "awards",
        "money",
        "where",
        "series",
        "source",
        "crew",
        "country",
        "person",
        "mood",
        "genre",
        "content",
        "other",
    ]
)
Measure: TypeAlias = Literal["shortest", "longest", "newest", "oldest", "best", "worst"]

_CUES: dict[Asked, str] = {
    "ending": r"how (?:does|did|do) .*\bends?\b|\bending\b|\bends? (?:well|badly|happily)"
    r"|\b(?:who|do(?:es)?|did|will)\b.*\b(?:dies?|survives?|live|end up)\b"
    r"|\bwho(?:'s| is| was) the (?:killer|murderer)\b|\b(?:who did it|spoil\w*|the twist|twist at the end)\b",
    "awards": r"\b(?:oscars?|awards?|nominat\w+|academy|golden globes?|cannes|baftas?|palme)\b",
    "money": r"\b(?:box[- ]office|gross\w*|budget|earn\w*|how much (?:money )?did .*\b(?:make|cost)|flop)\b",
    "where": r"\b(?:netflix|prime|hulu|disney ?\+|hbo|stream\w*|rent|dvd|blu-?ray|cinemas?|theat(?:er|re)s?"
    r"|where (?:can|could|do) (?:i|we)|available)\b",
    "series": r"\b(?:remakes?|sequels?|prequels?|franchise|trilogy|part of a series|instal?lments?)\b",
    "source": r"\b(?:based on|true story|real (?:events?|story|people)|novel|book|adapt\w+)\b",
    "country": r"\b(?:(?:what|which|in|from) country"
    r"|country (?:is|was|does|did)|nationality|where (?:is|was|does) .*\b(?:from|made))\b",
    "crew": r"\b(?:wrote|writ(?:ten|er|ers)|screenplay|script|compos\w+|music|soundtrack|score by|songs?"
    r"|cinematograph\w*|camera|produc\w+|studio|filmed|shot in|budgeted)\b",
    "content": r"\b(?:sex|sexual|nudity|nude|naked|swear\w*|profanity|drugs?|animals?|dogs?|suicide|rape|smoking)\b",
}
_MEASURES: dict[Measure, str] = {
    "shortest": r"\b(?:shortest|shorter|quickest|least long)\b",
    "longest": r"\b(?:longest|longer)\b",
    "newest": r"\b(?:newest|newer|latest|most recent|more recent)\b",
    "oldest": r"\b(?:oldest|older|earliest)\b",
    "best": r"\b(?:(?:best|better|highest|higher|top)(?:[ -]rated)?)\b",
    "worst": r"\b(?:(?:worst|worse|lowest|lower)(?:[ -]rated)?)\b",
}
_MOOD = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, MOOD_WORDS), key=len, reverse=True))})(?![\w-])")
_PERSON = re.compile(
    r"\b(?:is|was|isn't|wasn't|are|were|does|did|do|has|have)\s+(?P<name>(?!(?:it|this|that|there|the|an?|he|she|they"
    r"|you|i|we|any|anyone|anybody)\b)[^\W\d_][\w.'-]*(?:\s+[^\W\d_][\w.'-]*){0,4}?)\s+(?:really |also |even )*"
    r"(?P<part>in|starring|star|play|playing|appear|appearing|act|acting|direct|make|directing|the director|behind)\b"
)
_ANY_BY = re.compile(
    r"\bany of (?:them|these|those) (?P<part>by|with|directed|made|star|starring)(?: by)?"
    r" (?P<name>[^\W\d_][\w.' -]*?)\W*$"
)
_GENRE = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, GENRE_WORDS), key=len, reverse=True))})(?![\w-])")
_LOOSE: dict[Topic, str] = {  # of a question that has no other topic
    "suitable": r"\b(?:kids?|children|child|sons?|daughters?|toddlers?|year[- ]olds?|teenagers?|the whole family)\b",
    "rating": r"\b(?:good|worth|overrated|underrated|popular|like it|enjoy it|think of|opinion|rates?|reviews?"
    r"|scores?)\b",
    "cast": r"\b(?:leads?|leading|main role|main characters?|protagonist|stars?)\b",
    "year": r"\bwhen(?:'s)?\b|\b(?:year|release)\b",
    "director": r"\b(?:director|directed|made by|(?:film-?)?makers?|creators?)\b",
    "language": r"\b(?:language|subtitles|subtitled|dubbed)\b",
    "runtime": r"\b(?:minutes|runtime|length|hours)\b",
}
_MADE_PART = re.compile(
    r"\b(?:made|did|wrote|composed|created|sang|behind) the (?:music|score|soundtrack|songs?|script)\b"
)
_OF_ALL = re.compile(
    r"\b(?:which|what|who)\b.*\b(?:one is|ones? (?:has|runs)|of (?:these|those|them|the (?:two|three|four|five)))\b"
    r"|\bof (?:these|those|them)\b|\bare (?:any of )?(?:these|those|they)\b"
)
_OPEN = re.compile(
    r"\b(?:tell (?:me|us)|describe|more about|about|info\w*|details?|know of|heard of|know|what(?:'s| is| was| are)"
    r"|who(?:'s| is)|summar\w+|facts?|explain|recommend)\b"
)
_SPECIFIC = re.compile(
    r"\b(?:what|which|who|whose|whom|where|when|why|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """A question about movies.

    Attributes:
        asked: its topic, or what the catalogue has no topic for; other: a question that nothing here understands.
        moods: how the movie is asked to be ("is it scary?").
        person: the name asked after, in lower case; empty without one.
        directs: the name is asked after as a director.
        measure: by what several movies are compared ("which is the shortest?").
        claims: the measure is said of the first of them ("is A longer than B?").
        genres: those that the movie is asked to have ("is it a western?").
        word: the word that shows what is asked for; empty where a topic does.
    """

    asked: Asked
    moods: tuple[Mood, ...] = ()
    person: str = ""
    directs: bool = False
    measure: Measure | None = None
    claims: bool = False
    genres: tuple[str, ...] = ()
    word: str = ""


def asks_of_all(message: str) -> bool:
    """The question is about the whole list: "which of these is the shortest"."""
    return bool(_OF_ALL.search(message.lower()))


def read_question(message: str, topic: Topic, titles: tuple[str, ...] = ()) -> Question:
    """What a message asks of movies with these titles, which are no part of the question."""
    text = " ".join(message.lower().replace("\u2019", "'").split())
    for title in sorted(titles, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(title.lower())}(?!\w)", "it", text)
    text = re.sub(r"\b(?:no|without(?: any)?|don't|avoid(?:ing)?|free of) spoil\w*|\bspoiler[- ]free\b", "", text)
    if topic in TOPICS and titles and not re.search(TOPICS[topic], text):  # a word of the title, "Toy Story", was meant
        topic = next((name for name, cue in TOPICS.items() if re.search(cue, text)), "all")
    measure = next((name for name, cue in _MEASURES.items() if re.search(cue, text)), None)
    if measure and len(titles) > 1 and re.search(r"\b(?:which|what|what's|who|is|are|was|of|the)\b", text):
        return Question("which", measure=measure, claims=bool(re.match(r"\W*(?:is|was)\b.* than\b", text)))
    person = _PERSON.search(text) or _ANY_BY.search(text)
    if person is not None and topic in ("all", "cast", "director") and not _MOOD.fullmatch(person["name"]):
        directs = person["part"] in ("direct", "make", "directing", "the director", "behind", "by", "directed", "made")
        return Question("person", person=person["name"], directs=directs)
    for asked, cue in _CUES.items():
        found = re.search(cue, text)
        if found and not (asked == "crew" and topic in ("director", "cast") and not _MADE_PART.search(text)):
            return Question(asked, word=found[0])
    moods = tuple(dict.fromkeys(MOOD_WORDS[match[0]] for match in _MOOD.finditer(text)))
    if moods and topic in ("all", "genres", "suitable") and _SPECIFIC.search(text):
        first = _MOOD.search(text)
        return Question(topic if topic == "suitable" else "mood", moods, word=first[0] if first else "")
    genre = _GENRE.search(text)
    if genre and topic in ("all", "genres") and re.match(r"\W*(?:(?:so|and|but)\W+)?(?:is|was|isn't)\b", text):
        return Question("genre", genres=genres_of(genre[0]))
    loose = next((name for name, cue in _LOOSE.items() if topic == "all" and re.search(cue, text)), None)
    if loose:
        return Question(loose)
    if topic == "all" and _SPECIFIC.search(text) and not _OPEN.search(text):
        return Question("other")
    return Question(topic)
