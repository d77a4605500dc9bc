"""The reports that the lab keeps."""

from pathlib import Path

import pandas as pd
import pytest

from chatbot.reports import NoReport, Reports
from data.errors import UsherError
from recommender.report import Report, Section, Table, write_report


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    return Reports(tmp_path / "reports")


def finish(reports: Reports, number: int) -> None:
    table = Table("grid", "A grid.", pd.DataFrame({"rank": [5], "reg": [0.1], "rmse": [0.9]}))
    write_report(reports.folder(number), Report("Evaluation", "", (), (Section("s", "S", (table,)),)))


def test_reports_are_numbered_and_the_newest_comes_first(reports: Reports) -> None:
    assert reports.all() == []
    first, second = reports.begin("the demo", ("--seed", "0")), reports.begin("mine", ())
    finish(reports, first)
    assert [(kept.number, kept.about, kept.options, kept.is_whole) for kept in reports.all()] == [
        (second, "mine", (), False),
        (first, "the demo", ("--seed", "0"), True),
    ]
    assert b"<h1>Evaluation</h1>" in reports.page(first)


def test_tables_are_read_back_as_they_were_written(reports: Reports) -> None:
    number = reports.begin("the demo", ())
    assert reports.table(number, "grid") is None
    finish(reports, number)
    table = reports.table(number, "grid")
    assert table is not None
    assert table.to_dict("records") == [{"rank": 5, "reg": 0.1, "rmse": 0.9}]


def test_a_deleted_report_is_gone_and_its_number_with_it(reports: Reports) -> None:
    number = reports.begin("the demo", ())
    folder = reports.folder(number)
    reports.delete(number)
    assert not folder.exists()
    for ask in (reports.folder, reports.page, reports.delete, reports.__getitem__):
        with pytest.raises(NoReport, match=f"no report {number}"):
            ask(number)


@pytest.mark.parametrize("number", [0, -1, 10**30])
def test_numbers_that_are_none_are_refused(reports: Reports, number: int) -> None:
    reports.begin("the demo", ())
    with pytest.raises(NoReport):
        reports.folder(number)


def test_an_unwritten_page_and_damage_are_told(reports: Reports) -> None:
    number = reports.begin("the demo", ())
    with pytest.raises(NoReport, match="not written yet"):
        reports.page(number)
    (reports.folder(number) / "grid.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsherError, match="cannot be read"):
        reports.table(number, "grid")
    (reports.folder(number) / "asked.json").write_text("[]")
    with pytest.raises(UsherError, match="damaged"):
        reports.all()
