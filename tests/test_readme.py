"""The README's Python runs."""

import re
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_first_example_prints_who_holds_what(capsys) -> None:  # type: ignore[no-untyped-def]
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    runnable = "\n".join(line for line in code.splitlines() if "…" not in line)
    exec(compile(runnable, "README.md", "exec"), {})  # noqa: S102
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["senator", "NATO"]
    assert [line.split()[2] for line in lines] == ["support", "oppose"]
