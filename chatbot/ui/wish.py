"""The wish above the message box: a pill for each piece, which a click lets go, and how many films each leaves."""

from collections.abc import Sequence
from html import escape

from chatbot.conversation import Request
from chatbot.pills import Pill, funnel, pills
from chatbot.serving import Serving

MOST = 12  # pills shown
# The click says which pill; the server finds it in the wish.
WISH_JS = """
element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-pill]");
  if (button) trigger("click", { pill: button.dataset.pill });
});
"""


def wish_html(request: Request, serving: Serving, shown: int) -> str:
    """The pills and the funnel; empty where nothing is wished.

    Args:
        request: the wish so far.
        serving: the build, whose movies are counted.
        shown: how many movies the answer showed.
    """
    pieces = pills(request, serving.catalogue)
    if not pieces:
        return ""
    counts = [*funnel(request, serving.filters, serving.catalogue), shown]
    steps = ' <span aria-hidden="true">→</span> '.join(f"{count:,}" for count in dict.fromkeys(counts))
    listed = "".join(f"<li>{_button(pill)}</li>" for pill in pieces[:MOST])
    more = f"<li>and {len(pieces) - MOST} more</li>" * (len(pieces) > MOST)
    return (
        f'<ul class="usher-pills" aria-label="What you asked for">{listed}{more}</ul>'
        f'<p class="usher-funnel"><span class="usher-hidden">Films left after each wish: </span>{steps}</p>'
    )


def pill(key: object, request: Request, serving: Serving) -> Pill | None:
    """The piece of the wish that a click names; None for one that is not in it."""
    pieces: Sequence[Pill] = pills(request, serving.catalogue)
    return next((one for one in pieces if one.key == key), None)


def _button(pill: Pill) -> str:
    text = escape(pill.text)
    return (
        f'<button type="button" data-pill="{escape(pill.key)}" aria-label="Let go of: {text}">{text} '
        '<span aria-hidden="true">×</span></button>'
    )
