from pathlib import Path

import numpy as np
import pytest

from stance.models import BASELINE, load
from stance.models.store import read_manifest
from training.cli.models import build_baseline
from training.cli.plainly import LINEAR
from training.config import load as load_config

LARGEST = 8_000_000


@pytest.mark.slow
def test_the_shipped_model_is_what_training_gives(tmp_path: Path) -> None:
    """Rebuild with `python -m training baseline` after a change of the corpus, the rules or the settings."""
    build_baseline(load_config(LINEAR), tmp_path / "model")
    fresh, shipped = load(tmp_path / "model"), load(BASELINE)
    assert shipped.get_params() == fresh.get_params()
    assert shipped.codebook_ == fresh.codebook_
    (values, arrays), (shipped_values, shipped_arrays) = fresh.state(), shipped.state()
    assert shipped_values["precision"] == pytest.approx(values["precision"])
    assert set(shipped_arrays) == set(arrays)
    for name, array in arrays.items():
        if name.endswith(".hashes"):
            np.testing.assert_array_equal(shipped_arrays[name], array, err_msg=name)
        else:
            np.testing.assert_allclose(shipped_arrays[name], array, rtol=1e-2, atol=1e-2, err_msg=name)


def test_the_shipped_model_is_small_and_free_of_code() -> None:
    files = [path for path in BASELINE.iterdir() if path.is_file()]
    assert {path.suffix for path in files} == {".json", ".safetensors"}
    assert sum(path.stat().st_size for path in files) < LARGEST
    assert read_manifest(BASELINE)["kind"] == "linear"
