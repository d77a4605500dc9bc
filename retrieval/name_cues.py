"""What stands around a person's name in a sentence: "by", "with", "films", "made", "brothers"."""

import re

CUE = re.compile(
    r"\b(?:by|with|without|starring|featuring|directors?|actors?|actress(?:es)?|(?:movies?|films?|work|more) of"
    r"|no|not|fan of|love|like|liked|loves|likes|from|than|and|or|early|late|old|new|has|have|did|is|does|was)\s+$",
    re.IGNORECASE,
)
SURNAME_CUE = re.compile(
    r"\b(?:by|with|without|starring|featuring|director|actor|actress|(?:movies?|films?|work) of|fan of"
    r"|(?:what|which)(?: \w+)? (?:has|did|does|else)(?: \w+)?)\s+(?:the |both |either )?$",
    re.IGNORECASE,
)
DIRECTED = re.compile(r"\b(?:by|directed by|director|(?:movies?|films?|work) of)\s+(?:the )?$", re.IGNORECASE)
DID = re.compile(r"\b(?:has|did|does) (?:the )?$", re.IGNORECASE)
OPINION = re.compile(
    r"\b(?:(?:i|we) (?:really |also |do )?(?:love|like|adore|enjoy)|an?|some|any|mood for|fancy|feel like)"
    r" (?:(?:some|an?) )?(?:(?:early|late|old|classic|good) )?$",
    re.IGNORECASE,
)
JOINED = re.compile(r"\s*(?:,|/|,?\s*(?:and|or|&|nor|plus))\s*(?:by |with |even )?")
WORK = re.compile(
    r"(?:['’]s?)?\s+(?:(?:early|late|old|older|best|first|last|new|latest|other) )?(?:movies?|films?|work|stuff|thing"
    r"|flicks?|pictures?|comed(?:y|ies)|thrillers?|westerns?|dramas?|rom-?coms?|joint|filmography|classics?)\b",
    re.IGNORECASE,
)
MADE = re.compile(r"\s+(?:has |have |ever )?(?:made|directed|did|filmed|shot)\b", re.IGNORECASE)
SIBLINGS = re.compile(r"\s+(?:brothers|bros\.?|sisters|siblings)\b", re.IGNORECASE)
PLURAL_CUE = re.compile(r"\b(?:the|by|with|any|some)\s+$", re.IGNORECASE)
REST = re.compile(
    r"\W*(?:(?:and|or|,|&)\s+[\w'’-]+(?:\s+[\w'’-]+)?(?:\s+together)?\W*)?(?:(?:please|pls|tonight|then|maybe)\W*)*$",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(r"([^\W\d_]+) $")
FIRST_PART = re.compile(r"\s+(?!I\b)[A-Z]\w")  # a name goes on: "Black Panther"
FORM = re.compile(r"(?:s|i?er|i?est|i?ly|ish|ing|i?ed|y|i?ness)$")
