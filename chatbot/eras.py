"""Times that people tell by a name, as years: "the silent era", "post-war", "when Nixon was president"."""

from typing import TypeAlias

Bounds: TypeAlias = tuple[int | None, int | None]

_IN_OFFICE: tuple[tuple[str, tuple[int, int]], ...] = (  # a pattern of the name, first and last year
    ("(?:franklin )?roosevelt", (1933, 1945)),
    ("(?:harry )?truman", (1945, 1953)),
    ("(?:dwight )?eisenhower", (1953, 1961)),
    ("(?:jfk|(?:john )?(?:f )?kennedy)", (1961, 1963)),
    ("(?:lyndon |lbj )?johnson", (1963, 1969)),
    ("(?:richard )?nixon", (1969, 1974)),
    ("(?:gerald )?ford", (1974, 1977)),
    ("(?:jimmy )?carter", (1977, 1981)),
    ("(?:ronald )?reagan", (1981, 1989)),
    ("(?:bill )?clinton", (1993, 2001)),
    ("(?:george )?(?:w )?bush", (2001, 2009)),
    ("(?:barack )?obama", (2009, 2017)),
    ("(?:donald )?trump", (2017, 2021)),
    ("(?:winston )?churchill", (1940, 1955)),
    ("(?:margaret |mrs )?thatcher", (1979, 1990)),
    ("(?:john )?major", (1990, 1997)),
    ("(?:tony )?blair", (1997, 2007)),
    ("(?:mikhail )?gorbachev", (1985, 1991)),
    ("stalin", (1924, 1953)),
)
_HEAD = r"(?:president|prime minister|pm|in (?:office|power|the white house|number ten|charge))"
ERAS: tuple[tuple[str, Bounds], ...] = (
    (r"(?:after|since|past) the turn of the (?:millennium|century)", (2000, None)),
    (r"before the turn of the (?:millennium|century)", (None, 1999)),
    (r"(?:the )?turn of the (?:millennium|century)", (1998, 2002)),
    (r"(?:the )?first half of the (?:last|20th|twentieth) century", (1900, 1949)),
    (
        r"(?:the )?first decade of (?:this|the (?:21st|twenty[ -]first|new|current)) (?:century"
        r"|millennium)",
        (2000, 2009),
    ),
    (
        r"(?:the )?second decade of (?:this|the (?:21st|twenty[ -]first|new|current)) (?:century"
        r"|millennium)",
        (2010, 2019),
    ),
    (r"(?:the )?last decade of the (?:last|20th|twentieth) century", (1990, 1999)),
    (r"(?:the )?second half of the (?:last|20th|twentieth) century", (1950, 1999)),
    (r"(?:the )?silent(?:[ -]film|[ -]movie)? (?:era|age|days|period)", (None, 1929)),
    (r"silent(?= (?:[\w-]+ )?(?:films?|movies?|ones?|comed|drama|cinema|pictures?)|$|[.,!?])", (None, 1931)),
    (r"(?:from )?(?:before|pre)[ -](?:the (?:days|age|time) of )?(?:talkies|sound)", (None, 1928)),
    (r"(?:made |from )?(?:before|pre)[ -](?:(?:there was|films? (?:was|were|had) in) )?colou?r", (None, 1938)),
    (r"pre-?code", (1929, 1934)),
    (r"(?:from |made )?(?:pre-? ?war|before the (?:second world )?war|inter-?war)(?! film| movie on)", (None, 1938)),
    (r"(?:made )?during (?:the|world) war(?: two| ii)?|wartime(?= cinema| hollywood)", (1939, 1945)),
    (r"(?:between|in between) the (?:world |two )*wars", (1919, 1938)),
    (r"post-? ?war", (1945, 1959)),
    (r"(?:made|shot|filmed) (?:right |just )?after the (?:second world )?war", (1945, 1959)),
    (r"(?:(?<=, )|(?<=^))(?:from )?(?:right |just )?after the (?:second world )?war(?=\W*$)", (1945, 1959)),
    (r"(?:hollywood's golden age|golden age(?: of)?|classic(?= hollywood))", (1930, 1959)),
    (r"new (?=hollywood)", (1967, 1980)),
    (r"(?<=french )new wave", (1958, 1969)),
    *(
        (
            rf"(?:when|while) {who} was (?:the )?(?:us )?{_HEAD}|(?:in |from )?(?:the )?{who}(?:'s)?[ -](?:era|years)",
            span,
        )
        for who, span in _IN_OFFICE
    ),
    (r"(?:from |of )?(?:this|the (?:new|current|third)) millennium", (2000, None)),
    (r"(?:from |of )?(?:this|(?:the )?(?:21st|twenty[ -]first)|the current) century", (2000, None)),
    (r"(?:from |of )?(?:the )?(?:last|previous|20th|twentieth|past) century", (None, 1999)),
)
