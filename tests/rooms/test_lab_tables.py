"""Tables of measurements as the lab shows them."""

import pandas as pd

from chatbot.rooms.lab_tables import STRONGEST, Cell, grid, heat

FRAME = pd.DataFrame(
    {"model": ["a", "b"], "RMSE": [0.9, 0.8], "RMSE low": [0.85, float("nan")], "RMSE high": [0.95, float("nan")]}
)


def test_ends_of_intervals_stand_below_their_number_and_the_best_stands_out() -> None:
    shown = grid("Errors", FRAME, low=("RMSE", "MAE"), decimals=2)
    assert shown.heads == [("model", False), ("RMSE", True)]
    assert shown.rows == [
        [Cell("a"), Cell("0.90", "0.85 to 0.95", is_number=True)],
        [Cell("b"), Cell("0.80", is_number=True, is_best=True)],
    ]
    assert grid("Errors", FRAME, high=("RMSE",)).rows[0][1].is_best


def test_the_best_cell_of_a_heat_map_is_the_darkest_and_the_worst_is_bare() -> None:
    cells = pd.DataFrame({0.1: [1.0, 0.5], 0.4: [0.75, float("nan")]}, index=pd.Index([5, 20], name="rank"))
    shown = heat("RMSE", cells, low_is_good=True, decimals=2)
    assert shown.heads == [("rank", False), ("0.1", True), ("0.4", True)]
    assert shown.rows == [
        [Cell("5"), Cell("1.00", is_number=True), Cell("0.75", is_number=True, shade=STRONGEST // 2)],
        [Cell("20"), Cell("0.50", is_number=True, is_best=True, shade=STRONGEST), Cell("–", is_number=True)],
    ]
    turned = heat("nDCG", cells, low_is_good=False, per_cent=True)
    assert turned.rows[0][1] == Cell("100%", is_number=True, is_best=True, shade=STRONGEST)


def test_a_heat_map_of_one_value_or_none_is_no_error() -> None:
    same = pd.DataFrame({"x": [1.0, 1.0]}, index=pd.Index([1, 2], name="n"))
    assert [row[1].is_best for row in heat("Same", same, low_is_good=True).rows] == [True, True]
    nothing = pd.DataFrame({"x": [float("nan")]}, index=pd.Index([1], name="n"))
    assert heat("None", nothing, low_is_good=True).rows == [[Cell("1"), Cell("–", is_number=True)]]
