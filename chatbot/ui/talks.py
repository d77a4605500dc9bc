"""The conversations of a visitor: listed, opened, renamed, deleted, and a new one begun."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from data.accounts import Conversation

TALKS_JS = Path(__file__).with_name("talks.js").read_text(encoding="utf-8")
MOST = 30


def talks_html(conversations: Sequence[Conversation], current: int | None, *, is_open: bool = False) -> str:
    """The list, latest first, in a fold that stays closed until it is asked for.

    Args:
        conversations: of the visitor.
        current: the one that is talked in.
        is_open: the fold is open.
    """
    listed = "".join(_entry(one, one.conversation_id == current) for one in conversations[:MOST])
    nothing = "<p>Conversations are kept here as soon as you say something.</p>"
    more = '<p><a href="/you">All conversations</a></p>' * (len(conversations) > MOST)
    return (
        '<div class="usher-talks"><button type="button" data-talk="new">New conversation</button>'
        f"<details{' open' * is_open}><summary>Conversations ({len(conversations)})</summary>"
        f"{f'<ul>{listed}</ul>{more}' if listed else nothing}</details></div>"
    )


def _entry(one: Conversation, is_current: bool) -> str:
    title = escape(one.title)
    number = one.conversation_id
    here = ' aria-current="true"' * is_current
    return (
        f'<li data-number="{number}">'
        f'<button type="button" class="usher-open-talk" data-talk="open"{here}>{title}</button>'
        f'<input type="text" value="{title}" maxlength="80" aria-label="Another title for {title}" hidden>'
        f'<button type="button" data-talk="rename" aria-label="Rename {title}">Rename</button>'
        f'<button type="button" data-talk="delete" aria-label="Delete {title}">Delete</button></li>'
    )
