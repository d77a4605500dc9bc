"""Times that people tell by who was in office, as years: "made when Nixon was president", "in the Thatcher years"."""

IN_OFFICE: tuple[tuple[str, tuple[int, int]], ...] = (  # a pattern of the name, first and last year
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
