"""Finds text that gives orders to a language model, so that no model is shown it: texts are read, not obeyed.

A film's text ends before such a sentence. A message is answered by rules alone, which obey nothing; that costs the
person little, so what counts as an order in a message is generous.
"""

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterable

from data.movies import Catalogue, Movie

MOST_SEARCHED = 6000  # characters of a text
_MODEL = r"(?:assistants?|chat ?bots?|(?:large )?language models?|llms?|(?:an? |the )ai(?: models?)?)"
_RULES = (
    r"(?:instructions?|prompts?|rules|guidelines?|guardrails|restrictions|directives?|constraints|programming|training"
    r"|exclusions|filters|orders|catalogue|catalog|safety)"
)
_LINKS_AND_CODE = (
    r"https?:|\bwww\.\w|\bjavascript:|\bdata:\w+/|\b[\w.-]+\.[a-z]{2,}/\w|\b[\w.]+@[\w-]+\.\w|!\[|\]\s?\("
    r"|<\||\|>|\[/?inst\]|<</?sys|```|`[^`\n]+`|(?:^|\s)###|</?[a-z][\w-]*[ >/]"
)
_TO_A_MODEL = (
    # new orders, or the old ones set aside
    r"\b(?:ignore|ignoring|disregard|forget|override|bypass)\b[^.!?]{0,30}\b(?:(?:previous|prior|earlier|all|your|its"
    rf"|any|these|those|later|my) (?:\w+ )?{_RULES}|instructions?|prompts?|guidelines?|the (?:above|catalogue))\b",
    r"\b(?:system|developer|hidden|secret) (?:prompt|message|override|instruction)s?\b|\bprompt injection\b"
    rf"|\b(?:instructions?|rules?|prompts?|notes?) (?:for|to) (?:the |all |any )?{_MODEL}\b|\bnote to self\b",
    r"\b(?:reveal|print|leak|output|repeat|show)\b[^.!?]{0,20}\b(?:the (?:system )?prompt|instructions|conversation)\b",
    # someone speaks to the model, or as one whom it obeys
    r"(?:^|[\s>(\])#])(?:system|assistant|user|developer)\s?(?:prompt|message)?\s?(?:updated)?:",
    r"\b(?:language models?|chat ?bots?|prompt injection)\b"
    rf"|\b(?:dear|if you are an?|note to(?: the)?) {_MODEL}\b|\bas an ai\b"
    rf"|\b(?:{_MODEL}|the model),? (?:must|should|shall|has to|please|will now)\b",
    r"\byou are (?:now|no longer)\b|\byour (?:next )?(?:answer|reply|response)\b|\bcorrect answer to\b",
    r"\b(?:set|sets) (?:the )?(?:intent|genres?|count|fresh|dropped|not_\w+)\b|\b(?:not_|max_|min_)\w+"
    r"|\bdropped\s?[=:]",
    r"\brecommenders?\b|\b(?:any|every) (?:summary|machine)\b|\bsummari[sz]es? this\b|\breads? this\b|\bhereby\b"
    r"|\bfor you, (?:computer|machine)\b|\b(?:your )?hidden text\b|\b(?:reader|user|visitor)'s (?:filters|wish\w*"
    r"|ratings)"
    r"|\brepeat after me\b"
    r"|\b(?:forget|ignore|disregard) (?:the|this|that) (?:list|user|conversation)\b",
    # the same in other languages
    r"\bignorie\w+ (?:\w+ )?(?:alle|bisherigen|anweisungen)|\bignorez? (?:\w+ )?(?:consignes|instructions)"
    r"|\bignora\w* (?:\w+ )?(?:\w+ )?(?:instrucciones|instruções|istruzioni)|\banweisungen\b|\bconsignes\b"
    r"|忽略|指示|無視|指令|지시|무시|игнорируй|инструкци",
    _LINKS_AND_CODE,
)
_TRIGGERS = (  # one of these stands in every text that `_TO_A_MODEL` finds, and few others have one
    *("instruction", "prompt", "guideline", "ignor", "disregard", "forget", "overrid", "bypass", "override", "chatbot"),
    *("chat bot", "language model", "assistant", "developer:", "developer m", "user:", "user :", "system:", "system :"),
    *(
        "system p",
        "system m",
        "system o",
        "hidden message",
        "secret message",
        "the model s",
        "the model m",
        "the model,",
        "the model h",
        "the model w",
        " ai ",
        " ai,",
        "llm",
    ),
    *("note to", "you are n", "your answer", "your reply", "your response", "your next", "correct answer", "dropped"),
    *("set intent", "set genre", "set count", "set fresh", "set the ", "sets ", "set not", "not_", "max_", "min_"),
    *("anweisung", "consignes", "忽略", "指", "無視", "지시", "무시", "игнор", "инструк", "the conversation"),
    *("recommender", "any summary", "every summary", "any machine", "every machine", "mmarises this", "mmarizes this"),
    *(
        "read this",
        "reads this",
        "hereby",
        "for you, ",
        "hidden text",
        "'s filters",
        "'s wish",
        "'s ratings",
        "please ",
    ),
    *(
        "repeat after me",
        "http",
        "www.",
        "javascript",
        "data:",
        "@",
        "![",
        "](",
        "] (",
        "<",
        "|>",
        "[inst",
        "[/inst",
        "`",
        "###",
    ),
)
_IN_A_MESSAGE = (
    *_TO_A_MODEL,
    rf"\b(?:ignor(?:e|ing)|disregard|forget|override|bypass|skip|delete|void)\b[^.!?]{{0,40}}\b{_RULES}\b",
    r"\b(?:ignore|disregard|forget|repeat|print|summari[sz]e|translate)\b[^.!?]{0,20}\b(?:above|before this"
    r"|preceding)\b",
    rf"\b(?:your|hidden|secret|initial|original|system|developer|new|following) {_RULES}\b",
    r"\b(?:developer|maintenance|debug|god|admin|root|sudo) mode\b|\bjail ?break\w*|\bdan\b.{0,20}\banything\b",
    r"\bsystem\b.{0,20}\b(?:override|prompt)|\bprompt\b|\bnew rule\b|\bthe rule\b|\bfilters\b",
    # another role
    r"\byour (?:new |real )?(?:role|name|persona|task|job) is\b|\byou (?:act|behave|speak) (?:as|like|only)\b"
    r"|\byou sell\b",
    r"\b(?:act|behave|respond|speak|answer|reply) (?:as|like|only)\b|\bpretend (?:you|to be|that|the)\b|\bbe my\b"
    r"|\blet'?s play a game\b|\broleplay\b|\bsimulate\b",
    r"\bi(?:'m| am) (?:the|your|an?) (?:\w+ )?(?:developer|admin\w*|creator|owner|engineer)\b|\bauthori[sz]ed to\b",
    # words prescribed
    r"(?<!\bi )(?<!\bwe )\b(?:say|print|output|repeat|respond|reply|answer|write|spell|append|echo|confirm|complete"
    r"|end)\b"
    r"[^.!?]{0,60}(?::|\b(?:exactly|word for word|verbatim|nothing else|(?:answer|reply|response|sentence|output"
    r"|message)s?"
    r"|capital letters|backwards|code|the (?:word|words|text|phrase|letters?|number)|everything with))(?:\W|$)",
    r"\byou (?:must|have to|shall|will|always) (?:now )?(?:say|tell|answer|reply|recommend|claim|print|praise)\b"
    r"|\b(?:say|tell|claim|write)\b[^.!?]{0,20}\bthat (?:all|every|each|this|the)\b|\bevery (?:answer|user|reply)\b"
    r"|\b(?:from (?:now|here|my next \w+) on|for the rest of|next time|whatever i|when i say"
    r"|remember this)\b[^.!?]{0,40}"
    r"\b(?:you|your|tell|answer|say|ask|include|recommend|reply|rule|claim|print|conversation)\b",
    r"\b(?:write|compose) (?:me )?an? (?:poem|essay|song|letter|code|script|email|joke)\b"
    r"|\bif you understand me\b|\bby saying\b",
    r"\b(?:say|write|print|shout|repeat|phrase|words?)\b[^.!?,]{0,20}(?<!\w)['\"“‘]\w|\b(?:whenever|each time"
    r"|every time) you\b"
    r"|\bexclusions\b",
    # secrets, machines, disguises
    r"\bapi[ _-]?keys?\b|\bpasswords?\b|/passwd\b|\benviron\b|\b[a-z]+_(?:api_)?key\b|\bprevious user\b",
    r"\bbase ?64\b|\brot ?13\b|\bdecode\b|[A-Za-z0-9+/]{24,}={0,2}|\b[a-z]*[013457][a-z]+[013457][a-z0-9]*[a-z]\b",
    r"\bgenres\s?=|\bfunction tool\b|\bstructured output\b|\bcatalogue\b|[\"']\w+[\"']\s?:|=\s?\[|\bmark all\b",
    r"\{\{|\$\{|<%|%>|'; ?--|\bdrop table\b|\.\./|\brm -rf\b|\w+\(|\blet \w = |\bcall (?:the )?(?:phone )?number\b",
    r"\b(?:réponds|antworte|responde|rispondi)\b",
)
_ASKING = r"\bplease (?:put|say|mention|rank|recommend|include|call|add)\b"  # what people may, and films do not
_DATA = re.compile("|".join((*_TO_A_MODEL, _ASKING)), re.IGNORECASE)
_MESSAGE = re.compile("|".join(_IN_A_MESSAGE), re.IGNORECASE)
_PATH = re.compile(r"\.[a-z]{2,}/\w")
_HIDDEN = re.compile(r"[\u200b\u202a-\u202e\u2060-\u2064\u2066-\u2069\U000e0000-\U000e007f]")
_UNSEEN = ("Cc", "Cf", "Co", "Cs")
_JOINERS = "\u200c\u200d"  # of letters in Persian, of emoji
_SENTENCE = re.compile(r"(?<=[.!?。])\s+|\n+")


def plain(text: str) -> str:
    """The text in one line, without characters that control or cannot be seen."""
    seen = (char for char in text if char in _JOINERS or char.isspace() or unicodedata.category(char) not in _UNSEEN)
    return " ".join("".join(seen).split())


def gives_orders(message: str) -> bool:
    """The message speaks to a language model rather than about films, or hides what it says."""
    searched = message[:MOST_SEARCHED]
    return bool(_HIDDEN.search(searched) or _MESSAGE.search(searched))


def obeying_nothing(message: str) -> str:
    """The message without the sentences that give orders; empty where nothing else is left."""
    if not gives_orders(message):
        return message
    rest = " ".join(sentence for sentence in _SENTENCE.split(plain(message)) if not gives_orders(sentence))
    return "" if _HIDDEN.search(message) or gives_orders(rest) else rest


def without_orders(text: str) -> str:
    """A film's text up to the sentence that speaks to a language model, links somewhere or is code."""
    if not _orders(text):
        return text
    return " ".join(itertools.takewhile(lambda sentence: not _orders(sentence), _SENTENCE.split(plain(text))))


def safe(catalogue: Catalogue) -> Catalogue:
    """The catalogue without texts that give orders; nearly all of its movies are the same objects."""
    return Catalogue(_safe(movie) for movie in catalogue)


def _orders(text: str) -> bool:
    lower = text.lower()
    triggered = any(trigger in lower for trigger in _TRIGGERS) or bool(_PATH.search(lower))
    return triggered and bool(_DATA.search(text))


def _safe(movie: Movie) -> Movie:
    names = (*movie.directors, *movie.cast, *movie.keywords, *movie.tags, *movie.alternative_titles)
    everything = "\n".join((movie.title, movie.overview, movie.lead, *names))
    if everything.replace("\n", "").isprintable() and not _orders(everything):
        return movie
    return dataclasses.replace(
        movie,
        title=_title(movie.title) or f"Film {movie.movie_id}",
        overview=without_orders(movie.overview),
        lead=without_orders(movie.lead),
        directors=_kept(movie.directors),
        cast=_kept(movie.cast),
        keywords=_kept(movie.keywords),
        tags=_kept(movie.tags),
        alternative_titles=_kept(movie.alternative_titles),
    )


def _title(title: str) -> str:
    """A title up to where it begins to give orders."""
    found = _DATA.search(title)
    return plain(title[: found.start()] if found else title).strip(" ,.:;-")


def _kept(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(plain(value) for value in values if not _orders(value))
