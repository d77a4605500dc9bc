"""A real standalone cluster of Spark on the loopback: one master and two workers, each a process with its own Java."""

import contextlib
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from recommender.spark_java import JAVA_OPTIONS, javas, spark_home

START_SECONDS = 120.0
STARTED = re.compile(r"Starting Spark master at (spark://\S+)")
TASK = re.compile(rb"Running task \S+ in stage")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # what lives for seconds is not worth compiling twice
DEFAULTS = f"""\
spark.executor.extraJavaOptions {" ".join(QUICK)}
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.executor.memory 600m
spark.shuffle.io.retryWait 1s
spark.network.timeout 60s
"""


class Cluster:
    """Its processes, and what a program needs to use it.

    Attributes:
        master: as in `spark.master`.
        environment: variables of a program that drives it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._workers: list[tuple[subprocess.Popen[bytes], Path]] = []  # with the folders of their executors
        self._processes: list[subprocess.Popen[bytes]] = []
        scala = next((spark_home() / "jars").glob("scala-library-*.jar")).stem.rsplit("-", 1)[1]
        self._variables = {
            **os.environ,
            "SPARK_HOME": str(spark_home()),
            "SPARK_SCALA_VERSION": scala.rpartition(".")[0],
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
        }
        (folder / "spark-defaults.conf").write_text(DEFAULTS)
        self.environment = {"SPARK_CONF_DIR": str(folder), "SPARK_LOCAL_IP": "127.0.0.1"}
        _, log = self._start("master", "master.Master", "--port", "0")
        self.master = self._wait(log, STARTED)[1]
        for _ in range(2):
            self.start_worker()

    def start_worker(self) -> None:
        """Add a worker of one core."""
        name = f"worker-{len(self._processes)}"
        folder = self._folder / name
        words = ("--cores", "1", "--memory", "1g", "--work-dir", str(folder), self.master)
        process, log = self._start(name, "worker.Worker", *words)
        self._wait(log, re.compile("Successfully registered with master"))
        self._workers.append((process, folder))

    def begun(self) -> int:
        """How many tasks the newest worker has begun, of all programs."""
        logs = self._workers[-1][1].glob("*/*/stderr")
        return sum(len(TASK.findall(log.read_bytes())) for log in logs)

    def kill_a_worker(self, begun: int, is_running: Callable[[], bool]) -> bool:
        """Kill the newest worker and its executor once it has begun so many tasks, and start another one.

        Args:
            begun: as counted by `begun`.
            is_running: whether the work goes on; where it does not, nothing is killed.

        Returns:
            Whether the work went on after the kill.
        """
        while is_running():
            if self.begun() >= begun:
                worker, _ = self._workers.pop()
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                goes_on = is_running()
                self.start_worker()
                return goes_on
            time.sleep(0.02)
        return False

    def stop(self) -> None:
        """End all processes, whatever state they are in."""
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self, name: str, role: str, *words: str) -> tuple[subprocess.Popen[bytes], Path]:
        java = next(java for _, java in javas() if java is not None)
        log = self._folder / f"{name}.log"
        command = [java, "-Xmx128m", *QUICK, *JAVA_OPTIONS, "-cp", str(spark_home() / "jars" / "*")]
        command += [f"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", "--webui-port", "0", *words]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, env=self._variables, cwd=self._folder, stdout=out, stderr=out, start_new_session=True
            )
        self._processes.append(process)
        return process, log

    def _wait(self, log: Path, line: re.Pattern[str]) -> re.Match[str]:
        deadline = time.monotonic() + START_SECONDS
        while (found := line.search(log.read_text(errors="replace"))) is None:
            if self._processes[-1].poll() is not None or time.monotonic() > deadline:
                raise AssertionError(
                    f"{log.name} does not say {line.pattern!r}: {log.read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.05)
        return found


@contextlib.contextmanager
def spark_cluster(folder: Path) -> Iterator[Cluster]:
    """Start a cluster that keeps its files in a folder, and stop it again."""
    cluster = Cluster(folder)
    try:
        yield cluster
    finally:
        cluster.stop()
