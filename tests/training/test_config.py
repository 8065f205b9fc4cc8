from collections.abc import Callable
from pathlib import Path

import pytest

from training.config import Config, ConfigError, load

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "some.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("path", sorted(Path("configs").glob("*.yaml")), ids=str)
def test_every_configuration_builds_its_model(path: Path) -> None:
    config = load(path)
    assert config.build().kind == config.model.kind


def test_overrides_change_any_value(write: Write) -> None:
    path = write("model: {params: {words: 3}}\n")
    config = load(path, ["model.params.words=2", "seed=7", "search.space.stance_cost=[0.3,1e-1]", "data=else/where"])
    assert config.model.params == {"words": 2}
    assert config.seed == 7
    assert config.search.space == {"stance_cost": [0.3, 0.1]}
    assert config.data == Path("else/where")


def test_the_seed_reaches_the_model_unless_it_has_its_own() -> None:
    assert Config(seed=5).build().get_params()["seed"] == 5
    assert Config(seed=5).build(seed=6).get_params()["seed"] == 6


@pytest.mark.parametrize(
    ("text", "overrides", "message"),
    [
        ("modle: {}\n", [], r"some\.yaml: modle: Extra inputs are not permitted; correct the key"),
        ("seed: many\n", [], r"some\.yaml: seed: Input should be a valid integer"),
        ("model: {kind: oracle}\n", [], "model.kind: Value error, unknown kind of model, use one of: linear"),
        ("search: {folds: 1}\n", [], "search: Value error, one fold leaves nothing to learn from"),
        ("search: {trials: 3}\n", [], "search: Value error, there is nothing to try; name parameters in `space`"),
        ("search: {space: {words: {low: 3, high: 2}}}\n", [], r"Value error, low must be less than high"),
        ("search: {space: {words: {low: 0, high: 2, log: true}}}\n", [], r"and more than 0 where log is set"),
        ("", ["words"], "'words' is no override; write key=value"),
        ("seed: [1\n", [], r"some\.yaml: cannot be read as YAML"),
        ("seed: ${nowhere}\n", [], r"some\.yaml: cannot be read as YAML"),
        ("", ["model.params=3"], r"model\.params: Input should be a valid dictionary"),
    ],
)
def test_what_is_not_allowed_is_named(write: Write, text: str, overrides: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        load(write(text), overrides)


def test_a_parameter_that_the_kind_has_not_is_refused_with_those_it_has(write: Write) -> None:
    config = load(write("model: {params: {depth: 3}}\n"))
    with pytest.raises(ConfigError, match=r"'depth'; the parameters of linear are: stance_cost, group_cost"):
        config.build()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml: no such file; give one of configs"):
        load(tmp_path / "nowhere.yaml")
