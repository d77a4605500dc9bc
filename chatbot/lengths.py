"""Lengths without a number: "not too long", "short and sweet", "I don't have all night"."""

from chatbot.scan import Scan

NOT_LONG, SHORT, LITTLE_TIME, LONG, NOT_SHORT = 120, 95, 100, 135, 90  # minutes


def in_words(scan: Scan) -> tuple[int | None, int | None]:
    """Shortest and longest runtime in minutes."""
    refused = (
        r"(?:not|nothing|isn't|aren't|neither|nor|never|don't want (?:it|anything)|shouldn't be|can't be|mustn't be)"
    )
    if scan.take(
        rf"{refused} (?:be )?(?:an? )?(?:too|very|so|overly|that|super|ridiculously|extremely)? ?long"
        r"|(?:doesn't|don't|not) (?:go on|drag)(?: on)?(?: too long| forever| and on)?(?=$|[.,;!?]| and| please)"
    ):
        return None, NOT_LONG
    if scan.take(rf"{refused} (?:be )?(?:too|very|so|that) short"):
        return NOT_SHORT, None
    if scan.take(
        r"(?:not|n't have|don't have|haven't got|little|short on)(?: got)?(?: (?:a lot of|too much|much|long"
        r"|all that much|all))? (?:time|night|day|evening)"
    ):
        return None, LITTLE_TIME
    if scan.take(r"(?:in a (?:hurry|rush)|time is (?:short|tight))"):
        return None, LITTLE_TIME
    kind = r"(?:one|movie|film|flick|watch|comedy|thriller|drama|epic)"
    if scan.take(
        rf"(?:nice and )?short(?=(?: [\w-]+)? {kind})|(?:something |a )?(?:nice and |really |pretty "
        rf"|fairly )?(?:short(?:[ -]?ish)?|quick|brief)"
        r"(?= |$|[.,!?])(?! story| stories)|bite-sized"
    ):
        return None, SHORT
    if scan.take(
        rf"(?:something |a )?(?:nice and |really |very )?(?<!as )long(?= (?!as )(?:[\w-]+ ){{0,2}}{kind})"
        r"|something (?:nice and |really |very )?long|an? (?:really |very |nice )?long one|nice and long|lengthy"
    ):
        return LONG, None
    return None, None
