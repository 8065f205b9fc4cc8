"""A served model gives each of many callers its own rows, refuses what is no request, and logs no text."""

from pathlib import Path

import pytest

from stance.models import BASELINE
from training.tracking import package
from training.trials.served import MALFORMED, MARK, ask, load, refusals, server

pytestmark = [
    pytest.mark.slow,
    # MLflow's own, from its signatures.
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning"),
]

TEXTS = [f"Report {number}. Senator {MARK} said that {number} troops must leave." for number in range(12)]


def test_many_calls_at_once_are_answered_as_each_alone_and_none_is_logged(tmp_path: Path) -> None:
    package(BASELINE, tmp_path / "model")
    with server(str(tmp_path / "model"), tmp_path / "log") as (address, process):
        use = load(address, process, TEXTS, callers=8, rounds=3)
        answers = list(refusals(address))
        code, answer = ask(address, b'{"dataframe_records": [{"text": "He left."}, {"text": null}]}')
    assert (use.calls, use.different) == (36, 0)
    assert 0 < use.before <= use.memory < 4 << 30
    assert {what: code for what, code, _ in answers} == dict.fromkeys(MALFORMED, 400)
    assert code == 400
    assert "Row 2 has no text that is a string; give one." in answer
    assert MARK not in (tmp_path / "log").read_text(encoding="utf-8")


def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="did not start"), server(str(tmp_path / "nowhere"), tmp_path / "log"):
        pass
