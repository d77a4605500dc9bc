"""What has nothing to do with films: other services, general knowledge, and orders to change what Usher is."""

import re

from chatbot.scan import either

_SENTENCE = re.compile(r"[^.!?;\n]*[.!?;\n]*")
_POLITE = re.compile(
    r"\W*(?:(?:hi|hey|hello|ok|okay|so|and|well|please|also|usher|now|btw|by the way|anyway|but|first|then)\b[, ]*)*"
    r"(?:(?:can|could|would|will) you (?:please |kindly )?(?:help me (?:to )?)?|please |i(?:'d)? (?:want|need"
    r"|like) you to "
    r"|help me (?:to )?|i need (?:help (?:with|to) )?)?"
)
_RULES = (
    r"(?:instructions?|rules?|prompts?|guidelines|directions|constraints|programming|training|orders"
    r"|restrictions|filters)"
)
_ORDERS = re.compile(
    either(
        rf"\b(?:ignore|disregard|forget|override|bypass|overrule|skip|discard|delete) (?:\w+ ){{0,4}}?(?:your "
        rf"|the |all |any |these "
        rf"|previous |prior |above |earlier |former |my )(?:\w+ ){{0,3}}?{_RULES}\b",
        r"\byou(?:'re| are) now (?!\w+ing\b)|\b(?:respond|reply|answer)(?: only| just| exactly)* (?:with"
        r"|in)\b|\bonly (?:say|reply|respond|output|print)\b"
        r"|\brepeat (?:\w+ ){1,4}(?:above|before)\b",
        r"\b(?:act|behave|respond|answer|roleplay) as (?:if|an?|though|my|the)\b",
        r"\bpretend (?:there(?:'s| is)|to be|you are|you're|that you|you have)\b",
        r"\b(?:developer|god|admin|debug|sudo|jailbreak|dan) mode\b|\bdo anything now\b|\bjailbreak\b",
        r"\b(?:reveal|show|print|repeat|output|tell|leak|display|give|dump|recite|what(?:'s| is| are"
        r"| were)) (?:me )?(?:your|the|all)"
        r" (?:\w+ )*?(?:prompts?|instructions|system message|configuration|guidelines|api keys?|secrets?|password)\b",
        r"\bsystem (?:prompt|message|override|instructions?)\b|\bapi[ _-]?key\b",
        r"\bnew (?:instructions?|orders?|task|system \w+) ?:|^\W*(?:system|assistant|developer) ?:",
        r"</?(?:system|instructions?|message|movies|user|assistant|conversation|because)\b[^>]*>|\[/?inst\]|<\|",
        r"\bfrom now on,? (?:you(?:'re| are| will| must| shall| answer| speak| respond| talk| act)|respond"
        r"|answer|reply|speak|talk|act|your)\b",
        r"\byou (?:must|will|shall|have to) (?:now |always |only )*(?:obey|comply|respond|reply|say|output"
        r"|answer|recommend only)\b",
        r"\b(?:ignore|disregard) (?:the above|everything above|all of the above)\b|\brepeat after me\b|\bsudo\b"
        r"|\bbase64\b",
        r"\b(?:print|output|display|show) (?:everything|all|the (?:text|words|lines)) (?:\w+ ){0,3}?(?:above|before)\b",
        r"\bwhat (?:were you|have you been) (?:told|instructed)\b|\b(?:had|have|with) no (?:rules|restrictions"
        r"|limits)\b",
        r"\byou(?:'re| are) (?:no longer|(?:an? )?\w+bot)\b|\bstop being an? \w+(?: \w+)?\b(?= and)|\bplay a game\b",
        rf"\byour (?:own |real |hidden |true )?{_RULES}\b|\bthe user is an? \w+\b",
        r"^\W*(?:system|assistant|developer|admin)(?: \w+)? ?:",
        r"\byou must (?:now |always |only )*(?:list|show|recommend|tell|give|say|name)\b",
    )
)
_COMMANDING = re.compile(
    r"\b(?:only|always|never|must|your|system|prompt|say|output|print|reply|respond|answer|repeat|obey|allowed|you)\b"
)
_A_PLOT = re.compile(r"\b(?:about|where|who|whose|in which|called|titled|named)\b")
_QUESTION = re.compile(
    r"\W*(?:what(?:'s| is| are| was| were| does| do)|who(?:'s| is| was| are)?|why|where|when|how|is|are|does|did"
    r"|was|were)\b(?! about\b)\W+\w+\W+\w+"
)
_WISHES = re.compile(
    r"\b(?:something|anything|any|you|good|next|else|tonight|new|the one|ones?|should|start|it"
    r"|them|list)\b"
)
_FILM = re.compile(r"\b(?:films?|movies?|flicks?|watch|cinema|actors?|actress|directors?|directed|stars?|recommend)\b")

_WORKS = (
    r"(?:poem|essay|e-?mail|letter|story|song|haiku|limerick|rap|speech|cv|resume|article|blog post|tweet|report"
    r"|joke|sonnet"
    r"|novel|lyrics|paragraph|summary|screenplay|script|review|recipe|riddle|caption|slogan|plan|toast|message"
    r"|ode|verse)"
)
_WRITING = re.compile(
    either(
        rf"(?:write|compose|draft|generate|make up|create|invent|author|pen)\b (?:me |us )?(?:an?|some|the|my"
        rf"|another) (?:[\w-]+ ){{0,3}}?{_WORKS}s?\b",
        r"(?:write|debug|fix|explain|generate|code|create|implement|refactor|build|develop)\b[^.]*\b(?:code"
        r"|function|script|program"
        r"|python|javascript|java|c\+\+|rust|sql|regex|html|css|algorithm|website|compiler|unit tests?)\b",
        r"(?:translate|proofread|paraphrase|summari[sz]e|rewrite|spell|conjugate)\b",
        r"(?:tell|sing|read|give) (?:me |us )?an? (?:[\w-]+ )?(?:joke|riddle|bedtime story|song|poem|fun fact|pun)\b",
        r"do my\b|(?:help me with|with) my (?:homework|taxes|maths?|essay|code|cv|resume|thesis|job)\b",
    )
)
_ALSO_WRITE = re.compile(
    rf"\b(?:and|then)(?: also| then| please)* (?:write|compose|draft)\b (?:me |us )?(?:an?|some"
    rf"|the) (?:[\w-]+ ){{0,3}}?{_WORKS}s?\b"
)
_OTHER = re.compile(
    either(
        r"(?:what(?:'s| is| was| will)?|how(?:'s| is)|will|is|does|do)\b[^.]*\b(?:weather|forecast|temperature"
        r"|rain|snow|sunny)\b",
        r"(?:what(?:'s| is)|calculate|compute|solve|how much is|work out"
        r"|evaluate) \(?\d[\d\s.,()]*(?:[+*/×÷^=%-]|plus|minus|times"
        r"|divided by|multiplied by|squared|cubed|percent of|to the power of|x \d)",
        r"(?:calculate|compute|solve|integrate|differentiate|factori[sz]e|convert)\b|[^.]*\bsquare root\b",
        r"[\d\s(][\d\s+*×÷^().,-]*[+*×÷^=][\d\s+*/×÷^().,-]*=?\??\W*$",
        r"(?:who (?:should|do|would|will) (?:i|you|we) vote|[^.]*\bvote for\b)",
        r"who(?:'s| is| was| will be| became)? (?:the )?(?:current |first |next |last "
        r"|\d+\w* )?(?:us )?(?:president|prime minister|king|queen"
        r"|chancellor|pope|mayor|ceo|richest|fastest)\b",
        r"(?:what do you think (?:of|about)|are you for|do you (?:support|believe in|like)) (?:the )?(?:trump"
        r"|biden|obama|brexit|putin"
        r"|war|election|president|government|politics|abortion|immigration|god|religion|climate change|capitalism)\b",
        r"(?:who|which party)(?: do you think)? (?:will|is going to) win\b|who won\b",
        r"what(?:'s| is| are| was) the (?:capital|population|meaning|time|price|date|distance|height"
        r"|exchange rate|currency|tallest"
        r"|largest|biggest|fastest|longest river|speed|value|boiling|news|score|result|weather|formula"
        r"|definition|atomic)\b",
        r"what (?:time|day|date) is it\b|what(?:'s| is) (?:today's|the latest|in the) (?:date|news)\b",
        r"how (?:far|tall|high|deep|heavy|fast) (?:is|are|away)\b",
        r"how many (?:people|countries|planets|days|calories|miles|kilomet|cups|grams|ounces|states|legs|bones"
        r"|continents)",
        r"(?:who (?:invented|discovered|painted|founded)|why (?:is|are|do|does) (?:the )?(?:sky|grass|sea|sun"
        r"|moon|cats|dogs|people|we))\b",
        r"how (?:(?:do|can|should|would) (?:i|we|one)|to) (?!watch|find|rate|see|use|add|search|feel|like|about"
        r"|look|recommend|does"
        r"|this|it)\w+\b(?! you)",
        r"(?:book|order|buy|reserve|call|text|email|phone|remind|send|schedule|cancel|set|turn (?:on|off)|dim"
        r"|open|play|stream|pay)\b"
        r"(?: me| us)?(?: an?| my| the| some| one| two| three| four| five| six| \d+)? (?:[\w-]+ ){0,2}?(?:seats?"
        r"|flights?|hotel|table|taxi|uber|pizza|food"
        r"|alarm|timer|reminder|lights?|music"
        r"|song|playlist|tickets?|message|meeting|groceries|appointment|doctor|mum|mom|dad|boss|bill|volume"
        r"|radio|room|train)\b",
        r"(?:set|wake) (?:me )?(?:an |up )?(?:alarm|timer|at \d)",
        r"[^.]*\b(?:bitcoin|stock prices?|exchange rate|horoscope|lottery numbers|recipe for|crypto)\b",
        r"what should (?:i|we) (?:eat|cook|wear|invest|study|name|buy|say|drink|order for)\b",
        r"should i (?:buy|sell|invest|break up|quit|marry|text|move|eat)\b",
        r"(?:what(?:'s| is|'s the| is the)?|where(?:'s| is)|find(?: me)?|any|do you know)[^.]*\b(?:restaurants?|near me"
        r"|nearest|directions to)\b",
        r"(?:define|what does \w+ mean|what is the definition|explain (?:quantum|relativity|photosynthesis"
        r"|the theory|how|why))\b",
        r"what(?:'s| is) (?:photosynthesis|quantum|gravity|an? (?:black hole|noun|verb|prime number|mortgage))",
    )
)


def asks_for_film(text: str) -> bool:
    """A message in lower case that asks for a film, even if for none in particular."""
    return re.search(r"\b(?:recommend|suggest|find|show|give|want|watch|need)\b", text) is not None and (
        _FILM.search(text) is not None or re.search(r"\b(?:something|anything)\b", text) is not None
    )


def is_general(text: str) -> bool:
    """A question in lower case that names nothing of films: "is there life on mars"."""
    return _QUESTION.match(text) is not None and not _FILM.search(text) and not _WISHES.search(text)


def outside_spans(text: str) -> list[tuple[int, int]]:
    """The sentences of a message in lower case that ask for something else than films, or give orders to Usher.

    What follows an order counts as part of it where it goes on commanding.
    """
    spans: list[tuple[int, int]] = []
    ordered = False
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        if not sentence.strip():
            continue
        if _is_order(sentence):
            ordered = True
            spans.append(match.span())
        elif _ALSO_WRITE.search(sentence):
            spans += [(match.start() + also.start(), match.end()) for also in _ALSO_WRITE.finditer(sentence)][:1]
        elif (ordered and _COMMANDING.search(sentence)) or _is_outside(sentence):
            spans.append(match.span())
    return spans


def without_outside(message: str) -> tuple[str, bool]:
    """The message with what is no matter of films blotted out, and whether there was any of it."""
    lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in message)
    spans = outside_spans(lower)
    for start, end in spans:
        message = message[:start] + " " * (end - start) + message[end:]
    return message, bool(spans)


def _is_order(sentence: str) -> bool:
    found = _ORDERS.search(sentence)
    return found is not None and not _A_PLOT.search(sentence, 0, found.start())


def _is_outside(sentence: str) -> bool:
    polite = _POLITE.match(sentence)
    start = polite.end() if polite else 0
    if _WRITING.match(sentence, start):
        return True
    return _OTHER.match(sentence, start) is not None and not _FILM.search(sentence)
