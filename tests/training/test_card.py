from dataclasses import replace
from pathlib import Path

from stance.intervals import Figure
from training.card import write
from training.config import Config
from training.train import Run


def test_the_card_tells_figures_parts_probes_and_limits(run: Run, config: Config, tmp_path: Path) -> None:
    card = write(run, config, tmp_path).read_text(encoding="utf-8")
    assert card.startswith(f"# {run.model.name_}\n")
    assert "Do not use" in card
    assert str(run.evaluations["test"].figures["stance_macro_f1"]) in card
    assert f"| expert | {run.evaluations['test'].parts['group']['expert'].attributions} |" in card
    assert f"| risk 0.05: errors among them | {run.evaluations['test'].figures['kept_error/0.05']} |" in card
    for kind, flips in run.probes.flips.items():
        assert f"With only the actor's {kind} changed, {flips.share:.1%} of {flips.judged:,} stances change." in card
    assert "Beside the linear baseline" not in card
    for split in run.evaluations:
        assert (tmp_path / "images" / f"{split}-reliability.svg").is_file()


def test_the_card_sets_other_kinds_beside_the_baseline(run: Run, config: Config, tmp_path: Path) -> None:
    better = replace(run, gains={"test": Figure(0.1, 0.05, 0.15)})
    assert "| test | +0.100 [+0.050, +0.150] |" in write(better, config, tmp_path).read_text(encoding="utf-8")
