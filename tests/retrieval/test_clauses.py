import pytest

from retrieval.clauses import MAX_CLAUSES, clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "a man wakes up on the same day, and the groundhog sees its shadow",
            ["a man wakes up on the same day", "the groundhog sees its shadow"],
        ),
        ("two robots fall in love", []),
        ("", []),
        ("a spy, you know", []),
        ("a well-known singer who loses her voice", ["a well-known singer", "loses her voice"]),
    ],
)
def test_a_request_is_cut_where_a_new_thing_is_told(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_an_endless_request_has_a_bounded_number_of_clauses() -> None:
    assert len(clauses(", ".join(f"the thing number {n} happens" for n in range(50)))) == MAX_CLAUSES
    assert clauses("it rains all day, it rains all day") == ["it rains all day"]
