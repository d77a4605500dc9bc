"""The head of the chat page: the rooms, and who is there; the other rooms have the same in `base.html`."""

from html import escape

from chatbot.rooms.site import ROOMS
from chatbot.viewers import Viewer


def header_html(viewer: Viewer) -> str:
    """The head as HTML."""
    lab = (("/lab", "Lab"),) if viewer.is_admin else ()
    rooms = "".join(
        f'<li><a href="{link}"{" aria-current=page" * (link == "/")}>{name}</a></li>' for link, name in (*ROOMS, *lab)
    )
    name = escape(viewer.name)
    if viewer.is_member:
        who = f'<a href="/you">{name}</a><form method="post" action="/log-out"><button>Log out</button></form>'
    else:
        who = f'<span>{name}</span> <a href="/sign-up">Sign up</a> <a href="/log-in">Log in</a>'
    return (
        '<div class="usher-top"><div class="usher-brand"><h1>Usher</h1></div>'
        f'<nav aria-label="Rooms"><ul>{rooms}</ul></nav><div class="usher-me">{who}</div></div>'
    )
