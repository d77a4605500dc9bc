import json
from pathlib import Path

import pytest

from data.errors import BadInput
from data.movies import Catalogue
from retrieval.chroma import ChromaIndex
from retrieval.evaluate import KS, Described, evaluate, read_described
from retrieval.search import Search
from retrieval.titles import TitleFinder
from retrieval.vectors import EmbeddingCache
from retrieval.words import WordIndex

DESCRIBED = Path(__file__).with_name("described.jsonl")


def test_descriptions_are_joined_with_the_catalogue_by_title_and_year(tmp_path: Path, films: Catalogue) -> None:
    lines = [
        {"text": "a ship", "movies": ["Titanic (1997)", "Titanic (1953)"]},
        {"text": "unknown", "movies": ["Nosuch (1901)"]},
        {"text": "a day", "movies": ["Groundhog Day (1993)", "Nosuch (1901)"]},
    ]
    path = tmp_path / "described.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert read_described(path, films) == [Described("a ship", (9, 10)), Described("a day", (12,))]


@pytest.mark.parametrize("line", ["no json", '{"text": "a"}', "[1]", '{"text": "a", "movies": 3}'])
def test_a_line_that_is_not_like_that_is_named(tmp_path: Path, films: Catalogue, line: str) -> None:
    path = tmp_path / "described.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadInput, match=r"cannot read descriptions from .*described.jsonl"):
        read_described(path, films)
    with pytest.raises(BadInput, match=r"cannot read descriptions from .*none"):
        read_described(tmp_path / "none", films)


def test_shares_and_reciprocal_ranks_are_those_worked_out_by_hand(tmp_path: Path, films: Catalogue, letters) -> None:
    index = ChromaIndex.build(
        tmp_path / "index", films, letters, EmbeddingCache(tmp_path / "cache"), lambda done, total: None
    )
    words = WordIndex.build(tmp_path / "words", films)
    search = Search(index, words, TitleFinder(films, {}), {})
    ranked = [found.movie.movie_id for found in search.search("shark", 14)]
    described = [
        Described("shark", (ranked[0],)),
        Described("shark", (ranked[2], ranked[7])),
        Described("shark", (99,)),
    ]
    recall = evaluate(search, described)
    assert recall.count == 3
    assert recall.at == {
        1: pytest.approx(1 / 3),
        5: pytest.approx(2 / 3),
        10: pytest.approx(2 / 3),
        50: pytest.approx(2 / 3),
    }
    assert recall.reciprocal_rank == pytest.approx((1 + 1 / 3 + 0) / 3)
    assert tuple(recall.at) == KS
    with pytest.raises(ValueError, match="0 descriptions"):
        evaluate(search, [])
    index.close()
    words.close()


def test_our_descriptions_are_distinct_lines_of_text_and_movies() -> None:
    lines = [json.loads(line) for line in DESCRIBED.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len({line["text"] for line in lines}) >= 100
    assert all(line["text"].strip() and line["movies"] for line in lines)
