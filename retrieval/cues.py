"""Patterns around words that may be a title: what speaks for a movie, and what for something else."""

import re

STOP_WORDS = frozenset(
    (
        "a an the of and in on at to for with from by or is it its it's her him his he she they them you me my your we"
        " us i this that these those be been was were am are do does did not no yes up down out off over so as if"
        " but what who when where why how which there here one all any some most more now then once go let get"
        " before after under into through without between against during behind beyond never always nobody knows too"
        " very really oh well please"
    ).split()
)
SUBJECTS = frozenset(
    (
        "action adventure animation comedy comedies crime documentary drama fantasy horror musical mystery romance"
        " thriller war western classic classics movie movies film films tonight today tomorrow something anything"
        " nothing everything hello hi thanks bye funny scary sad happy new old good great best first second third"
        " last next other others help please maybe short long dark light love family friends kids children people"
        " time day night weekend fun man woman girl boy men women life story stories ending twist cast music plot"
        " christmas halloween else lol omg god wow haha yeah okay ok cool nice"
        " favourite favorite"
    ).split()
)
PRONOUNS = frozenset("it her him us them me you this that one all any some they we he she more most".split())
INTERJECTIONS = frozenset("lol omg oh yes no please wow haha well".split())
ASKING = frozenset("what who which how when where why is was are do does did be been".split())
ADVERBS = frozenset("once never always now then here there again".split())

NATIONS = frozenset(
    "american british english french german italian spanish japanese chinese korean indian russian irish scottish"
    " australian canadian mexican swedish danish".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday christmas halloween easter".split())
IT_IS = re.compile(
    r"(?:\b(?:it|today|tomorrow|tonight)(?:['’]s| is)|\b(?:on|this|next|last|every|for|since|until|till|by)|^)\s+$",
    re.IGNORECASE,
)
IN_OFFICE = re.compile(
    r"^ (?:was|were|is) (?:still |the |our |in |first )*(?:president|prime minister|king|queen|pope|power|office|charge"
    r"|chancellor|alive|elected|young|born|married)\b",
    re.IGNORECASE,
)
WHEN = re.compile(r"\b(?:when|while|before|after|since|until) $", re.IGNORECASE)
ANYTHING_GOES = re.compile(
    r"^\s*(?:['’]s|is)? (?:fine|ok|okay|good|great|allowed|welcome|possible|goes)\b", re.IGNORECASE
)
AS_LONG_AS = re.compile(
    r"\b(?:as|so) (?:long|far|soon) as $|\bprovided (?:that )?$|\bunless $|\bif $|\bwhether $", re.IGNORECASE
)

FILM = r"(?:the |that |this )?(?:film|movie|classic)"
STRONG = re.compile(
    r"(?:\b(?:l[ou]ved|luved|hated|liked|disliked|enjoyed|adored|watched|rewatch(?:ed)?|saw|seen|finished|called"
    r"|titled|named"
    r"|similar to|like|lines of|as \w+ as|than|fan of|vein of|style of|spirit of|manner of|such as"
    r"|(?:reminds|reminded) me of"
    rf"|favou?rites? (?:is|are|was|(?:have|has) (?:always )?been)"
    r"|(?:favou?rite|best) (?:\w+ ){1,4}(?:is|are|was)|top (?:\d+|three|five|ten)"
    r"|how about|what about|recommend(?:ed|ing)?|heard of"
    r"|tell me (?:more )?about|more about|direct(?:ed)?|who made|who wrote|how (?:long|old|good|scary) (?:is|was)"
    r"|when was|when did"
    r"|what (?:year|language|genre|country) (?:is|was|did)"
    r"|comparable (?:to|with)|akin to|(?:vibe|mood|feel|style) (?:as|of)"
    r"|(?:speak|speaking|spoken) in"
    r"|(?:which|what)(?: one| film| movie)? (?:do|does|would|should) (?:you|i|we) (?:prefer|choose|pick|watch"
    r"|rate)[,:]?"
    r"|(?:watch|see|put on|play|show|pick|suggest|recommend)(?: next| me| us)? after"
    r"|who play(?:s|ed) [\w' ]{2,30} in|who(?: is|'s| was| stars| starred| plays| played| acted) in"
    r"|(?:starred|stars|acted|acts|cast|character|die) in"
    r"|why (?:not|no|isn't|wasn't|is|was)|(?:suggest|show|pick|choose|include|offer)(?:ed|ing)?|compared? (?:to|with)?"
    r"|wrong with|tired of|sick of|bored (?:by|with|of)|disappointed (?:by|in|with)|obsessed with|walked out of"
    r"|asleep (?:during|in)|cross between|mix(?:ture)? of|difference between|mood for something"
    r"|(?:couldn't|didn't) finish"
    r"|swears? by|g[eo]t through|left out|fans? of|similar in \w+ to|(?:make|think|thought|opinion) of|feel about"
    r"|gave up on|(?:everything|lots?|much) about"
    r"|(?:show|give|suggest|recommend) (?:me|us)"
    r"|(?:half|most|bits?|part|rest) of|(?:everything|anything) (?:but|except)"
    r"|not so much|wait for|excited (?:for|about)|trailer (?:for|of)|looking forward to"
    r"|heard (?:good|great) things about"
    r"|(?:him|her|them|awesome|great|good|amazing|funny|brilliant|hilarious|role|part|scene|song|performance) in"
    r"|compare [\w' :&.-]{2,40} (?:with|to|and)|(?:length|runtime|rating|year|genre|title|name"
    r"|story|review|language|country|script|screenplay|writers?|makers?|creators?) (?:of|behind)|(?:music|score|songs?)"
    r" (?:for|of|in)"
    r"|(?:director|cast|plot|ending|end|stars?|score|soundtrack|sequel|remake|opposite|lead|beginning|start|budget)"
    r" (?:of|to|from|in)|(?:longer|better|shorter|newer|older|scarier|funnier|compare|opinion on|thoughts on)[,:]?"
    rf"|(?:guy|girl|man|woman|actor|actress|director|people|kid|villain|music) (?:of|from|in)|about {FILM}"
    r"|can't stand|couldn't stand)"
    rf"|\bfavou?rites?(?: {FILM}s?)?(?: of (?:mine|all time))?):?\s+(?:both )?(?:{FILM} )?$",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"(?:\b(?:did|does|know|rate|rated|gave|give|why not|watch|watching|see|try|suggest|between|prefer|remember|adore"
    r"|finish|compare)"
    r"|(?:^|[.!?,;]\s*|\b(?:and|so|but|ok|then)\s+)(?:is|was|has|are|were|can|will|what(?:'s| is)))\s+$",
    re.IGNORECASE,
)
ASKS_YOU = re.compile(
    r"(?:\b(?:did|do|does|have|has|had|would|will|should)|'ve) (?:you|he|she|they|we|i|anyone|any of you|your \w+)"
    r"(?: (?:ever|already|even|also))?"
    r" (?:like|love|enjoy|see|seen|watch|watched|know|hate|hear of|heard of|got|have)\s+$",
    re.IGNORECASE,
)
LAST_WORDS = frozenset(  # with which the words of STRONG, QUESTION, TASTE and ASKS_YOU end
    (
        "loved hated liked disliked enjoyed adored watched rewatched saw seen finished called titled named to"
        " like as than of me is are was about recommend recommended direct directed made wrote did no not"
        " isn't wasn't suggest suggested show showed pick picked choose chose include included offer offered"
        " compare compared with in finish much between something longer better shorter newer older scarier"
        " funnier on from film films movie movies classic both stand favourite favourites favorite favorites"
        " mine time does know rate rated gave give watch watching see try prefer remember adore what's what"
        " love enjoy hate by during same mood vibe style feel cross asleep out tired sick the that this best"
        " got have heard three five ten after luved rewatch recommending suggesting through leave fans fan us but"
        " except make showing country language genre loves hates likes enjoys prefers them awesome great good"
        " amazing funny brilliant hilarious role part scene song performance him her for behind has were can will"
    ).split()
)
WHAT_IS = re.compile(r"\bwhat(?: is|'s| was)\s+$", re.IGNORECASE)
ABOUT = re.compile(r"\s*about\b", re.IGNORECASE)
DISLIKED = re.compile(
    r"\b(?:didn't|don't|doesn't|did not|do not|never)(?: (?:really|much|even|quite|particularly|exactly))*"
    r" (?:like|love|enjoy|rate|get)\s+$",
    re.IGNORECASE,
)
TASTE = re.compile(  # "I like aliens" speaks of a subject as often as of a movie
    r"\b(?:i|we|they|he|she|kids|wife|husband|who|don't|dont|not|really|also|do|would|wouldn't|doesn't|does|you)"
    r"\s+(?:like|love|hate|enjoy|prefer|watch|see|know)\s+$|\b(?:likes|loves?|hates?|enjoys?|prefers?)\s+$",
    re.IGNORECASE,
)
DETERMINER = re.compile(
    r"\b(?:an?|the|some|any|my|another|this|that|these|those|every|each|his|her|their|your|our|one)\s+$", re.IGNORECASE
)
PERSON = re.compile(r"\b(?:by|with|starring|featuring|director|actor|actress|without)\s+$", re.IGNORECASE)
PLACE_OR_TIME = re.compile(
    r"\b(?:in|from|to|near|at|around|across|outside|for|on|this|next|last|during|until|till|before|after|about|of|into"
    r"|every|an?|any|some|my|another|around|through|visit(?:ing)?)\s+$",
    re.IGNORECASE,
)
SUBJECT_OF = re.compile(  # "a film about Lincoln", "something set in Chicago", "people called Jack"
    r"\b(?<!tell me )(?:movies?|films?|something|anything|one|stor(?:y|ies)|documentar(?:y|ies)|comed(?:y|ies)"
    r"|dramas?|thrillers?|pictures?|flicks?|series|books?|biopics?)"
    r" (?:(?:that|which)(?:'s| is| are)? )?(?:about|on|set in|set at|set on|taking place in|involving|dealing with)"
    r" (?:an? |the )?$|\b(?:people|persons?|man|men|woman|women|boys?|girls?|guys?|kids?|dogs?|cats?|sons?|daughters?"
    r"|brothers?|sisters?|friends?|characters?|someone|somebody|hero(?:es)?) (?:called|named) $",
    re.IGNORECASE,
)
BUSY = re.compile(
    r"\b(?:i'm|im|am|are|we're|they're|you're|is|was|were|be|been|being|got|get|getting|stuck|to|my|our|your|in|at|on"
    r"|of"
    r"|for|from|by|about|goes|going|go|went|too|so|very|feel|feeling|will|all|just)\s+$",
    re.IGNORECASE,
)
GOES_ON = re.compile(
    r"^\s*(?:$|[.,;:!?)/\"”’…*_-]|(?:and|or|but|with|only|from|please|because|was|is|were|are|which|also|again|last|too"
    r"|yesterday|except|without|by|in"
    r"|an? (?:lot|hundred|million|thousand|few|couple|while)"
    r"|so|very|as|well|for|to|on|though|instead|vs|when|where|if|since|recently"
    r"|years?|once|twice|has|had|made|did|does|at|i|it|that|not|come|came|end|make|any|ever|worth|tbh|tonight"
    r"|actually|already|before|every|longer|better|shorter|newer|older|funnier|scarier|all the time|yes|yeah|no|ok"
    r"|okay|lol|haha|thanks?|thx|pls|plz|hello|hi|do|can|could|have|maybe|how|sounds?|should|then|probably"
    r"|still|always|really|just|makes?|gets?|got|will|might|must|deserves?|remains?|feels?|looks?|seems?"
    r"|definitely|honestly|personally|either|yet|both"
    r"|what|my|we|itself|would|is(?:n't)|wasn't|didn't|bored|sucked|sucks)\b)",
    re.IGNORECASE,
)
CLOSES = re.compile(  # what may follow a title that no cue announces
    r"^\s*(?:$|[.,;:!?)…]|[-–] |['’]s |(?:but|vs|versus|meets|is|was|were|isn't|wasn't|though|tbh|yes|lol|please|maybe"
    r"|again)\b)",
    re.IGNORECASE,
)
ENDS = re.compile(
    r"^\s*(?:$|[.,;:!?)…]|['’]s |(?:and|or|but|vs|versus|meets|is|was|were|isn't|wasn't|though|tbh|i|yes|lol)\b)",
    re.IGNORECASE,
)
JUDGED = re.compile(
    r"^\s*(?:,?\s*|['’]s\s+|(?:was|is|were|are|isn't|wasn't|it's|its)\s+)"
    r"(?:(?:so|really|very|just|a bit|too|pretty|quite"
    r"|kind of|such|even|also|absolutely|truly|not|an?|my|one of my|the|all time|all-time|most|super) )*"
    r"(?:great|good|amazing|boring|awesome|terrible|fun|funny|fantastic|okay|ok|bad|awful|excellent|brilliant|lovely"
    r"|favou?rite|best|worst|overrated|perfect|wonderful|scary|slow|long|nice|sad|beautiful|alright|fine|disappointing"
    r"|better|worse|stupid|silly|rubbish|crap|trash|superb|cute|creepy|weird"
    r"|strange|intense|clever|dark|violent|interesting|magical|moving|gripping|hilarious|masterpiece)\b",
    re.IGNORECASE,
)
JUDGED_AS_FILM = re.compile(
    r"^\s*(?:(?:['’]s|was|is|isn't|wasn't|it's|its)\s+(?:\w+ ){0,2}?(?:over-?rated|under-?rated|hilarious|boring"
    r"|meh|masterpiece"
    r"|brilliant|not my thing|disappointing|dull|predictable|my (?:all[- ]time )?favou?rite"
    r"|(?:an?|the|my|one of the) (?:[\w-]+ ){0,3}?(?:one|films?|movies?|classics?|masterpiece|flick|watch))"
    r"|(?:was|is|'s) (?:too|so) (?:long|slow|sad|scary|boring|violent|gory)|bored me|sucked|sucks\b|rocks\b|holds up"
    r"|beats\b|(?:blew|scared|left|moved|got|kept|put|annoyed|disappointed|surprised|lost|gave)"
    r" (?:me|us|him|her|my|them)\b"
    r"|made me (?:cry|laugh)"
    r"|[,:-]?\s*\(?\d(?:\.\d)?\s*(?:stars?|/\s*(?:5|10)|out of)|[,:-]?\s*\d+/10"
    r"|,?\s*(?:brilliant|great|good) (?:film|movie))",
    re.IGNORECASE,
)
KINDS_BEHIND = re.compile(
    r"^(?:['’]s)?\s+(?:movies|films|flicks|comedies|thrillers|cartoons|themed|type|kind of|stories"
    r"|story|music|songs?)\b",
    re.IGNORECASE,
)
SERIES_BEHIND = re.compile(
    r"^(?:['’]s?)?\s+(?:movies|films|flicks|series|saga|trilogy|franchise|ones|stuff)\b", re.IGNORECASE
)
WHY_BEHIND = re.compile(r"^,? (?:why|how come) (?:not|no|isn't|isnt|is|wasn't|didn't|did|you)\b", re.IGNORECASE)
OWNS = re.compile(
    r"^['’]s (?:directors?|(?:film-?)?makers?|creators?|stars?|lead|cast|plot|ending|runtime|soundtrack|sequel)\b",
    re.IGNORECASE,
)
WHO = re.compile(r"^ (?:who|whose|whom|that|which)\b", re.IGNORECASE)
CALLED = re.compile(
    r"\b(?:name(?:'s| is)|i'm|call me|my (?:friend|mate|pal|son|daughter|wife|husband|brother|sister|partner|cousin"
    r"|boss))\s+$",
    re.IGNORECASE,
)
LEAVE = re.compile(r"\b(?:leave|keep)\s+$", re.IGNORECASE)
OUT = re.compile(r"^ out\b", re.IGNORECASE)
POSSESSED = re.compile(r"\b[\w-]+['’]s\s+$")
THE_FILM = re.compile(r"\b(?:the|that) (?:film|movie)(?: called| titled)? $", re.IGNORECASE)
IS = re.compile(r"^\s+(?:is|was|isn't|wasn't)\b", re.IGNORECASE)
AS_EXAMPLE = re.compile(r"^ (?:like|esque|style|ish|type)\b", re.IGNORECASE)
OTHER_WITH = re.compile(r"\b(?:an?other)\s+$", re.IGNORECASE)
LIKE_HER = re.compile(
    r"\b(?:(?:something|anything|movies?|films?|more|stuff|things|ones?) (?:just |a bit |exactly )?like|similar to)"
    r"\s+$",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"(?:^|[.,;:!?\n(]|\b(?:and|but|so|because|although|though|then|heard|that|says?|said|thinks?|thought|guess|found"
    r"|hi|hello|hey|yes|yeah"
    r"|no|ok|okay|oh|well|hmm|lol|also|probably|maybe|definitely))\W*$",
    re.IGNORECASE,
)
CONTINUES = re.compile(r"\s+(of\s+)?(?:the\s+)?(?!I\b)([A-Z]\w+)")
SUBTITLE_BEHIND = re.compile(r"^: [A-Z]\w")
VERB_HERE = re.compile(
    r"\b(?:to|i|we|you|he|she|they|should|shall|can|could|will|would|let's|gonna|wanna)\s+$", re.IGNORECASE
)
STARTERS = frozenset("have has had can could also thanks nice great maybe please both then good not just".split())
OF_BEFORE = re.compile(r"\b[A-Z][\w'’]+ of (?:the )?$")
CONTINUES_WITH_OF = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]\w")
WORD_BEFORE = re.compile(r"([^\W_][\w'’]*)\s+$")
LISTED = re.compile(r"^(.*\s)(?:[\w'-]+)(?:,| or| and| nor) $", re.IGNORECASE)
REFUSED = re.compile(
    r"\b(?:not|no more|everything but|everything except|please no|anything but|except|but not|instead of|skip|avoid"
    r"|replace|swap|drop|enough of|other than)\s+$",
    re.IGNORECASE,
)
BUT_OTHER = re.compile(
    r"^,? but (?:with|on|in|set|for|more|less|not (?:so|as|too)|a (?:bit|little)|\w+er\b|funny|scary|french|modern)\b",
    re.IGNORECASE,
)
