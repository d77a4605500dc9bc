import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import fastapi
import pytest
from playwright.sync_api import Locator, Page, Route, expect
from pydantic import SecretStr

from chatbot.chain import Chatbot
from chatbot.llm import Endpoint
from chatbot.rooms.site import TMDB_NOTICE
from chatbot.serving import Serving
from chatbot.settings import Settings
from chatbot.ui.cards import PICTURES
from chatbot.ui.chat import EXAMPLES, SORRY
from chatbot.ui.page import create_app
from chatbot.viewers import Viewers
from data.errors import UsherError
from data.folders import Home

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Page]
ServeApp = Callable[[Callable[[], fastapi.FastAPI]], AbstractContextManager[str]]
WISH = "a thriller under two hours"


def say(page: Page, message: str) -> None:
    """Send a message and wait for the end of its answer: only whole answers carry chips."""
    answers = page.get_by_test_id("bot").count()
    page.get_by_role("textbox", name="Your message").fill(message)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_test_id("bot")).to_have_count(answers + 1)
    expect(page.locator("#usher-chat .option").first).to_be_visible()


def cards(page: Page) -> Locator:
    return page.get_by_role("article")


def titles(page: Page) -> list[str]:
    return [text.split(". ", 1)[1] for text in page.locator(".usher-card h3").all_inner_texts()]


def choose(page: Page, number: str) -> None:
    page.get_by_label("Who is watching").click()
    page.keyboard.type(number)
    page.get_by_role("option", name=re.compile(rf"^User {number} ")).click()
    expect(page.locator("#usher-about")).to_contain_text("Rated highest")


def test_an_example_is_answered_with_text_cards_and_chips(visit: Visit, site: str) -> None:
    page = visit(site)
    page.get_by_role("button", name=EXAMPLES[1]).click()
    expect(cards(page)).to_have_count(3)
    expect(page.get_by_test_id("user")).to_have_text(EXAMPLES[1])
    named = page.get_by_test_id("bot").locator("strong").all_inner_texts()
    assert named == titles(page)
    for place in range(3):
        expect(cards(page).nth(place)).to_contain_text("Why this one")
        expect(cards(page).nth(place)).to_contain_text(re.compile(r"199\d · \d h.* · ends \d\d?:\d\d"))
    page.locator("#usher-chat .option", has_text="something else").click()
    expect(page.get_by_test_id("bot")).to_have_count(2)
    expect(page.get_by_test_id("user").last).to_have_text("something else")
    expect(page.locator(".usher-card h3").first).not_to_contain_text(named[0])


def test_what_is_said_on_a_card_changes_the_next_answer(visit: Visit, site: str) -> None:
    page, other = visit(site), visit(site)
    for one in (page, other):
        say(one, WISH)
    assert titles(page) == titles(other)
    liked = titles(page)[0]
    page.get_by_role("button", name=f"I like {liked}", exact=True).click()
    expect(cards(page).first).to_contain_text("Noted: 5 stars.")
    expect(cards(page).first).to_contain_text("our next list")
    for one in (page, other):
        say(one, "something else")
    expect(page.locator("#usher-cards")).to_contain_text(f"ecause you liked {liked}")
    expect(page.locator("#usher-cards")).to_contain_text("stars predicted for you")
    expect(other.locator("#usher-cards")).not_to_contain_text("you liked")


def test_cards_work_by_keyboard_and_undo_takes_back(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    before = page.locator("#usher-cards").inner_html()
    dislike = cards(page).nth(1).get_by_text("Not for me")
    cards(page).nth(1).get_by_text("Like", exact=True).focus()
    page.keyboard.press("Tab")
    expect(dislike).to_be_focused()
    page.keyboard.press("Enter")
    expect(dislike).to_have_attribute("aria-pressed", "true")
    expect(dislike).to_be_focused()
    expect(cards(page).nth(1).get_by_role("status")).to_contain_text("Noted: 1.5 stars.")
    cards(page).nth(1).get_by_text("Undo").focus()
    page.keyboard.press("Space")
    expect(dislike).to_have_attribute("aria-pressed", "false")
    expect(cards(page).nth(1).get_by_role("status")).to_contain_text("Taken back.")
    assert page.locator("#usher-cards").inner_html().count('aria-pressed="true"') == before.count('aria-pressed="true"')


def test_clicks_in_quick_succession_all_count(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    page.evaluate("document.querySelectorAll('[data-kind=seen]').forEach((button) => button.click())")
    expect(page.locator("[data-kind=seen][aria-pressed=true]")).to_have_count(3)


def test_visitors_do_not_see_each_other(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    other = visit(site)
    expect(other.get_by_test_id("bot")).to_have_count(0)
    expect(cards(other)).to_have_count(0)


def test_a_user_is_found_by_number_and_gets_answers_of_their_own(visit: Visit, site: str, serving: Serving) -> None:
    user = int(serving.histories.users[-2])
    page = visit(site)
    say(page, WISH)
    choose(page, str(user))
    expect(cards(page)).to_have_count(0)
    expect(page.get_by_test_id("bot")).to_have_count(0)
    say(page, EXAMPLES[0])
    expect(page.locator("#usher-cards")).to_contain_text("Because you liked")
    expect(page.locator("#usher-cards")).to_contain_text("stars predicted for you")
    page.get_by_label("Clear").click()
    expect(page.get_by_test_id("bot")).to_have_count(0)
    expect(page.get_by_label("Who is watching")).to_have_value(re.compile(rf"^User {user} "))


def test_the_picker_works_by_keyboard(visit: Visit, site: str, serving: Serving) -> None:
    first, second = (int(user) for user in serving.histories.users[:2])
    page = visit(site)
    picker, about = page.get_by_label("Who is watching"), page.locator("#usher-about")
    picker.focus()
    expect(page.get_by_role("option")).to_have_count(21)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_have_text(re.compile(rf"^User {first} "))
    page.keyboard.press("Enter")
    expect(about).to_contain_text("Rated highest")
    expect(picker).to_have_value(re.compile(rf"^User {first} – \d+ ratings"))
    picker.focus()
    page.keyboard.type(str(second))
    page.keyboard.press("Enter")  # before the server has answered to the typing
    expect(picker).to_have_value(re.compile(rf"^User {second} "))
    picker.focus()
    page.keyboard.type("99999999")
    page.keyboard.press("Enter")
    expect(about).to_contain_text("There is no user 99999999.")
    expect(picker).to_have_value("Someone new")


def test_words_from_elsewhere_do_nothing_in_the_page(
    visit: Visit, hostile_site: str, hostile_words: str, serving: Serving
) -> None:
    page = visit(hostile_site)
    page.route(f"{PICTURES}/**", lambda route: route.abort())
    choose(page, str(serving.histories.users[0]))
    expect(page.locator("#usher-about")).to_contain_text(hostile_words.strip())
    say(page, hostile_words)
    expect(page.get_by_test_id("user").first).to_contain_text(hostile_words.strip())
    say(page, WISH)
    expect(cards(page)).to_have_count(3)
    cards(page).first.get_by_text("Like", exact=True).click()
    expect(cards(page).first).to_contain_text("Noted")
    assert page.locator("img[src='x'], [onerror]").count() == 0  # and `visit` fails on any dialog


def test_nothing_is_asked_of_another_server_until_pictures_are_switched_on(visit: Visit, hostile_site: str) -> None:
    page = visit(hostile_site)
    hosts: set[str] = set()
    page.on(
        "request",
        lambda request: hosts.add(re.sub(r"^(data:|blob:|\w+://[^/]*).*", r"\1", request.url, flags=re.DOTALL)),
    )

    def picture(route: Route) -> None:
        route.fulfill(content_type="image/svg+xml", body='<svg xmlns="http://www.w3.org/2000/svg"/>')

    page.route(f"{PICTURES}/**", picture)
    expect(page.get_by_role("textbox", name="Your message")).to_be_editable()  # nothing is cut off by the reload
    page.reload()
    say(page, WISH)
    page.get_by_role("button", name="I like").first.click()
    expect(cards(page).first).to_contain_text("Noted")
    assert hosts <= {hostile_site, "data:", "blob:"}
    page.get_by_label("Load posters from TMDB").check()
    expect(page.locator(".usher-poster img + img")).to_have_count(3)
    expect(page.locator("[data-kind=like][aria-pressed=true]")).to_have_count(1)
    page.wait_for_timeout(500)
    assert hosts <= {hostile_site, "data:", "blob:", "https://image.tmdb.org"}
    expect(page.locator("#usher-footer")).to_contain_text(TMDB_NOTICE)


def test_the_demo_needs_no_notice_of_tmdb_and_offers_no_pictures(visit: Visit, site: str) -> None:
    page = visit(site)
    expect(page.locator("#usher-footer")).not_to_contain_text("TMDB")
    expect(page.get_by_label("Load posters from TMDB")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_cards_stand_beside_the_conversation_or_below_it_on_a_telephone(visit: Visit, site: str, dark: bool) -> None:
    for width, height in ((1440, 900), (390, 844)):
        page = visit(site, width, height, dark=dark)
        say(page, WISH)
        chat, side = page.locator("#usher-chat").bounding_box(), page.locator("#usher-cards").bounding_box()
        assert chat is not None
        assert side is not None
        if width == 1440:
            assert side["x"] >= chat["x"] + chat["width"]
        else:
            assert side["y"] >= chat["y"] + chat["height"]
            heights = page.locator(".usher-actions button").evaluate_all("all => all.map(one => one.offsetHeight)")
            assert min(heights) >= 42
        assert page.evaluate("document.documentElement.scrollWidth") == width
        light = page.evaluate("getComputedStyle(document.body).backgroundColor").removeprefix("rgb(").split(",")[0]
        assert int(light) < 40 if dark else int(light) > 230


def test_a_visitor_is_told_in_plain_words_when_the_films_cannot_be_read(
    visit: Visit, serve_app: ServeApp, serving: Serving, no_model: Settings, viewers: Viewers, home: Home
) -> None:
    def broken() -> Serving:
        raise UsherError("cannot read the catalogue /secret/catalogue.jsonl: run `python app.py build` again")

    with serve_app(lambda: create_app(Chatbot(broken, None), lambda: serving, no_model, viewers, home)) as url:
        page = visit(url)
        page.get_by_role("textbox", name="Your message").fill(WISH)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_test_id("bot")).to_have_text(SORRY)
        expect(page.get_by_role("textbox", name="Your message")).to_have_value(WISH)
        assert "secret" not in page.content()


def test_a_language_model_that_fails_costs_a_sentence_and_no_answer(
    visit: Visit, serve_app: ServeApp, serving: Serving, viewers: Viewers, home: Home
) -> None:
    settings = Settings(
        _env_file=None,
        openai_base_url="http://127.0.0.1:9/v1",
        openai_api_key=SecretStr("sk-secret"),
        usher_model="tiny",
    )
    bot = Chatbot(lambda: serving, Endpoint(settings))
    with serve_app(lambda: create_app(bot, lambda: serving, settings, viewers, home)) as url:
        page = visit(url)
        expect(page.locator("#usher-footer")).to_contain_text("worded by tiny")
        say(page, EXAMPLES[0])
        expect(page.get_by_test_id("bot")).to_contain_text("so this answer comes from Usher's own evidence alone")
        expect(cards(page)).to_have_count(3)
        assert "127.0.0.1:9" not in page.content()
        assert "sk-secret" not in page.content()


def test_each_wish_is_a_pill_that_a_click_lets_go_with_the_films_that_it_leaves(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, "a thriller from the 90s, under two hours, no horror")
    pills = page.locator("#usher-wish button")
    expect(pills).to_have_text([re.compile(words) for words in ("1990s", "two hours", "thriller", "no horror")])
    counts = [
        int(count.replace(",", "")) for count in page.locator(".usher-funnel").inner_text().split(":")[-1].split("→")
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 3
    page.get_by_role("button", name="Let go of: 1990s").click()
    expect(page.get_by_test_id("user").last).to_have_text("Without: 1990s")
    expect(pills).to_have_count(3)
    expect(page.get_by_test_id("bot")).to_have_count(2)
    expect(cards(page)).to_have_count(3)


def test_a_conversation_goes_on_after_a_reload_and_is_opened_renamed_and_deleted(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    first = titles(page)
    page.reload()
    expect(page.get_by_test_id("user")).to_have_text(WISH)
    expect(cards(page)).to_have_count(3)
    assert titles(page) == first
    say(page, "tell me about the second one")
    expect(page.get_by_test_id("bot").last).to_contain_text(first[1])
    page.get_by_role("button", name="New conversation").click()
    expect(page.get_by_test_id("bot")).to_have_count(0)
    say(page, EXAMPLES[0])
    page.locator("summary").click()
    listed = page.locator(".usher-open-talk")
    expect(listed).to_have_text([EXAMPLES[0], WISH])
    page.get_by_role("button", name=f"Rename {WISH}").click()
    page.get_by_label(f"Another title for {WISH}").fill("<b>Short</b> thrillers")
    page.keyboard.press("Enter")
    expect(listed.last).to_have_text("<b>Short</b> thrillers")
    listed.last.click()
    expect(page.get_by_test_id("user").first).to_have_text(WISH)
    page.locator("summary").click()
    delete = page.get_by_role("button", name="Delete <b>Short</b> thrillers")
    delete.click()
    expect(delete).to_have_text("Really delete")
    delete.click()
    expect(page.get_by_test_id("user")).to_have_count(0)
    page.locator("summary").click()
    expect(listed).to_have_text([EXAMPLES[0]])


def test_a_member_goes_out_by_the_head_of_the_chat_and_comes_in_again(visit: Visit, site: str) -> None:
    page = visit(f"{site}/sign-up")
    page.get_by_label("Name").fill("Head of the chat")
    page.get_by_label("Password").fill("three quiet words")
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("link", name="Chat", exact=True).click()
    expect(page.get_by_role("link", name="Head of the chat")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()
    expect(page.get_by_role("link", name="Head of the chat")).to_have_count(0)


def test_a_message_is_answered_again_with_other_films_and_edited(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    first = titles(page)
    page.get_by_label("Retry").click()
    expect(page.locator(".usher-card h3").first).not_to_contain_text(first[0])
    expect(page.get_by_test_id("bot")).to_have_count(1)
    assert not {*first} & {*titles(page)}
    page.get_by_label("Edit").click()
    page.locator("#usher-chat textarea").fill("a comedy from the 80s")
    page.get_by_label("Submit").click()
    expect(page.get_by_test_id("user")).to_have_text("a comedy from the 80s")
    expect(page.locator("#usher-wish")).to_contain_text("1980s")
    expect(page.get_by_test_id("bot")).to_have_count(1)


def test_an_address_can_say_something_once(visit: Visit, site: str) -> None:
    page = visit(f"{site}/?say=a+western")
    expect(page.get_by_test_id("user")).to_have_text("a western")
    expect(cards(page)).to_have_count(3)
    page.reload()
    expect(page.get_by_test_id("user")).to_have_count(1)


def test_stars_and_keys_on_a_card(visit: Visit, site: str) -> None:
    page = visit(site)
    say(page, WISH)
    cards(page).first.focus()
    page.keyboard.press("4")
    expect(cards(page).first.locator("input:checked")).to_have_value("4.0")
    cards(page).first.focus()
    page.keyboard.press("w")
    expect(cards(page).first.locator("[data-kind=save]")).to_have_attribute("aria-pressed", "true")
    cards(page).first.focus()
    page.keyboard.press("u")
    expect(cards(page).first.locator("input:checked")).to_have_count(0)
    cards(page).first.get_by_label("3.5 stars").check(force=True)
    expect(cards(page).first.get_by_role("status")).to_contain_text("Noted: 3.5 stars.")
