import pytest

from retrieval.nicknames import is_short_for


@pytest.mark.parametrize(
    ("short", "name"),
    [("nic", "nicolas"), ("leo", "leonardo"), ("bob", "robert"), ("arnie", "arnold"), ("danny", "daniel")],
)
def test_a_short_form_is_known(short: str, name: str) -> None:
    assert is_short_for(short, name)


@pytest.mark.parametrize(
    ("short", "name"), [("al", "alan"), ("jo", "john"), ("robert", "robert"), ("anna", "annie"), ("tom", "timothy")]
)
def test_other_names_are_none(short: str, name: str) -> None:
    assert not is_short_for(short, name)
