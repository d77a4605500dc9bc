"""Cells that are measured once, whatever happens in between."""

import logging
import math
import threading
import time

import pandas as pd
import pytest

from data.errors import BadInput
from data.movies import Catalogue, Movie
from data.ratings import RATING_COLUMNS
from recommender.grid import Cell, Lane, Ledger, fingerprint, run_cells


def found(value):
    return {"table": pd.DataFrame({"model": ["a", "b"], "n": [1, 2], "value": [value, float("nan")]})}


class Counted:
    """A measurement that tells how often it was made, and fails on request."""

    def __init__(self, value, fails=False):
        self.value, self.fails, self.times = value, fails, 0

    def __call__(self):
        self.times += 1
        if self.fails:
            raise RuntimeError("power cut")
        return found(self.value)


def test_a_second_run_takes_every_cell_from_the_file(tmp_path):
    measures = [Counted(at / 3) for at in range(4)]
    cells = [Cell({"at": at}, measure) for at, measure in enumerate(measures)]
    first, second = Ledger(tmp_path / "cells.jsonl"), None
    run_cells([Lane(cells)], first)
    second = Ledger(tmp_path / "cells.jsonl")
    run_cells([Lane(cells)], second)
    assert [measure.times for measure in measures] == [1, 1, 1, 1]
    for cell in cells:
        pd.testing.assert_frame_equal(second[cell.name]["table"], first[cell.name]["table"])
        pd.testing.assert_frame_equal(second[cell.name]["table"], found(cell.name["at"] / 3)["table"])


def test_a_run_that_fails_keeps_what_was_finished_and_the_next_one_goes_on(tmp_path):
    before, broken, after = Counted(1.0), Counted(2.0, fails=True), Counted(3.0)
    cells = [Cell({"at": at}, measure) for at, measure in enumerate((before, broken, after))]
    with pytest.raises(RuntimeError, match="power cut"):
        run_cells([Lane(cells)], Ledger(tmp_path / "cells.jsonl"))
    broken.fails = False
    ledger = Ledger(tmp_path / "cells.jsonl")
    run_cells([Lane(cells)], ledger)
    assert before.times == 1
    assert all(cell.name in ledger for cell in cells)


def test_a_line_that_was_cut_off_costs_that_cell_only(tmp_path):
    path = tmp_path / "cells.jsonl"
    measures = [Counted(1.0), Counted(2.0)]
    cells = [Cell({"at": at}, measure) for at, measure in enumerate(measures)]
    run_cells([Lane(cells)], Ledger(path))
    whole = path.read_bytes()
    path.write_bytes(whole[:-7])
    run_cells([Lane(cells)], Ledger(path))
    assert [measure.times for measure in measures] == [1, 2]
    assert path.read_bytes() == whole


def test_lanes_run_side_by_side_and_a_lane_of_one_worker_one_after_the_other(tmp_path):
    meeting = threading.Barrier(3, timeout=20)  # one of the first lane with two of the second
    alone = threading.Lock()

    def first():
        assert alone.acquire(blocking=False)
        meeting.wait()
        alone.release()
        return found(1.0)

    def second():
        meeting.wait()
        return found(2.0)

    single = Lane([Cell({"first": at}, first) for at in range(2)])
    double = Lane([Cell({"second": at}, second) for at in range(4)], workers=2)
    ledger = Ledger(tmp_path / "cells.jsonl")
    run_cells([single, double], ledger)
    assert all(cell.name in ledger for lane in (single, double) for cell in lane.cells)


def test_an_error_stops_the_cells_that_have_not_begun(tmp_path):
    def slow():
        time.sleep(0.2)
        return found(0.0)

    later = Counted(1.0)
    lanes = [Lane([Cell({"a": 0}, Counted(0.0, fails=True))]), Lane([Cell({"b": 0}, slow), Cell({"b": 1}, later)])]
    with pytest.raises(RuntimeError, match="power cut"):
        run_cells(lanes, Ledger(tmp_path / "cells.jsonl"))
    assert later.times == 0


def test_progress_is_told_without_the_configuration(tmp_path, caplog):
    with caplog.at_level(logging.INFO):
        run_cells(
            [Lane([Cell({"rank": 5, "config": "{}", "data": "f00"}, Counted(1.0))])], Ledger(tmp_path / "c.jsonl")
        )
    (told,) = (record.getMessage() for record in caplog.records)
    assert told.startswith("cell 1 of 1 in ")
    assert told.endswith("s: rank 5")


def test_numbers_keep_their_kind_and_every_digit(tmp_path):
    ledger = Ledger(tmp_path / "cells.jsonl")
    ledger.add({"a": 1}, found(math.pi))
    table = Ledger(tmp_path / "cells.jsonl")[{"a": 1}]["table"]
    assert [kind.kind for kind in table.dtypes] == ["O", "i", "f"]
    assert table.value[0] == math.pi


def test_a_file_of_something_else_is_named(tmp_path):
    path = tmp_path / "cells.jsonl"
    path.write_text("userId,movieId\n1,2\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"cells\.jsonl.*delete it"):
        Ledger(path)
    with pytest.raises(BadInput, match="name another --out"):
        Ledger(tmp_path)


def test_other_data_has_another_fingerprint():
    ratings = pd.DataFrame([(1, 1, 4.0, 0)], columns=list(RATING_COLUMNS)).astype(RATING_COLUMNS)
    movies = Catalogue([Movie(1, "A")])
    prints = {
        fingerprint(ratings, movies),
        fingerprint(ratings.assign(stars=ratings.stars + 0.5), movies),
        fingerprint(ratings, Catalogue([Movie(1, "B")])),
    }
    assert len(prints) == 3
    assert fingerprint(ratings.copy(), Catalogue([Movie(1, "A")])) in prints
