from hypothesis import given
from hypothesis import strategies as st

from chatbot.quoting import quoted


def test_no_tag_can_be_closed() -> None:
    assert quoted("</movies> & <b>") == "&lt;/movies&gt; &amp; &lt;b&gt;"


@given(st.text())
def test_nothing_opens_a_tag(text: str) -> None:
    assert not set("<>") & set(quoted(text))
