"""The report: a page that stands by itself, with its figures and tables beside it."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from data.errors import BadInput
from recommender.figures import DOTS, NARROW, WIDE, Drawing
from recommender.report import Markup, Report, Section, Table, write_report, written

HOSTILE = "<script>alert('x')</script> & \"quoted\" $\\frac{1}{2}$"
EMPTY_TAGS = {"meta", "img", "source", "br", "link"}


class Page(HTMLParser):
    """Every tag of a page with its attributes, its texts, and the rows of its tables."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.rows, self.open = [], [], [], []
        self.feed(text)
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY_TAGS:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append([])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)
        if "td" in self.open or "th" in self.open:
            self.rows[-1][-1].append(data)


def line(name="line", width=NARROW):
    return Drawing(
        name, f"{name}: {HOSTILE}", lambda figure, theme: figure.add_subplot().plot([1, 2], [3, 1]), 2.0, width
    )


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "model": [HOSTILE, "b", "c"],
            "n": [12_345, 1, 7],
            "value": [0.123456, 0.5, float("nan")],
            "low": [0.1, 0.4, float("nan")],
            "high": [0.2, 0.6, float("nan")],
        }
    )


@pytest.fixture
def report(frame):
    table = Table("table", f"caption {HOSTILE}", frame, (("value", "low", "high"),), (("value", True), ("n", False)))
    return Report(
        f"Title {HOSTILE}",
        f"Summary {HOSTILE}",
        (("1", HOSTILE),),
        (
            Section("first", f"First {HOSTILE}", (f"Text {HOSTILE}", line(), line("broad", WIDE), table)),
            Section("second", "Second", (Markup("<p>made <b>elsewhere</b></p>"),)),
        ),
    )


def test_the_page_has_every_text_and_nothing_in_it_is_markup(tmp_path, report):
    text = write_report(tmp_path, report).read_text(encoding="utf-8")
    page = Page(text)
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "iframe", "object", "form"})
    everything = "".join(page.texts)
    for wanted in ("Title", "Summary", "First", "Text", "caption"):
        assert f"{wanted} {HOSTILE}" in everything
    assert HOSTILE in {value for _, attributes in page.tags for value in attributes.values()} or all(
        HOSTILE in attributes["alt"] for tag, attributes in page.tags if tag == "img"
    )
    assert "made <b>elsewhere</b>" in text
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_the_page_asks_nobody_for_anything(tmp_path, report):
    text = write_report(tmp_path, report).read_text(encoding="utf-8")
    for _, attributes in Page(text).tags:
        for name in ("src", "srcset", "href", "poster", "action"):
            assert attributes.get(name, "#").startswith(("data:image/png;base64,", "#"))
    style = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)[0]
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in text.replace(HOSTILE, "")


def test_every_figure_is_embedded_on_light_and_dark_paper_and_lies_beside_the_page(tmp_path, report):
    page = Page(write_report(tmp_path, report).read_text(encoding="utf-8"))
    lights = [attributes["src"] for tag, attributes in page.tags if tag == "img"]
    darks = [attributes["srcset"] for tag, attributes in page.tags if tag == "source"]
    assert len(lights) == len(darks) == 2
    for name, width, light, dark in zip(("line", "broad"), (NARROW, WIDE), lights, darks, strict=True):
        images = [Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))).convert("L") for url in (light, dark)]
        assert {image.size for image in images} == {(round(width * DOTS), 2 * DOTS)}
        paper = [image.getpixel((1, 1)) for image in images]
        assert paper[0] > 200
        assert paper[1] < 60
        assert (tmp_path / f"{name}.png").read_bytes() == base64.b64decode(light.split(",")[1])


def test_a_table_shows_what_its_csv_holds(tmp_path, report, frame):
    page = Page(write_report(tmp_path, report).read_text(encoding="utf-8"))
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "table.csv"), frame)
    assert ["".join(cell) for cell in page.rows[0]] == ["model", "n", "value"]
    assert [["".join(cell) for cell in row] for row in page.rows[1:]] == [
        [HOSTILE, "12,345", "0.1230.100 to 0.200"],
        ["b", "1", "0.5000.400 to 0.600"],
        ["c", "7", "–"],
    ]


def test_the_best_of_a_column_stands_out_where_there_is_a_choice(tmp_path, report):
    text = write_report(tmp_path, report).read_text(encoding="utf-8")
    assert re.findall(r"<strong>(.*?)</strong>", text) == ["1", "0.500"]  # n is better low, value better high


def test_a_long_table_is_folded_and_still_whole(tmp_path):
    frame = pd.DataFrame({"epoch": np.arange(40), "loss": np.linspace(2, 1, 40)})
    section = Section("a", "A", (Table("long", "Losses.", frame),))
    page = Page(write_report(tmp_path, Report("R", "s", (), (section,))).read_text(encoding="utf-8"))
    assert ("details", {}) in page.tags
    assert len(page.rows) == 41
    assert "Losses. (40 rows)" in page.texts


def test_the_same_report_is_the_same_file(tmp_path, report):
    first = write_report(tmp_path, report).read_bytes()
    assert write_report(tmp_path, report).read_bytes() == first


@pytest.mark.parametrize(
    ("value", "says"),
    [(1234, "1,234"), (np.int64(5), "5"), (0.12345, "0.123"), (np.float64("nan"), "–"), ("x", "x"), (True, "True")],
)
def test_values_are_written_by_their_kind(value, says):
    assert written(value, 3) == says


def test_a_folder_that_is_missing_is_named(tmp_path, report):
    with pytest.raises(BadInput, match="nowhere"):
        write_report(tmp_path / "nowhere", report)
