"""What is said around a request, greetings and thanks and questions about Usher, and what people ask of a movie."""

import re

from chatbot.conversation import Topic
from chatbot.scan import either

_GREETING = either(
    *("hi there", "hi", "hello", "hey", "hiya", "howdy", "good (?:morning|evening|afternoon|day)", "yo"),
    *("greetings", "evening", "morning", "sup"),
)
_THANKS = either(
    *("(?:many )?thanks?(?: you)?(?: so much| a lot| very much| a bunch| a million| loads| again)?", "cheers"),
    *("thx", "ty", "great", "perfect", "awesome", "cool", "nice", "lovely", "wonderful"),
    *("sounds (?:good|great|interesting|fun|perfect)", "ok(?:ay)?", "yes", "yep", "yeah", "yup", "sure"),
    *("of course", "absolutely", "got it", "will do", "excellent", "brilliant", "lol", "haha+(?:ha)*", "hehe"),
    *("rofl", "lmao", "omg", "wow", "(?:much|very) appreciated", "no (?:thanks|thank you)"),
    "you're (?:the best|great|awesome|amazing|welcome|funny|right|a star|very kind)",
    "(?:good|great) (?:job|work|one|bot)",
    *("i(?:'m| am) (?:good|fine|great|well|ok|okay|awesome|doing (?:good|well|great|fine))", "me too", "same here"),
    *(
        "same to you",
        "and you",
        "(?:that|this|it)(?:'s| is| was) (?:so |very |really )?(?:great|good|nice|cool|awesome|fine|lovely|perfect)",
        "love it",
        "i agree",
    ),
    *("agreed", "no problem", "ta", "i(?:'ll| will) (?:watch|try|check) (?:it|that|this)(?: out)?"),
    *("(?:it )?(?:sounds|looks) (?:good|great)", "i love you"),
)
_BYE = either(
    *("bye(?: bye)?", "goodbye", "good ?night", "see you(?: later)?", "ciao", "that's (?:all|it)(?: for now)?"),
    *("later", "cya", "have a (?:good|nice|great|lovely) (?:day|night|evening|one|weekend)", "take care"),
    *("ta[ -]?ra", "ta[ -]ta", "cheerio", "so long", "night(?: night)?", "toodle\\w*", "see (?:you|ya)", "laters"),
    *("catch you later", "adios", "au revoir", "have fun"),
    "enjoy(?: your evening)?",
)
_HOW = either(
    *("how are (?:you|things)(?: doing| going)?(?: today| tonight)?", "how's it going", "what's up"),
    *("how do you do", "(?:nice|pleased|good) to meet you", "how have you been"),
    "hope you(?: are|'re) (?:well|good|fine|doing well)",
)
_WHO = either(
    *("who are you", "what are you", "what's your name", "who (?:made|built|created) you", "do you have a name"),
    "are you (?:a |an )?(?:bot|human|robot|real|ai|person|chatgpt|gpt|machine|llm|language model)",
    *("how old are you", "(?:what|which) (?:model|llm|ai) are you", "where are you from", "do you (?:love|like) me"),
    "will you marry me",
)
_HELP = either(
    "(?:can|could|may) i ask (?:you )?(?:something|a question|you)",
    "i have a question",
    "are you there",
    *("help", "what can you do", "what can i ask(?: you)?", "how does this work", "how do you work"),
    *("what do you do", "how do i use (?:this|you)", "what is this", "help me"),
)
_KINDS = {"thanks": _THANKS, "bye": _BYE, "how": _HOW, "who": _WHO, "help": _HELP, "greeting": _GREETING}

TOPICS: dict[Topic, str] = {
    "director": r"\b(?:who (?:directed|made|filmed|was the director)|directed by|the director|director of)\b",
    "cast": r"\b(?:who(?: else)?(?:'s| is| are| was| were)? (?:in|star\w*|act\w*|play\w*)|cast|stars? in|actors?"
    r"|starring)\b",
    "runtime": r"\b(?:how long|runtime|running time|length|how many (?:minutes|hours)|what time would)\b",
    "year": r"\b(?:when (?:was|did|is)|what year|which year|how old is|release date|released)\b",
    "suitable": r"\b(?:(?:upset|scare|frighten|traumati[sz]e|bore) (?:an?|my|our|the|her|his|little|young|small)"
    r"|suitable|appropriate|age rating|ok(?:ay)? for|(?:for|with) (?:my )?(?:kids|children))\b",
    "genres": r"\b(?:what (?:genre|kind|type|sort)|which genre|genres?)\b",
    "language": r"\b(?:(?:what|which) language|subtitle[sd]?|(?:in|speak) [a-z]+(?:ish|ese|ian|rman|ench))\b",
    "rating": r"\b(?:is it (?:any )?good|how good|rating|rated|worth (?:it|watching|seeing)|would i like|score)\b",
    "plot": r"\b(?:what(?:'s| is| was) [\w' :,.()&-]+ about|plot|story|synopsis|what happens)\b",
}
_AROUND = re.compile(
    r"\b(?:usher|there|friend|mate|dude|pal|please|so|and|ok|okay|well|oh|ooh+|ah|aww|yay|woo|um|very|much|then|exactly"
    r"|really|anyway|for (?:the )?\w+)\b"
)

_LONGEST = 120  # characters; nobody greets for longer


def is_small_talk(text: str) -> bool:
    """The whole message (lower case) is talk that asks for no movie."""
    return kind_of(text) is not None


def kind_of(text: str) -> str | None:
    """Which talk a message is, a question before a greeting: "hi, who are you" is a question; None for none."""
    if len(text) > _LONGEST:
        return None
    whole = " ".join(re.sub(r"[^\w' ]+", " ", text).split())
    body = " ".join(_AROUND.sub(" ", whole).split()) or whole
    one = either(*_KINDS.values())
    if not re.fullmatch(rf"(?:{one}(?: |$))+", body):
        return None
    order = ("help", "who", "how", "bye", "thanks", "greeting")
    return next((kind for kind in order if re.search(rf"\b{_KINDS[kind]}\b", body)), None)
