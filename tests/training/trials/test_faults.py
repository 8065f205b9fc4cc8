"""Faults strike, and the same command ends with the rows of an undisturbed run; what would be wrong is counted."""

import random

import pytest

from stance import load_model
from stance.predictor import Predictor
from training.trials.faults import FAULTS, Tally, strike, tallies
from training.trials.site import Site

SAID = "Senator Ines Okoye said the troops should leave. “We stay,” Marou told reporters on day {}."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(Predictor(load_model()), tmp_path_factory.mktemp("site"), random.Random(0))  # noqa: S311 - no secret
    site.build([SAID.format(number) for number in range(100)])
    return site


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAULTS)
def test_after_any_fault_the_rows_are_those_of_an_undisturbed_run(site: Site, kind: str) -> None:
    [(_, tally)] = tallies(site, 2, [kind])
    assert tally.faults == 2
    assert tally.sound, tally


def test_an_undisturbed_run_gives_each_row_once(site: Site) -> None:
    assert set(site.expected.values()) == {1}
    assert len(site.expected) == 2 * 100 + 1


def test_what_is_wrong_in_the_end_is_counted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(site: Site, *_: object) -> int:
        first, _, *others = sorted(site.expected)
        site.output.write_bytes(b"\n".join([first, first, *others]) + b"\n")
        (site.output.parent / ".rows.jsonl.partial").touch()
        return 1

    monkeypatch.setattr(Site, "run", spoil)
    tally = Tally()
    strike(site, lambda _: [-11], tally)
    assert tally == Tally(faults=1, cut=1, lost=1, doubled=1, left=1, crashed=8)
    assert not tally.sound
