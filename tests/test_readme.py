"""What the README shows is what happens: its Python and its commands run."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stance.models import BASELINE
from stance.types import ROW_FIELDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "tests" / "articles" / "example.txt"
ELSEWHERE = {"python -m stance.spark in.parquet out.parquet": "tests/test_spark.py"}
"""Commands that other tests run, where starting up costs too much to do it twice."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    lines = [re.sub(r"\s+#.*", "", line) for block in blocks("sh") for line in block.splitlines()]
    return [line for line in lines if line not in ("", *ELSEWHERE)]


MAKES = [line for line in commands() if line.startswith("make")]
OTHERS = [line for line in commands() if not line.startswith("make")]

Ran = dict[str, "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with all that the README's commands name, and with `stance` and `jq` to be found."""
    folder = tmp_path_factory.mktemp("readme")
    article = EXAMPLE.read_text(encoding="utf-8")
    for name in ("article.txt", "archive/first.txt", "archive/second.txt", "feed/today.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(article, encoding="utf-8")
    (folder / "runs" / "…").mkdir(parents=True)
    (folder / "runs" / "…" / "model").symlink_to(BASELINE)
    (folder / "bin").mkdir()
    select = "import json, sys; [print(json.loads(line)[sys.argv[1][1:]]) for line in sys.stdin]"
    for name, does in (("stance", "-m stance"), ("python", ""), ("jq", f"-c {shlex.quote(select)}")):
        (folder / "bin" / name).write_text(f'#!/bin/sh\nexec {sys.executable} {does} "$@"\n', encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def ran(folder: Path) -> Ran:
    """Give what came of the commands, run one after the other."""
    return {line: run(line, folder) for line in OTHERS}


def run(line: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "COLUMNS": "200", "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S603
        ["bash", "-c", f"set -o pipefail; {line}"],  # noqa: S607
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_python_prints_who_holds_what(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    for code in blocks("python"):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["senator", "NATO"]
    assert [line.split()[2] for line in lines[:2]] == ["support", "oppose"]


@pytest.mark.parametrize("line", OTHERS)
def test_a_command_does_its_work(line: str, ran: Ran, folder: Path) -> None:
    came = ran[line]
    assert came.returncode == 0, came.stderr
    written = [folder / name for option, name in re.findall(r"(-o|--output|--cache) (\S+)", line)]
    assert came.stdout or written
    assert all(path.stat().st_size for path in written)


def test_the_files_of_rows_hold_rows(ran: Ran, folder: Path) -> None:
    assert ran
    assert tuple(pq.read_schema(folder / "rows.parquet").names) == ROW_FIELDS
    assert (folder / "today.csv").read_text(encoding="utf-8").startswith(",".join(ROW_FIELDS))


def test_the_pipe_gives_an_actor_a_line(ran: Ran, folder: Path) -> None:
    rows = run("stance classify article.txt", folder).stdout.splitlines()
    (line,) = [line for line in OTHERS if "jq" in line]
    assert ran[line].stdout.splitlines() == [json.loads(row)["actor"] for row in rows]


def test_the_table_is_the_one_that_is_shown(folder: Path) -> None:
    (command, _, *rows) = next(block for block in blocks("") if block.startswith("$ stance")).splitlines()
    shown = run(f"{command.removeprefix('$ ')} --table", folder).stdout.splitlines()
    for row in rows:
        cells = re.split(r"\s{2,}", row.strip())
        actor, role, stance, words = (*cells[:3], cells[4].split(" …")[0])
        assert any(all(cell in line for cell in (actor, role, stance, words)) for line in shown)


@pytest.mark.parametrize("line", MAKES)
def test_make_knows_the_target(line: str) -> None:
    plan = subprocess.run(["bash", "-c", f"{line} --dry-run"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607
    assert plan.returncode == 0, plan.stderr
    assert plan.stdout


@pytest.mark.parametrize("line", ELSEWHERE)
def test_what_is_run_elsewhere_is_still_shown(line: str) -> None:
    assert line in README
    assert line.split()[2] in (ROOT / ELSEWHERE[line]).read_text(encoding="utf-8")
