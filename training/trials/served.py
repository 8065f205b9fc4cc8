"""What a served model survives: many callers at once and requests that are none; and what its log gives away."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

JSON = {"Content-Type": "application/json"}
STARTING = 1200
"""How many times a server that starts is asked whether it is there."""
MARK = "Xanthe Quillfeather"
"""A name that stands in every request and must stand in no line of the log."""

MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": f'{{"text": "{MARK}'.encode(),
    "no object": json.dumps([MARK]).encode(),
    "another key": json.dumps({"text": MARK}).encode(),
    "another column": json.dumps({"dataframe_records": [{"body": MARK}]}).encode(),
    "no records": json.dumps({"dataframe_records": MARK}).encode(),
    "records of no objects": json.dumps({"dataframe_records": [MARK]}).encode(),
    "no text": json.dumps({"dataframe_records": [{"text": None, "author": MARK}]}).encode(),
    "a number for a text": json.dumps({"dataframe_records": [{"text": 3, "author": MARK}]}).encode(),
    "a list for a text": json.dumps({"dataframe_records": [{"text": [MARK]}]}).encode(),
    "half a surrogate pair": b'{"dataframe_records": [{"text": "Ng said \\ud800 leave"}]}',
    "another encoding": '{"dataframe_records": [{"text": "café"}]}'.encode("latin-1"),
    "ragged rows": json.dumps({"dataframe_split": {"columns": ["text"], "data": [[MARK, "x"]]}}).encode(),
}
"""Requests that a caller must be told to mend, by what is wrong with them."""


@dataclass(frozen=True, slots=True)
class Load:
    """What many calls at once took.

    Attributes:
        calls, seconds: How many there were, and how long they took together.
        different: How many were answered otherwise than the same call alone.
        before, memory: The memory of the server's processes before, and the most that they held, in bytes.
    """

    calls: int
    seconds: float
    different: int
    before: int
    memory: int


@contextmanager
def server(model: str, log: Path, tracking: str = "sqlite:///mlflow.db") -> Iterator[tuple[str, psutil.Process]]:
    """Serve a model as `make serve` does; give its address and process. All that it says goes into `log`."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", model, "--env-manager", "local"]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "MLFLOW_TRACKING_URI": tracking}
    with (
        log.open("wb") as file,
        subprocess.Popen(  # noqa: S603 - our own command
            command, env=env, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            _wait(f"http://127.0.0.1:{port}/ping", process)
            yield f"http://127.0.0.1:{port}/invocations", psutil.Process(process.pid)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)


def load(address: str, process: psutil.Process, texts: Sequence[str], callers: int, rounds: int) -> Load:
    """Send each text alone, then all of them `rounds` times from so many callers at once, and compare the answers."""
    bodies = [json.dumps({"dataframe_records": [{"text": text}]}).encode() for text in texts]
    alone = [ask(address, body) for body in bodies]
    found = Load(0, 0.0, 0, _memory(process), 0)
    started = time.perf_counter()
    with ThreadPoolExecutor(callers) as pool:
        for _ in range(rounds):
            answers = list(pool.map(lambda body: ask(address, body), bodies))
            different = sum(answer != other for answer, other in zip(answers, alone, strict=True))
            found = replace(
                found,
                calls=found.calls + len(answers),
                different=found.different + different,
                memory=max(found.memory, _memory(process)),
            )
    return replace(found, seconds=time.perf_counter() - started)


def refusals(address: str) -> Iterator[tuple[str, int, str]]:
    """Yield what is wrong with each malformed request, and the code and the text with which it is answered."""
    for wrong, body in MALFORMED.items():
        yield (wrong, *ask(address, body))


def ask(address: str, body: bytes) -> tuple[int, str]:
    """Return the code and the text of an answer."""
    request = urllib.request.Request(address, body, JSON)  # noqa: S310 - a local address
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:  # noqa: S310 - a local address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(STARTING):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=10):  # noqa: S310 - a local address
                return
        except OSError:  # not there yet, or too busy to answer
            time.sleep(0.25)
    raise RuntimeError(f"The server did not start; ask it why: {' '.join(map(str, process.args))}")  # type: ignore[arg-type]


def _memory(process: psutil.Process) -> int:
    return sum(each.memory_info().rss for each in [process, *process.children(recursive=True)])
