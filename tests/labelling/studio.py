"""A Label Studio of our own for tests: on this machine, with an empty folder, and without a word to the outside."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

PATIENCE = 1200
QUIET: Mapping[str, str] = {
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "FEATURE_FLAGS_OFFLINE": "true",
}
"""What keeps Label Studio from making requests to others."""


class Studio:
    """A running Label Studio as one of its users sees it."""

    def __init__(self, address: str, email: str) -> None:
        self.address = address
        self.email = email
        self.password = f"{email} knows"
        self.session = requests.Session()

    def sign_up(self) -> "Studio":
        """Become a user."""
        page = self.session.get(f"{self.address}/user/signup", timeout=60).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token, page
        form = {"csrfmiddlewaretoken": token[1], "email": self.email, "password": self.password}
        done = self.session.post(f"{self.address}/user/signup", data=form, timeout=60)
        assert done.ok, done.text
        return self

    def ask(self, method: str, path: str, **options: Any) -> Any:
        """Return what its API answers."""
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken") or "", "Referer": self.address}
        done = self.session.request(method, f"{self.address}/api/{path}", headers=headers, timeout=120, **options)
        assert done.ok, f"{method} {path}: {done.status_code} {done.text[:2000]}"
        return done.json() if done.content else None


@contextmanager
def running(command: Path, folder: Path) -> Iterator[str]:
    """Run Label Studio with its data in `folder` and give its address."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    arguments = ["start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        environment = {**os.environ, **QUIET, "HOME": str(folder)}
        environment.pop("PYTHONPATH", None)
        process = subprocess.Popen(  # noqa: S603
            [command, *arguments, "--data-dir", folder], env=environment, stdout=log, stderr=log, cwd=folder
        )
        try:
            _wait(address, process, folder / "log")
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(PATIENCE):
        assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            if requests.get(f"{address}/health", timeout=60).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            pass
        time.sleep(1)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))
