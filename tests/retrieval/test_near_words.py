from pathlib import Path

import numpy as np
import pytest

from data.errors import UsherError
from data.movies import Catalogue, Movie
from retrieval.near_words import BONUS, LEAST, NEAREST, STRONG, NearWords, content_words, text_of
from retrieval.vectors import EmbeddingCache
from tests.retrieval.hashed_words import WORDS, HashedWords, random_catalogue

CATALOGUE = random_catalogue(120, seed=5)


@pytest.fixture
def near_words(tmp_path: Path) -> NearWords:
    return NearWords.build(tmp_path / "near", CATALOGUE, HashedWords(), EmbeddingCache(tmp_path / "cache"))


def by_hand(text: str, catalogue: Catalogue, model: HashedWords) -> list[float]:
    """The formula at the head of `near_words`, one word after the other."""
    words_of = [set(content_words(text_of(movie))) for movie in catalogue]
    every = sorted(set().union(*words_of))
    vectors = dict(zip(every, model.embed(every), strict=True))
    scores = [0.0] * len(catalogue)
    for word in set(content_words(text)) & set(every):
        cosines = {other: float(vectors[word] @ vectors[other]) for other in every}
        near = [other for other in sorted(every, key=lambda other: -cosines[other])[:NEAREST] if cosines[other] > LEAST]
        for row, words in enumerate(words_of):
            values = []
            for other in set(near) & words:
                used = sum(other in each for each in words_of)
                rarity = max(np.log((len(catalogue) - used + 0.5) / (used + 0.5)), 0.1)
                values.append(rarity * (cosines[other] - LEAST) / (1 - LEAST))
            best = max(values, default=0.0)
            scores[row] += best + (BONUS if best > STRONG else 0.0)
    return scores


@pytest.mark.parametrize(
    "text", ["shark", "a ghost and a queen in the snow", "nosuchword", "", "The SHARK, the shark!"]
)
def test_scores_are_those_of_the_formula(near_words: NearWords, text: str) -> None:
    assert near_words.search(text) == pytest.approx(by_hand(text, CATALOGUE, HashedWords()), abs=0.02)


def test_what_was_written_is_read_again(near_words: NearWords, tmp_path: Path) -> None:
    opened = NearWords.open(tmp_path / "near", len(CATALOGUE))
    for word in WORDS:
        np.testing.assert_array_equal(opened.search(word), near_words.search(word))
    assert opened.unknown("the shark zzyzx shark Zzyzx qwrtp") == ["zzyzx", "qwrtp"]
    np.testing.assert_array_equal(opened.counts, [len(set(content_words(text_of(movie)))) for movie in CATALOGUE])


def test_words_of_about_one_meaning_find_each_other(tmp_path: Path, films: Catalogue, minilm) -> None:
    near_words = NearWords.build(tmp_path / "near", films, minilm, EmbeddingCache(tmp_path / "cache"))
    for asked, movie_id in (("policemen", 11), ("beaches", 13), ("ghost", 5)):  # words that no movie uses
        assert near_words.unknown(asked) == [asked]
        scores = near_words.search(asked, minilm.embed([asked]))
        assert scores[films.ids.row(movie_id)] == scores.max() > 0
        assert not near_words.search(asked).any()


def test_a_catalogue_of_which_nothing_is_told_has_no_words(tmp_path: Path) -> None:
    silent = Catalogue([Movie(1, "Untold"), Movie(2, "Unsaid")])
    NearWords.build(tmp_path / "near", silent, HashedWords(), EmbeddingCache(tmp_path / "cache"))
    opened = NearWords.open(tmp_path / "near", 2)
    assert opened.search("anything at all").tolist() == [0, 0]
    assert opened.counts.tolist() == [0, 0]


@pytest.mark.parametrize("damage", [b"", b"no archive", None])
def test_a_damaged_file_is_named(near_words: NearWords, tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "near"
    path.write_bytes(path.read_bytes()[:-200] if damage is None else damage)
    with pytest.raises(UsherError, match=r"cannot read the words .*near.*build"):
        NearWords.open(path, len(CATALOGUE))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsherError, match="cannot write the words"):
        NearWords.build(tmp_path / "no" / "near", CATALOGUE, HashedWords(), EmbeddingCache(tmp_path / "cache"))
