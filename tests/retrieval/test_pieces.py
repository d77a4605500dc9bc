import numpy as np
import pytest

from data.errors import UsherError
from retrieval.index import CONTINUED, PIECE_SCALE, Reading
from retrieval.pieces import Pieces
from retrieval.vectors import EmbeddingCache, embed_all
from tests.retrieval.hashed_words import HashedWords

TEXTS = [["a shark at a beach", "the police chief"], ["a queen"], ["", "a queen in a castle of snow"], [""]]
REQUEST = "the shark and the queen"


@pytest.fixture
def cache(tmp_path):
    cache = EmbeddingCache(tmp_path / "cache")
    embed_all([text for of_movie in TEXTS for text in of_movie], HashedWords(), cache, lambda done, total: None)
    return cache


@pytest.fixture
def pieces(tmp_path, cache):
    return Pieces.build(tmp_path / "pieces.npz", TEXTS, HashedWords().name, cache)


def by_hand(text: str) -> list[float]:
    """The formula, piece by piece; every word is a piece with one number of its own."""
    model = HashedWords()
    read = lambda texts: [one for text in texts for one in zip(*_pieces(model.read([text])[0]), strict=True)]
    of_movies = [read(texts) for texts in TEXTS]
    near = []
    for mine in of_movies:
        total, weights = 0.0, 0.0
        for number, piece in read([text]):
            n = sum(any(number == other for other, _ in of_movie) for of_movie in of_movies)
            rarity = max(0.1, np.log((len(TEXTS) - n + 0.5) / (n + 0.5)))
            total += rarity * max([0.0, *(float(piece @ other) for _, other in mine)])
            weights += rarity
        near.append(total / weights)
    return near


def _pieces(reading: Reading) -> tuple[list[int], list[np.ndarray]]:
    return reading.ids.tolist(), list(reading.pieces.astype(np.float64) / PIECE_SCALE)


def test_nearness_is_that_of_the_formula(pieces):
    rows = np.array([2, 0, 3, 1])
    expected = by_hand(REQUEST)
    found = pieces.nearness(HashedWords().read([REQUEST])[0], rows)
    np.testing.assert_allclose(found, [expected[row] for row in rows], rtol=1e-4)
    assert found[2] == 0


def test_a_word_of_several_pieces_counts_once(pieces):
    whole = HashedWords().read([REQUEST])[0]
    ids = np.insert(whole.ids, 2, CONTINUED)
    longer = Reading(whole.vector, ids, np.insert(whole.pieces, 2, whole.pieces[4], axis=0))
    rows = np.arange(len(TEXTS))
    np.testing.assert_allclose(pieces.nearness(longer, rows), pieces.nearness(whole, rows), rtol=1e-6)


def test_a_text_without_words_is_near_to_nothing(pieces):
    assert pieces.nearness(HashedWords().read([""])[0], np.array([0, 1])).tolist() == [0, 0]


def test_what_was_built_is_opened_as_it_was(tmp_path, pieces):
    reading = HashedWords().read([REQUEST])[0]
    opened = Pieces.open(tmp_path / "pieces.npz", len(TEXTS))
    rows = np.arange(len(TEXTS))
    np.testing.assert_array_equal(opened.nearness(reading, rows), pieces.nearness(reading, rows))


def test_many_movies_are_written_some_after_the_other(tmp_path, cache, pieces, monkeypatch):
    monkeypatch.setattr("retrieval.pieces.MOVIES_AT_ONCE", 2)
    Pieces.build(tmp_path / "others.npz", TEXTS, HashedWords().name, cache)
    assert (tmp_path / "others.int8").read_bytes() == (tmp_path / "pieces.int8").read_bytes()


def test_pieces_of_another_catalogue_or_cut_short_are_refused(tmp_path, pieces):
    path = tmp_path / "pieces.npz"
    with pytest.raises(UsherError, match=r"are of 4 movies, not of 5: run `python app.py build` again"):
        Pieces.open(path, 5)
    whole = (tmp_path / "pieces.int8").read_bytes()
    (tmp_path / "pieces.int8").write_bytes(whole[:-1])
    with pytest.raises(UsherError, match=r"cannot read the pieces .*run `python app.py build` again"):
        Pieces.open(path, 4)
    path.unlink()
    with pytest.raises(UsherError, match="cannot read the pieces"):
        Pieces.open(path, 4)


def test_a_catalogue_without_movies_has_no_pieces(tmp_path, cache):
    Pieces.build(tmp_path / "none.npz", [], HashedWords().name, cache)
    found = Pieces.open(tmp_path / "none.npz", 0).nearness(HashedWords().read(["x"])[0], np.zeros(0, np.int64))
    assert found.tolist() == []


def test_a_word_is_nearest_to_the_same_word_in_a_like_context(minilm, tmp_path):
    texts = [["He robs the bank at night."], ["They sit on the bank of a river."]]
    cache = EmbeddingCache(tmp_path / "cache")
    embed_all([text for of_movie in texts for text in of_movie], minilm, cache, lambda done, total: None)
    pieces = Pieces.build(tmp_path / "pieces.npz", texts, minilm.name, cache)
    robbery, river = (minilm.read([text])[0] for text in ("money from a bank", "fishing from the bank of a stream"))
    rows = np.arange(2)
    assert pieces.nearness(robbery, rows)[0] > pieces.nearness(robbery, rows)[1]
    assert pieces.nearness(river, rows)[1] > pieces.nearness(river, rows)[0]
