"""Commands beside the server: real processes of a few lines, and once a real build."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.jobs import KEPT_LINES, LONGEST_LINE, Job, Jobs
from data.errors import BadInput
from data.folders import Home, verify

Make = Callable[..., Jobs]


@pytest.fixture
def jobs_of(tmp_path: Path) -> Iterator[Make]:
    """Jobs whose command is a script."""
    made: list[Jobs] = []

    def make(script: str, grace: float = 10.0) -> Jobs:
        path = tmp_path / "command.py"
        path.write_text(f"import os, pathlib, signal, subprocess, sys, time\n{script}")
        made.append(Jobs((sys.executable, str(path)), grace))
        return made[-1]

    yield make
    for jobs in made:
        jobs.close()


def job(jobs: Jobs) -> Job:
    last = jobs.last()
    assert last is not None
    return last


def until(jobs: Jobs, holds: Callable[[Job], bool]) -> Job:
    """The job as soon as that holds of it; the test's own time limit ends a wait for nothing."""
    while not holds(job(jobs)):
        time.sleep(0.02)
    return job(jobs)


def ended(jobs: Jobs) -> Job:
    return until(jobs, lambda job: job.state != "running")


def tells(line: str) -> Callable[[Job], bool]:
    return lambda job: line in job.lines


def test_without_a_job_there_is_none(jobs_of: Make) -> None:
    jobs = jobs_of("")
    assert jobs.last() is None
    jobs.cancel()
    jobs.close()


def test_a_job_gets_its_command_and_options_and_gives_its_result(jobs_of: Make) -> None:
    jobs = jobs_of("print('passed over'); print(*sys.argv[1:])")
    started = jobs.start("build", ("--seed", "3; rm -rf /"), "a build of nothing")
    assert (started.number, started.kind, started.about, started.result) == (1, "build", "a build of nothing", "")
    done = ended(jobs)
    assert (done.state, done.share, done.result) == ("done", 1.0, "build --seed 3; rm -rf /")


def test_progress_is_told_while_it_runs(jobs_of: Make, tmp_path: Path) -> None:
    go = tmp_path / "go"
    jobs = jobs_of(
        "print('3/4 training', file=sys.stderr, flush=True)\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)\n"
        "print('cell 9 of 10 in 1.0 s: grid', file=sys.stderr, flush=True)\n"
        "sys.exit(1)"
    )
    jobs.start("evaluate", (), "an evaluation")
    training = until(jobs, tells("3/4 training"))
    assert (training.state, training.share) == ("running", 0.5)
    go.touch()
    assert ended(jobs).share == 0.9


def test_there_is_one_job_at_a_time_and_another_after_it(jobs_of: Make) -> None:
    jobs = jobs_of("time.sleep(60 if sys.argv[1] == 'build' else 0)")
    jobs.start("build", (), "the build of demo data")
    with pytest.raises(BadInput, match="the build of demo data is still running"):
        jobs.start("evaluate", (), "an evaluation")
    jobs.cancel()
    ended(jobs)
    assert jobs.start("evaluate", (), "an evaluation").number == 2
    assert ended(jobs).state == "done"


def test_a_failure_is_told_in_the_commands_own_words(jobs_of: Make) -> None:
    jobs = jobs_of("print('error: /nowhere is not a folder', file=sys.stderr); sys.exit(2)")
    jobs.start("build", (), "a build")
    failed = ended(jobs)
    assert (failed.state, failed.result) == ("failed", "/nowhere is not a folder")


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("2/4 indexing the texts of 9 movies", 0.25),
        ("cell 3 of 12 in 1.5 s: measures grid", 0.25),
        ("6 of 8 cells were measured before", 0.75),
        ("0 of 12 texts are new, in 0.1 s", None),
        ("    epoch 10, loss 3.4", None),
    ],
)
def test_only_stages_and_cells_count_as_progress(jobs_of: Make, line: str, share: float | None) -> None:
    jobs = jobs_of(f"print({line!r}, file=sys.stderr); sys.exit(1)")
    jobs.start("evaluate", (), "an evaluation")
    assert ended(jobs).share == share


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "ended by signal 9"),
        ("1 / 0", "ended with status 1"),
        ("sys.stderr.buffer.write(bytes(range(256)) * 99); sys.exit(3)", "ended with status 3"),
    ],
)
def test_a_crash_harms_nobody_else(jobs_of: Make, script: str, why: str) -> None:
    jobs = jobs_of(script)
    jobs.start("build", (), "a build")
    failed = ended(jobs)
    assert failed.state == "failed"
    assert why in failed.result
    assert jobs.start("build", (), "a build").state == "running"


def test_a_command_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="cannot start '/nowhere/python'"):
        Jobs(("/nowhere/python",)).start("build", (), "a build")


def test_a_cancelled_job_ends_with_all_that_it_has_started(jobs_of: Make) -> None:
    jobs = jobs_of(
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('child', child.pid, file=sys.stderr, flush=True)\n"
        "time.sleep(60)"
    )
    jobs.start("evaluate", (), "an evaluation")
    child = int(until(jobs, lambda job: bool(job.lines)).lines[0].split()[1])
    jobs.cancel()
    jobs.cancel()
    assert ended(jobs).state == "cancelled"
    while Path(f"/proc/{child}").exists() and "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]:
        time.sleep(0.02)


def test_a_job_that_will_not_end_is_made_to(jobs_of: Make) -> None:
    deaf = "signal.signal(15, signal.SIG_IGN); print('deaf', file=sys.stderr, flush=True); time.sleep(60)"
    jobs = jobs_of(deaf, grace=0.2)
    jobs.start("build", (), "a build")
    until(jobs, tells("deaf"))
    jobs.close()
    assert job(jobs).state == "cancelled"


def test_what_is_kept_of_a_chatty_job_is_bounded(jobs_of: Make) -> None:
    jobs = jobs_of("for n in range(5000): print(n, 'x' * 5000, file=sys.stderr)")
    jobs.start("build", (), "a build")
    done = ended(jobs)
    assert len(done.lines) == KEPT_LINES
    assert done.lines[-1].startswith("4999 ")
    assert max(map(len, done.lines)) == LONGEST_LINE


def test_a_refused_folder_is_told_by_the_real_command(tmp_path: Path) -> None:
    jobs = Jobs()
    jobs.start("build", ("--data", str(tmp_path / "nowhere"), "--home", str(tmp_path / "home")), "a build")
    assert "nowhere is not a folder" in ended(jobs).result
    assert Home(tmp_path / "home").current() is None


@pytest.mark.slow
@pytest.mark.spark
def test_a_real_build_is_followed_to_its_end(movielens: Path, tmp_path: Path) -> None:
    jobs = Jobs()
    jobs.start("build", ("--data", str(movielens), "--home", str(tmp_path), "--seed", "2"), "a build")
    shares = set()

    def is_over(job: Job) -> bool:
        shares.add(job.share)
        return job.state != "running"

    done = until(jobs, is_over)
    assert done.state == "done", done.lines
    assert {0.25, 0.5} <= shares
    build = Home(tmp_path).current()
    assert build is not None
    assert Path(done.result) == build
    verify(build, checksums=True)
