"""What a small model writes, well-behaved or not, from nothing but the prompt it is sent.

Chat with one: start it, and point `OPENAI_BASE_URL` at the URL that it prints.

    python -m tests.chatbot.small_model --port 8100 --behaviour good
"""

import argparse
import html
import re
import sys
import time
from collections.abc import Sequence

from tests.chatbot.endpoint_server import (
    MODEL,
    Behaviour,
    EndpointServer,
    Exchange,
    breaks_off,
    fails,
    gives,
    never_finishes,
    only,
    refuses,
    says,
    sends,
    silent,
)


def good(exchange: Exchange) -> None:
    """Understands every message as a wish for films about its words, and recommends the first three films."""
    if exchange.received.wants == "text":
        says(recommendation(exchange.received.last_message))(exchange)
    else:
        gives({"intent": "recommend", "query": _inside("message", exchange.received.last_message)})(exchange)


def slow(exchange: Exchange) -> None:
    """As `good`, a word every half second."""
    only("text", says(recommendation(exchange.received.last_message), pause=0.5), good)(exchange)


def lying(exchange: Exchange) -> None:
    """Names a film that nobody made, a wrong year and a wrong director, and one film as it is."""
    only("text", says(lies(exchange.received.last_message)), good)(exchange)


def recommendation(prompt: str) -> str:
    """The first three films of the prompt, one sentence each; what `<movies>` says where it lists none."""
    listed = films(prompt)[:3]
    if listed:
        return "\n".join(f"**{title}**{f' ({year})' * bool(year)}: {because}" for title, year, because in listed)
    return _inside("movies", prompt) or "I know no film that fits. What else would you like?"


def lies(prompt: str) -> str:
    """A film that does not exist; then the first three that do: in a wrong year, by a wrong director, and as it is."""
    told = ["**The Glass Harbour of Vex** (1987) is the one for you, by Ottoline Brask."]
    wordings = (
        "**{}** ({}) is from quite another year.",
        "**{}** ({}) was directed by Ottoline Brask.",
        "**{}** ({}).",
    )
    for wording, wrong, (title, year, _) in zip(wordings, (7, 0, 0), films(prompt), strict=False):
        told.append(wording.format(title, int(year or 1990) + wrong))
    return "\n".join(told)


def films(prompt: str) -> Sequence[tuple[str, str, str]]:
    """Title, year (or "") and reason of each numbered film in `<movies>`, as a model would read them."""
    entries = re.split(r"^\d+\. (?=\*\*)", _raw("movies", prompt), flags=re.MULTILINE)[1:]
    heads = [re.match(r"\*\*(.+?)(?<!\\)\*\*(?: \((\d{4})\))?", entry) for entry in entries]
    return [
        (_plain(head[1]), head[2] or "", _inside("because", entry) or "it fits what you asked for.")
        for head, entry in zip(heads, entries, strict=True)
        if head
    ]


def _inside(tag: str, text: str) -> str:
    """What stands inside the tag, as it reads."""
    return _plain(_raw(tag, text))


def _raw(tag: str, text: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return found[1].strip() if found else ""


def _plain(text: str) -> str:
    """Text without the escapes of HTML (once for Markdown, once for the prompt) and Markdown."""
    return re.sub(r"\\([\\`*_\[\]])", r"\1", html.unescape(html.unescape(text)))


BEHAVIOURS: dict[str, Behaviour] = {
    "good": good,
    "lying": lying,
    "slow": slow,
    "silent": silent,
    "cut": only("text", breaks_off("I would watch"), good),
    "unfinished": only("text", never_finishes("I would watch"), good),
    "empty": only("text", says(""), good),
    "refusing": refuses("I cannot help with that."),
    "unreadable": only("text", good, says("not JSON")),
    "garbage": sends(b"\x00\xff<html>", body_type="text/html"),
    "busy": fails(429, "slow down", {"Retry-After": "1"}),
    "broken": fails(500, "out of memory"),
}


def main() -> None:
    """Serve one model until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--key", help="refuse every other key with 401")
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="good")
    options = parser.parse_args()
    with EndpointServer(port=options.port, key=options.key) as server:
        server.behave(BEHAVIOURS[options.behaviour])
        sys.stderr.write(f"OPENAI_BASE_URL={server.url} USHER_MODEL={MODEL}; Ctrl-C ends it\n")
        try:
            while True:
                time.sleep(60)
        except KeyboardInterrupt:
            sys.stderr.write(f"answered {len(server.received)} requests\n")


if __name__ == "__main__":
    main()
