"""Untrusted text on its way into a prompt: it stays inside its tag."""

import html


def quoted(text: str) -> str:
    """The text without any character that could open or close a tag."""
    return html.escape(text, quote=False)
