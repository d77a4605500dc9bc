"""Every command, used as on a command line: what it prints and writes, and the one line that it says when it cannot."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import app
from chatbot.serving import Serving
from chatbot.settings import Settings
from data.accounts import Accounts
from data.folders import Home
from data.ratings import History

pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; its status, standard output and standard error."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "USHER_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)

    def run_command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["app.py", *map(str, arguments)])
        status = app.main()
        said = capsys.readouterr()
        return status, said.out, said.err

    return run_command


def refused(run: Run, *arguments: object) -> str:
    """The one line of a command that fails for bad input."""
    status, out, err = run(*arguments)
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert (status, out, len(lines)) == (2, "", 1), (status, out, err)
    return lines[0]


def test_ask_prints_one_answer(run: Run, demo_home: Path) -> None:
    status, out, _ = run("ask", "a 90s thriller under two hours", "--user", 3, "--home", demo_home)
    assert status == 0
    assert out.count("\n1. **") == 1


def test_ask_as_json_has_the_fields_of_the_contract(run: Run, demo_home: Path) -> None:
    status, out, _ = run("ask", "something like Heat", "-k", 5, "--json", "--home", demo_home)
    record = json.loads(out)
    assert status == 0
    assert set(record) == {"answer", "movies", "request", "latency_ms"}
    assert len(record["movies"]) == 5
    assert set(record["movies"][0]) == {"movieId", "title", "year", "score", "because"}
    scores = [movie["score"] for movie in record["movies"]]
    assert scores == sorted(scores, reverse=True)


def test_home_may_stand_before_the_command_or_in_the_environment(
    run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--home", demo_home, "search", "a shark")[0] == 0
    monkeypatch.setenv("USHER_HOME", str(demo_home))
    assert run("search", "a shark")[0] == 0


def test_a_batch_is_answered_in_order_and_follows_each_conversation(run: Run, demo_home: Path, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": "b", "user": None, "messages": [{"role": "user", "content": "a comedy"}], "k": 4},
        {
            "id": "a",
            "user": 12,
            "messages": [
                {"role": "user", "content": "a thriller"},
                {"role": "assistant", "content": "How about Heat (1995)?"},
                {"role": "user", "content": "something newer"},
            ],
            "k": 20,
        },
        {"id": 3, "user": 99999, "messages": [{"role": "user", "content": "what should I watch tonight"}]},
        {"id": 4, "user": 5, "messages": [{"role": "user", "content": "hello"}], "k": 6},
        {"id": 5, "user": 5, "messages": [{"role": "user", "content": "who directed Heat?"}], "k": 6},
    ]
    source.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert run("ask", "--batch", source, "--out", out, "--home", demo_home)[0] == 0
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["b", "a", 3, 4, 5]
    assert [len(answer["movies"]) for answer in answers] == [4, 20, 3, 6, 6]
    assert all(movie["year"] > 1995 and movie["title"] != "Heat" for movie in answers[1]["movies"])
    assert "Thriller" in answers[1]["request"]["filters"]["genres"]
    assert answers[4]["answer"] == "**Heat** (1995) was directed by Michael Mann."


def test_recommend_never_names_a_rated_movie_and_ranks_from_one(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path
) -> None:
    for model, name in (("blend", "r.csv"), ("als", "r.parquet"), ("two-tower", "r.csv"), ("popular", "r.csv")):
        out = tmp_path / name
        users = tmp_path / "users.csv"
        users.write_text("userId\n7\n3\n", encoding="utf-8")
        assert run("recommend", "--users", users, "-k", 15, "--model", model, "--out", out, "--home", demo_home)[0] == 0
        table = pd.read_csv(out) if out.suffix == ".csv" else pd.read_parquet(out)
        assert list(table.columns) == ["userId", "movieId", "rank", "score"]
        assert table.userId.drop_duplicates().tolist() == [7, 3]
        for user in (7, 3):
            rows = table[table.userId == user]
            assert rows["rank"].tolist() == list(range(1, 16))
            assert rows.score.is_monotonic_decreasing
            assert set(rows.movieId).isdisjoint(serving.history(user).stars)


def test_recommend_for_all_users_and_for_someone_new(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path
) -> None:
    out, ratings = tmp_path / "all.csv", tmp_path / "new.csv"
    ratings.write_text("userId,movieId,rating,timestamp\n100001,5,5.0,1\n100001,9,0.5,2\n", encoding="utf-8")
    assert run("recommend", "--users", "all", "-k", 3, "--out", out, "--ratings", ratings, "--home", demo_home)[0] == 0
    table = pd.read_csv(out)
    assert set(table.userId) == {*serving.histories.users.tolist(), 100001}
    assert not {5, 9} & set(table[table.userId == 100001].movieId)


def test_what_comes_next_is_another_list_and_candidates_are_the_only_movies_in_it(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path
) -> None:
    out, candidates = tmp_path / "r.csv", tmp_path / "candidates.csv"
    of_one = ("recommend", "--users", 7, "-k", 20, "--out", out, "--home", demo_home)
    lists = {}
    for aim in ("any", "next"):
        for model in ("blend", "two-tower"):
            assert run(*of_one, "--aim", aim, "--model", model)[0] == 0
            lists[aim, model] = pd.read_csv(out).movieId.tolist()
    assert lists["any", "blend"] != lists["next", "blend"]
    assert lists["any", "two-tower"] != lists["next", "two-tower"]
    seen = next(iter(serving.history(7).stars))
    some = [lists["any", "blend"][place] for place in (12, 3, 8)]
    candidates.write_text("movieId\n" + "\n".join(map(str, [*some, seen, 999_999])), encoding="utf-8")
    assert run(*of_one, "--candidates", candidates)[0] == 0
    assert set(pd.read_csv(out).movieId) == set(some)


def test_lists_of_all_users_are_the_same_in_parts_and_in_either_format(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_one, in_parts, parquet = (tmp_path / name for name in ("one.csv", "parts.csv", "parts.parquet"))
    of_all = ("recommend", "--users", "all", "-k", 5, "--model", "als", "--home", demo_home, "--out")
    assert run(*of_all, in_one)[0] == 0
    monkeypatch.setattr("chatbot.tables.USERS_AT_ONCE", 70)
    assert run(*of_all, in_parts)[0] == run(*of_all, parquet)[0] == 0
    pd.testing.assert_frame_equal(pd.read_csv(in_parts), pd.read_csv(in_one))  # scores but for rounding
    pd.testing.assert_frame_equal(pd.read_parquet(parquet), pd.read_csv(in_parts))
    assert len(pd.read_csv(in_one)) == 5 * len(serving.histories.users)


def test_the_knobs_put_what_is_different_and_what_is_little_known_first(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path
) -> None:
    def movies(*knobs: object) -> list[int]:
        out = tmp_path / "knobs.csv"
        assert run("recommend", "--users", 7, "-k", 10, *knobs, "--out", out, "--home", demo_home)[0] == 0
        found: list[int] = pd.read_csv(out).movieId.tolist()
        return found

    def raters(movie_ids: list[int]) -> int:
        return sum(serving.reputations[movie_id].count for movie_id in movie_ids if movie_id in serving.reputations)

    plain = movies()
    assert movies("--diversity", 0, "--novelty", 0) == plain
    unlike = movies("--diversity", 0.8)
    assert unlike[0] == plain[0]
    assert unlike != plain
    assert raters(movies("--novelty", 1)) < raters(movies("--novelty", 0.5)) < raters(plain)


def test_predict_gives_stars_for_every_pair_in_order(run: Run, demo_home: Path, tmp_path: Path) -> None:
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    pairs.write_text("userId,movieId\n3,10\n99999,10\n3,99999\n99999,99999\n3,10\n", encoding="utf-8")
    assert run("predict", pairs, "--out", out, "--home", demo_home)[0] == 0
    table = pd.read_csv(out)
    assert list(table.columns) == ["userId", "movieId", "prediction"]
    assert table.userId.tolist() == [3, 99999, 3, 99999, 3]
    assert table.prediction.between(0.5, 5).all()
    assert table.prediction[0] == table.prediction[4]


def test_predict_says_how_sure_it_is(run: Run, demo_home: Path, tmp_path: Path) -> None:
    pairs, plain, sure = tmp_path / "pairs.csv", tmp_path / "plain.csv", tmp_path / "sure.csv"
    pairs.write_text("userId,movieId\n3,10\n99999,99999\n", encoding="utf-8")
    assert run("predict", pairs, "--out", plain, "--home", demo_home)[0] == 0
    assert run("predict", pairs, "--intervals", "--out", sure, "--home", demo_home)[0] == 0
    table = pd.read_csv(sure)
    assert list(table.columns) == ["userId", "movieId", "prediction", "low", "high", "confidence"]
    pd.testing.assert_frame_equal(table[["userId", "movieId", "prediction"]], pd.read_csv(plain))
    assert (table.low < table.prediction).all()
    assert (table.prediction < table.high).all()
    width = table.high - table.low
    assert width[0] < width[1]
    assert table.confidence[1] == "a guess"


def test_predict_knows_people_who_were_not_in_training_by_their_ratings(
    run: Run, demo_home: Path, serving: Serving, tmp_path: Path
) -> None:
    pairs, out, ratings = tmp_path / "pairs.csv", tmp_path / "out.csv", tmp_path / "new.csv"
    told = {"hater": (100_001, 0.5), "lover": (100_002, 5.0), "of the training": (3, 5.0)}
    rated = [movie.movie_id for movie in serving.catalogue][:8]
    asked = serving.catalogue.movies[20].movie_id
    lines = [f"{user},{movie},{stars},1" for user, stars in told.values() for movie in rated]
    ratings.write_text("\n".join(["userId,movieId,rating,timestamp", *lines, ""]), encoding="utf-8")
    pairs.write_text("userId,movieId\n" + "".join(f"{user},{asked}\n" for user, _ in told.values()), encoding="utf-8")
    assert run("predict", pairs, "--ratings", ratings, "--out", out, "--home", demo_home)[0] == 0
    hater, lover, known = pd.read_csv(out).prediction
    assert hater + 1 < lover
    assert known != pytest.approx(serving.stars.predict([3], [asked])[0], abs=1e-3)
    assert lover == pytest.approx(serving.stars.predict_one(History(None, dict.fromkeys(rated, 5.0)), asked), abs=1e-3)


def test_similar_takes_a_title_or_an_id(
    run: Run, demo_home: Path, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    heat = serving.titles.find("Heat")[0].movie.movie_id
    _, by_title, _ = run("similar", "heat", "-k", 5, "--json", "--home", demo_home)
    _, by_id, _ = run("similar", heat, "-k", 5, "--json", "--home", demo_home)
    rows = json.loads(by_title)
    assert rows == json.loads(by_id)
    sources = ["together", "als", "als_l2", "two_tower", "history_tower", "description"]
    assert list(dict.fromkeys(row["source"] for row in rows)) == sources
    assert list(rows[0]) == ["source", "rank", "movieId", "title", "year", "similarity"]
    assert all(row["movieId"] != heat for row in rows)
    _, printed, _ = run("similar", heat, "-k", 5, "--home", demo_home)
    head, first, *rest = printed.splitlines()
    assert head.split() == ["rank", *sources]
    assert first.split()[0] == "1"
    assert len(rest) == 4


def test_search_finds_by_description(run: Run, demo_home: Path) -> None:
    _, out, _ = run("search", "a great white shark terrorises a beach town", "-k", 3, "--json", "--home", demo_home)
    assert json.loads(out)[0]["title"] == "Jaws"


def test_doctor_finds_everything_in_order(run: Run, demo_home: Path) -> None:
    status, out, err = run("doctor", "--home", demo_home)
    assert status == 0, out + err
    assert "FAIL" not in out
    assert len(out.splitlines()) == 9


def test_accounts_move_from_the_home_folder_to_the_database_that_is_set(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql_url: str
) -> None:
    home = ("--home", tmp_path)
    monkeypatch.delenv("USHER_DATABASE", raising=False)
    accounts = Accounts.open(Home(tmp_path))
    accounts.rate(accounts.create("Anna").account_id, 7, 4.5)
    accounts.close()
    assert "to USHER_DATABASE: set it" in refused(run, "move-accounts", *home)
    monkeypatch.setenv("USHER_DATABASE", postgresql_url)
    status, out, _ = run("move-accounts", *home)
    assert (status, out.split()[:4]) == (0, ["1", "accounts", "are", "in"])
    assert "has accounts, ratings already" in refused(run, "move-accounts", *home)
    assert "which must be there" in refused(run, "move-accounts", "--home", tmp_path / "empty")
    moved = Accounts(postgresql_url)
    assert [moved.ratings(account.account_id) for account in moved.accounts()] == [{7: 4.5}]
    moved.close()


def test_wrong_arguments_get_one_line_and_status_2(run: Run, demo_home: Path, tmp_path: Path) -> None:
    home = ("--home", demo_home)
    assert "''" in refused(run, "ask", "", *home)
    assert "ask" in refused(run, "ask", *home)
    assert "--out" in refused(run, "ask", "--batch", tmp_path / "x.jsonl", *home)
    assert "x.jsonl" in refused(run, "ask", "--batch", tmp_path / "x.jsonl", "--out", tmp_path / "o", *home)
    assert "'Zorblax Rising'" in refused(run, "similar", "Zorblax Rising", *home)
    assert "'nearest'" in refused(
        run, "recommend", "--users", "all", "--model", "nearest", "--out", tmp_path / "o.csv", *home
    )
    assert ".csv" in refused(run, "recommend", "--users", "3", "--out", tmp_path / "o.txt", *home)
    assert "nobody.csv" in refused(run, "recommend", "--users", "nobody.csv", "--out", tmp_path / "o.csv", *home)
    to_file = ("--users", 3, "--out", tmp_path / "o.csv", *home)
    assert "--aim is 'soon'" in refused(run, "recommend", "--aim", "soon", *to_file)
    (tmp_path / "users.csv").write_text("userId\n3\n", encoding="utf-8")
    assert "movieId" in refused(run, "recommend", "--candidates", tmp_path / "users.csv", *to_file)
    assert "--diversity is 1.5" in refused(run, "recommend", "--diversity", 1.5, *to_file)
    assert "--novelty is nan" in refused(run, "recommend", "--novelty", "nan", *to_file)
    assert "-k is 0" in refused(run, "search", "x", "-k", 0, *home)
    assert "-k is -3" in refused(run, "similar", "Heat", "-k", -3, *home)
    assert "-k many" in refused(run, "search", "x", "-k", "many", *home)
    assert "frobnicate" in refused(run, "frobnicate")
    assert "--frob" in refused(run, "ask", "x", "--frob")
    assert "nowhere" in refused(run, "build", "--data", tmp_path / "nowhere", "--home", tmp_path / "h")
    assert f"cannot write {tmp_path}: it is a folder" in refused(
        run, "predict", *_pairs(tmp_path), "--out", tmp_path, *home
    )
    assert "'no/where/o.csv'" in refused(run, "predict", *_pairs(tmp_path), "--out", "no/where/o.csv", *home).replace(
        "cannot write no/where/o.csv", "'no/where/o.csv'"
    )


def _pairs(folder: Path) -> tuple[Path]:
    path = folder / "p.csv"
    path.write_text("userId,movieId\n1,1\n", encoding="utf-8")
    return (path,)


def test_a_home_without_a_build_or_with_half_of_one_says_what_to_do(run: Run, tmp_path: Path) -> None:
    for name, content in (("empty", None), ("half", "build-000009\n")):
        home = tmp_path / name
        home.mkdir()
        if content:
            (home / "current").write_text(content, encoding="utf-8")
        status, out, err = run("ask", "hello", "--home", home)
        assert (status, out) == (1, "")
        assert err.startswith("error: ")
        assert "app.py build" in err
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert "is a file" in refused(run, "ask", "hello", "--home", file)


def test_a_bad_setting_is_named(run: Run, demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USHER_MODEL_TIMEOUT", "soon")
    assert "USHER_MODEL_TIMEOUT" in refused(run, "ask", "hello", "--home", demo_home)
