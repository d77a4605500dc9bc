import json
from pathlib import Path

from data.accounts import Accounts, StoredTurn
from data.checks import ReadReport
from data.evenings import Evenings, Guest, Told
from data.exchange import read_given
from data.keys import Keys
from data.logins import Logins
from data.movies import Catalogue, Movie
from data.takeout import everything

CATALOGUE = Catalogue([Movie(1, "The Matrix", 1999, imdb_id="tt0133093"), Movie(2, "Amélie", 2001)])


def test_everything_of_an_account_is_in_it_and_nothing_of_another(accounts: Accounts) -> None:
    anna, _ = Logins(accounts).sign_up("Anna", "correct horse")
    ben, _ = Logins(accounts).sign_up("Ben", "correct horse")
    for account, stars in ((anna, 4.5), (ben, 1.0)):
        accounts.rate(account.account_id, 1, stars)
        accounts.rate(account.account_id, 99, stars)
        accounts.mark(account.account_id, 2, "watchlist")
        talk = accounts.start_conversation(account.account_id, f"{account.name}'s evening")
        said = [StoredTurn("user", f"I am {account.name}"), StoredTurn("assistant", "Hello", (1, 2))]
        accounts.save_turns(account.account_id, talk.conversation_id, said, {"wish": "none"})
        guests = (Guest(name=f"friend of {account.name}", stars=4.0, satisfaction=1.0),)
        Evenings(accounts).add(account.account_id, Told(movie_id=2, guests=guests))
    key = Keys(accounts).add(anna.account_id, "laptop")
    text = everything(accounts, anna, CATALOGUE)
    told = json.loads(text)
    assert (told["account"]["name"], told["account"]["role"]) == ("Anna", "admin")
    assert [(one["movieId"], one["stars"]) for one in told["ratings"]] == [(1, 4.5), (99, 4.5)]
    assert told["lists"]["watchlist"] == [{"movieId": 2, "title": "Amélie", "year": 2001}]
    (talk,) = told["conversations"]
    assert [turn["text"] for turn in talk["turns"]] == ["I am Anna", "Hello"]
    assert [movie["title"] for movie in talk["turns"][1]["movies"]] == ["The Matrix", "Amélie"]
    assert talk["state"] == {"wish": "none"}
    (evening,) = told["evenings"]
    assert (evening["movie"]["title"], evening["guests"][0]["name"]) == ("Amélie", "friend of Anna")
    assert [one["name"] for one in told["keys"]] == ["laptop"]
    assert "Ben" not in text
    assert key not in text
    assert "argon2" not in text


def test_what_was_taken_along_can_be_brought_back(accounts: Accounts, tmp_path: Path) -> None:
    anna = accounts.create("Anna")
    accounts.rate(anna.account_id, 1, 4.5)
    file = tmp_path / "usher.json"
    file.write_text(everything(accounts, anna, CATALOGUE), encoding="utf-8")
    (given,) = read_given(file, ReadReport())
    assert (given.title, given.year, given.stars, given.imdb_id) == ("The Matrix", 1999, 4.5, "tt0133093")
