"""Start here: the page that people talk to, and the server that it and the HTTP interface stand on."""

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable
from html import escape
from typing import Any

import fastapi
import gradio as gr
import uvicorn

from chatbot.api import add_api
from chatbot.api_v1 import add_json_api
from chatbot.build import FORMAT
from chatbot.chain import LONGEST_MESSAGE, Chatbot
from chatbot.mcp_server import add_mcp
from chatbot.rooms.account import add_account
from chatbot.rooms.actions import add_actions
from chatbot.rooms.bring import add_bring
from chatbot.rooms.browse import add_browse
from chatbot.rooms.doors import add_doors
from chatbot.rooms.entry import add_entry
from chatbot.rooms.film import add_film
from chatbot.rooms.lab import add_lab
from chatbot.rooms.lost import add_lost
from chatbot.rooms.map import add_map
from chatbot.rooms.privacy import add_privacy
from chatbot.rooms.showcase import add_showcase
from chatbot.rooms.site import IMDB_NOTICE, TMDB_NOTICE, Site, add_site
from chatbot.rooms.start import add_start
from chatbot.rooms.together import add_together
from chatbot.rooms.wrong import add_wrong
from chatbot.rooms.you import add_you
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.cards import CARDS_JS, cards_html
from chatbot.ui.chat import EXAMPLES, Chat
from chatbot.ui.desk import Desk
from chatbot.ui.header import header_html
from chatbot.ui.narrow import OnlyWhatThePageCalls
from chatbot.ui.people import INVITATION, people, picker_html
from chatbot.ui.privacy import OnlyThisServer
from chatbot.ui.talks import TALKS_JS, talks_html
from chatbot.ui.theme import PICKER, STYLE, theme
from chatbot.ui.visit import Visit
from chatbot.ui.wish import WISH_JS
from chatbot.viewers import Viewer, Viewers
from data.errors import BadInput, UsherError
from data.folders import Home, load_manifest

logger = logging.getLogger(__name__)

ROOMS = (
    add_api,
    add_json_api,
    add_mcp,
    add_doors,
    add_actions,
    add_lab,
    add_bring,
    add_browse,
    add_film,
    add_together,
    add_account,
    add_entry,
    add_privacy,
    add_start,
    add_you,
    add_map,
    add_showcase,
    add_lost,
    add_wrong,
)
WARM_UP_AFTER = 10.0  # seconds: the first page and answer need the cores more
AT_ONCE = 8  # messages answered at the same time; further ones wait
WAITING = 100
# Gradio calls its examples a list, of which no entry is one: screen readers are told that it is a group of buttons.
NO_LIST = """() => {
  const mend = () => document.querySelectorAll("#usher-chat .examples[role=list]").forEach((one) => {
    one.setAttribute("role", "group");
    one.setAttribute("aria-label", "Examples");
  });
  new MutationObserver(mend).observe(document.querySelector("#usher-chat"), { childList: true, subtree: true });
  mend();
}"""
# `?say=` begins a conversation once: loading the page again goes on with it.
FORGET_ADDRESS = "() => { if (location.search) history.replaceState(null, '', location.pathname); }"
PLACEHOLDER = """## What should I watch tonight?
Say what you are in the mood for, name a film you loved, or describe one whose title you forgot."""


def build_page(chatbot: Chatbot, current: Callable[[], Serving], settings: Settings, viewers: Viewers) -> gr.Blocks:
    """The page: a conversation, and beside it the movies of the last answer."""
    chat = Chat(chatbot, current, viewers)
    desk = Desk(chat, chatbot, current, viewers)
    serving = current()
    with gr.Blocks(title="Usher", analytics_enabled=False, fill_width=True) as page:
        visit, to_say = gr.State(Visit()), gr.State("")
        header = gr.HTML(header_html(Viewer()), elem_id="usher-header", apply_default_css=False)
        with gr.Row(elem_id="usher-main"):
            with gr.Column(scale=3, min_width=300, elem_id="usher-talk"):
                talks = gr.HTML(
                    talks_html((), None), elem_id="usher-talks", js_on_load=TALKS_JS, apply_default_css=False
                )
                talk = gr.Chatbot(
                    label="Conversation with Usher",
                    show_label=False,
                    elem_id="usher-chat",
                    placeholder=PLACEHOLDER,
                    examples=[{"text": example} for example in EXAMPLES],
                    buttons=[],
                    editable="user",
                    feedback_options=None,
                    latex_delimiters=[],
                    allow_tags=False,
                    layout="bubble",
                )
                wish = gr.HTML("", elem_id="usher-wish", js_on_load=WISH_JS, apply_default_css=False)
                box = gr.Textbox(
                    label="Your message",
                    show_label=False,
                    placeholder="One moment …",
                    interactive=False,  # until the visitor's conversation is there: `Desk.arrive` opens it
                    submit_btn="Send",
                    stop_btn=False,
                    max_lines=4,
                    max_length=LONGEST_MESSAGE,
                    elem_id="usher-box",
                )
            with gr.Column(scale=2, min_width=300, elem_id="usher-side"):
                with gr.Column(elem_id="usher-person"):
                    picker = gr.HTML(
                        picker_html(people(serving), "Someone new"),
                        elem_id="usher-who",
                        js_on_load=PICKER.read_text(encoding="utf-8"),
                        apply_default_css=False,
                    )
                    about = gr.HTML(INVITATION, elem_id="usher-about", apply_default_css=False)
                pictures = gr.Checkbox(
                    label="Load posters from TMDB",
                    visible=has_pictures(serving),
                    container=False,
                    elem_id="usher-pictures",
                )
                cards = gr.HTML(cards_html((), {}), elem_id="usher-cards", js_on_load=CARDS_JS, apply_default_css=False)
        gr.HTML(footer(serving, settings), elem_id="usher-footer", apply_default_css=False)

        state = [visit, pictures]
        everything = [talk, box, visit, cards, wish, talks, header, picker, about]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        answers = {"outputs": everything[:6], "concurrency_limit": AT_ONCE, "concurrency_id": "answers", **quiet}
        page.load(js=NO_LIST, api_visibility="private")
        arrived = page.load(desk.arrive, pictures, [*everything, to_say], **quiet)
        answering = [
            arrived.then(chat.respond, [to_say, *state], **answers),
            box.submit(chat.respond, [box, *state], **answers),
            talk.example_select(chat.chosen, state, **answers),
            talk.option_select(chat.chosen, state, **answers),
            talk.retry(chat.retry, state, **answers),
            talk.edit(chat.edit, state, **answers),
            wish.click(chat.let_go, state, **answers),
        ]
        answering[0].then(js=FORGET_ADDRESS, api_visibility="private")
        box.stop(chat.stopped, visit, [talk, box], cancels=answering, **quiet)
        # one click after the other, so that none overwrites another
        one_by_one: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_limit": 1, **quiet}
        cards.click(desk.judge, state, [visit, cards], **one_by_one)
        picker.input(desk.find, None, picker, **one_by_one)
        pictures.change(desk.pictures, state, cards, **quiet)
        talks.click(desk.talk, state, everything, cancels=answering, **quiet)
        talk.clear(desk.begin, pictures, everything, cancels=answering, **quiet)
        picker.select(desk.meet, pictures, everything, cancels=answering, **quiet)
        page.queue(max_size=WAITING, default_concurrency_limit=AT_ONCE)
    return page


def create_app(
    chatbot: Chatbot, current: Callable[[], Serving], settings: Settings, viewers: Viewers, home: Home
) -> fastapi.FastAPI:
    """The whole server: the conversation at `/`, the other rooms beside it, the HTTP interface below `/v1`."""
    app = fastapi.FastAPI(title="Usher", docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
    app.add_middleware(OnlyWhatThePageCalls)
    app.add_middleware(OnlyThisServer)
    add_site(app)
    site = Site(chatbot, current, settings, viewers, home)
    for add in ROOMS:
        add(app, site)
    page = build_page(chatbot, current, settings, viewers)
    gr.mount_gradio_app(
        app,
        page,
        "/",
        theme=theme(),
        css_paths=STYLE,
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        mcp_server=False,
    )
    return app


def serve(
    chatbot: Chatbot,
    current: Callable[[], Serving],
    settings: Settings,
    viewers: Viewers,
    home: Home,
    host: str,
    port: int,
) -> None:
    """Serve until interrupted.

    Raises:
        BadInput: the host is no address of this machine.
        UsherError: the port is in use or not to be had, or there is no build to answer from.
    """
    with listen(host, port) as listening:
        current()
        warm_up = threading.Timer(WARM_UP_AFTER, _warm_up, (current,))
        warm_up.daemon = True
        warm_up.start()
        everywhere = host in ("0.0.0.0", "::", "")  # noqa: S104
        shown = "127.0.0.1" if everywhere else f"[{host}]" if ":" in host else host
        logger.info("Usher is at http://%s:%d (stop it with Ctrl+C)", shown, port)
        server_of(lambda: create_app(chatbot, current, settings, viewers, home)).run(sockets=[listening])


def _warm_up(current: Callable[[], Serving]) -> None:
    """Load the text model while the first visitor reads the page: most first questions do without it."""
    current().index.embedder.ask(["a film"])


def server_of(make: Callable[[], fastapi.FastAPI]) -> uvicorn.Server:
    """A server that makes its app when it starts to run.

    The app is made inside the server's event loop: without a running one Gradio opens a dozen that nobody closes.
    Pages left open hold a stream each; these are cut off a second after the server is told to stop.
    """
    logging.getLogger("uvicorn.error").addFilter(_is_no_cut)
    config = uvicorn.Config(make, factory=True, log_config=None, access_log=False, timeout_graceful_shutdown=1)
    return uvicorn.Server(config)


def _is_no_cut(record: logging.LogRecord) -> bool:
    """The record does not tell of a stream that was cut off as the server stopped."""
    cut = record.exc_info is not None and isinstance(record.exc_info[1], asyncio.CancelledError)
    return not cut and not record.getMessage().startswith("Cancel ")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that nothing else can take the port while the page is being made.

    Raises:
        BadInput: the host is no address of this machine.
        UsherError: the port is in use or not to be had.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsherError(
                f"port {port} on {host} is in use: stop what uses it, or choose another with --port"
            ) from error
        if error.errno == errno.EACCES:
            raise UsherError(
                f"port {port} may not be used by this user: choose one from 1024 up with --port"
            ) from error
        raise BadInput(
            f"cannot serve on host {host!r}: {error.strerror}; name an address of this machine with --host"
        ) from error


def has_pictures(serving: Serving) -> bool:
    """Some movie has a picture that could be loaded."""
    return any(movie.poster_path for movie in serving.catalogue)


def footer(serving: Serving, settings: Settings) -> str:
    """Where answers and facts come from, as HTML."""
    parts = [f"{len(serving.catalogue):,} films."]
    made_of = load_manifest(serving.build, FORMAT).facts
    if made_of.get("imdb"):
        parts.append(f"The raters are simulated. {IMDB_NOTICE}")
    elif made_of["data"] is None:
        parts.append("This is the demo: its raters are simulated.")
    if settings.has_model:
        parts.append(f"Answers are worded by {escape(settings.usher_model)} and checked against the catalogue.")
    else:
        parts.append("Answers are composed without a language model.")
    if any(movie.tmdb_id for movie in serving.catalogue):
        parts.append(TMDB_NOTICE)
    parts.append('<a href="/privacy">What is kept and what is sent</a> · <a href="/api">For programs</a>')
    return " ".join(parts)
