"""Short forms of first names: "Nic" for Nicolas, "Bob" for Robert, "Arnie" for Arnold."""

SHORTEST = 3  # letters that a name's beginning needs to stand for it

_FORMS: dict[str, str] = {  # by the full name, the forms that are more than its beginning
    "andrew": "drew",
    "anthony": "tony",
    "barbara": "babs",
    "catherine": "kate katie kathy kat kitty cathy",
    "cate": "kate",
    "charles": "charlie charley chuck",
    "david": "dave",
    "dorothy": "dot dottie",
    "edward": "ted teddy ned eddie eddy",
    "elizabeth": "beth betty betsy liz lizzie lizzy liza",
    "eugene": "gene",
    "francis": "frank frankie",
    "gerald": "jerry",
    "harold": "harry hal",
    "helena": "nell",
    "henry": "harry hank",
    "isabella": "bella",
    "james": "jim jimmy jamie",
    "jerome": "jerry",
    "john": "jack johnny jonny",
    "joseph": "joe joey",
    "katharine": "kate kathy kit kitty",
    "katherine": "kate kathy kit kitty",
    "laurence": "larry",
    "lawrence": "larry",
    "margaret": "meg peg peggy maggie greta",
    "mary": "molly polly",
    "matthew": "matt",
    "michael": "mike mick mickey",
    "philip": "phil",
    "richard": "dick rick ricky rich",
    "robert": "bob bobby bert",
    "ronald": "ron",
    "stephen": "steve stevie",
    "steven": "steve stevie",
    "susan": "sue susie",
    "sylvester": "sly",
    "theodore": "ted teddy",
    "thomas": "tom tommy",
    "victoria": "vicky",
    "walter": "wally walt",
    "william": "bill billy willy willie",
}


def is_short_for(short: str, name: str) -> bool:
    """Whether a first name is a short form of another; both in lower case, and not the same.

    A form is the name's beginning, with or without "y" or "ie" behind it, or one of those that people have by custom.
    """
    if short == name:
        return False
    if short in _FORMS.get(name, "").split():
        return True
    stem = _stem(short)
    return len(stem) >= SHORTEST and len(name) > len(stem) + 1 and name.startswith(stem)


def _stem(short: str) -> str:
    """The beginning of a name that a form goes back to: "arn" of "arnie", "dan" of "danny"."""
    bare = short.removesuffix("ie").removesuffix("y")
    if bare == short or len(bare) < SHORTEST:
        return short
    return bare[:-1] if len(bare) > SHORTEST and bare[-1] == bare[-2] else bare
