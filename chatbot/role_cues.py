"""Words that say what a message means with the movies it names, and how its questions are built."""

import re
from typing import Literal, TypeAlias

from chatbot.scan import either

Role: TypeAlias = Literal["like", "opinion", "seen", "refused", "about", "why"]

CUES: tuple[tuple[Role, str], ...] = (  # before a movie; where two fit at one place, the first
    (
        "about",
        either(
            r"(?:haven't|have not|hasn't|never|not|yet to|didn't) (?:actually |even |yet )?(?:seen?|watch(?:ed)?|saw)",
            r"(?:have|has|had|did|do) (?:you|he|she|they|anyone|your \w+)(?: ever| already| also)* "
            r"(?:seen|see|watch(?:ed)?|heard of|hear of|like|love|enjoy|know|have)",
            *("telling me (?:to watch|about)", "(?:should|going to|want to|about to|wanna|let's|will) (?:watch|see)"),
            *("wants? to (?:watch|see)", "is it like", "(?:feels? like|of|about) (?:watching|seeing)"),
        ),
    ),
    (
        "refused",
        either(
            *(
                "but not",
                "not again",
                "not",
                "no more",
                "(?:anything|everything) (?:but|except)",
                "except(?: for)?|apart from|aside from|barring|save for",
                "other than",
                "instead of",
            ),
            *("skip", "no", "swap(?: out)?", "replace", "drop", "remove", "exchange", "lose", "get rid of", "take out"),
            *(
                "without",
                "(?:don't|do not) want(?: to (?:see|watch))?",
                "(?:had )?enough of",
                "no to",
                "leave(?: out)?",
            ),
            *("rather not (?:watch|see)", "(?:tired|sick|bored) of", "(?:nothing|less|fewer|not) like", "unlike"),
            "stop (?:recommending|suggesting|showing)(?: me)?",
            "(?:don't|do not|never) (?:suggest|recommend|show|give)(?: me)?",
        ),
    ),
    (
        "like",
        either(
            r"(?:something|things?|more|movies?|films?|ones?|stuff|anything|just|kind of|feels?|much|series) "
            r"(?:a bit |just |exactly |kind of |sort of )?like",
            *(
                r"similar (?:in \w+ |(?!to\b)\w+ )?to",
                "such as",
                "in the (?:vein|style|spirit|mood|manner) of",
                "remind(?:s|ed)? me of",
            ),
            *("akin to", "comparable (?:to|with)", r"resembl\w+", r"same (?:\w+ )?as", "along the lines of", "[aà] la"),
            *("cross(?:ed)? (?:with|between)", "mix(?:ture)? of", r"as \w+ as"),
            r"(?:if|someone who|people who|anyone who|who) (?:\w+ )?(?:really |also |just )*"
            r"(?:liked?s?|loved?s?|enjoy(?:s|ed)?)",
            *(
                "(?:for|as|would|do) (?:a )?fans? of",
                "another",
                "the next",
                "(?:better|scarier|funnier|darker|sadder) than",
            ),
            *(
                "mood for something",
                "(?:watch|see|put on|play|show|pick|follow|suggest|recommend) (?:next |me |us |up )?after",
            ),
        ),
    ),
    (
        "seen",
        r"(?:(?:already |have |i've |just |i )?(?:seen|watched|saw|finished|rewatched|know)"
        r"|(?:just|been|after|was|were) watching)",
    ),
    ("like", r"(?:like|than)"),
)
CUE = re.compile("|".join(rf"(?P<c{n}>(?<![\w']){cue}(?![\w]))" for n, (_, cue) in enumerate(CUES)))
WHY = re.compile(
    r"\b(?:why (?:not|no|isn't|isnt|is not|aren't|wasn't|don't|didn't|did you not|do you not|haven't|hide|leave out)"
    r"|why (?:on earth |is|was|did|do|are|have|would) "
    r"|(?:what|how) about(?=(?: \W*(?:the|that|this|a|an|film|movie|then))*\W*$)|what(?:'s| is| was) wrong with"
    r"|how come)"
)
WHY_BEHIND = re.compile(r"\W*(?:why|how come)\b")
NOT_REFUSED = re.compile(r"\b(?:i'm|(?<!that )(?<!which )is|was|it's|have|why)\s+not\s*$")
REFUSED_GAP = re.compile(  # what may stand between a refusal and the movie; _ is a movie
    r"\W*(?:(?:the|an?|any|another|more|to|see|watch|me|that|this|of|all|those|please|again|film|movie|like|itself|for"
    r"|also|either|even|with|_+|and|or|nor)\W+)*"
)
QUESTION = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|so|and|but|hmm|please|can you|could you|then|well|great|thanks)[ ,]+)*"
    + either(
        *(
            "who",
            "when",
            "how (?:long|old|good|many|scary|violent)",
            "what's",
            "which",
            "is",
            "was",
            "are",
            "does",
            "did",
        ),
        *("what (?:is|was|year|language|genre|happens|do)", "(?:would|will) (?:i|we|my|the)", "tell me", "more about"),
        *("describe", "explain", "in what", "can (?:i|we|my|our|a|the|you)", "(?:could|should) (?:i|we)", "has"),
        *("do you know", "the (?:plot|cast|director) of", "and who", "where can", "compare", "what's better"),
    )
    + r"\b"
)
ASKS_OPINION = re.compile(r"\W*(?:\w+\W+){0,2}?(?:is|was|would|will|have|did|what|which|can)\b")
EXAMPLE_BEHIND = re.compile(
    r"^(?: (?:like|esque|style|type|vibes?|kind of (?:film|movie|thing))\b"
    r"|,? but (?!(?:i|we|my|our|he|she|they|not|the|that|only|it|why|who)\b)(?:with |on |in |set )?[\w-]+"
    r"| (?:had|having|have|made) an? (?:[\w-]+ )?(?:baby|child|kid|lovechild)\b"
    r"|.{0,4}\b(?:that|this) (?:sort|kind|type) of (?:thing|stuff|film|movie)"
    r"|.{0,3} (?:or )?(?:any|some)?(?:more|something|thing|others?|stuff)? ?(?:like|of|similar to) (?:that|this|those"
    r"|these|it|them)\b|.{0,3} (?:any|some)thing similar\b"
    r"|.{0,3} (?:something|anything|more|others?|stuff) in (?:that|this|the same)"
    r" (?:vein|style|spirit|mould|mold|line))"
)
COMPARES = re.compile(
    r"\b(?:or|vs|versus|compare|comparing|compared|better|longer|shorter|newer|older|scarier|funnier|difference|than"
    r"|which|darker|sadder)\b"
)
OPINION_IN_FRONT = re.compile(  # "Heat i loved"
    r"\W*(?:i|we)(?:'ve| have)? (?:\w+ )?(?:loved|liked|hated|adored|enjoyed|disliked)\b(?!\W+_)(?! \w)"
)
SENTENCE = re.compile(r"[.;!?\n]\s")
TOPIC_WORDS = re.compile(
    r"\b(?:any good|scary|funny|violent|worth|sad|gory|long|old|like|about|end|happens|based|true story|dies?|budget)\b"
)
TELL_ME = re.compile(r"\W*(?:(?:ok|and|so)\W+)?(?:tell me (?:more )?about|more about|describe|tell me more$)\b")
BOUNDS = re.compile(
    r"\b(?:(?P<less>shorter|older|earlier|before)|(?P<more>longer|newer|later|more recent|more modern))"
    r" than (?:the (?:film|movie) )?$"
)
BARE = ("like", "than", "seen", "saw", "watched", "know")
BEGINS_ANEW = re.compile(r" (?:not so much|less so|is|was|looks|seems|sounds|bored|sucked|isn't|wasn't)\b")
IT = re.compile(r"\b(?:it|that one|this one)\b")
