"""Settings of a training run: YAML with overrides from the command line, as frozen models that refuse unknown keys."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from stance.models import KINDS, kind
from training.sources import SourceSettings
from training.targets import TargetSettings

if TYPE_CHECKING:
    from stance.models import Model

Value = bool | int | float | str | None


class ConfigError(ValueError):
    """The configuration cannot be used; the message names the key and the way out."""


class _Settings(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelSettings(_Settings):
    """Which kind of model, and the arguments of its constructor."""

    kind: str = "linear"
    params: dict[str, Value] = {}

    @field_validator("kind")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value not in KINDS:
            raise ValueError(f"unknown kind of model, use one of: {', '.join(KINDS)}")
        return value


class Range(_Settings):
    """Numbers from `low` to `high`, drawn evenly or, where `log` says so, evenly in their logarithm."""

    low: float
    high: float
    log: bool = False

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high

    @model_validator(mode="after")
    def _is_sound(self) -> "Range":
        if not self.low < self.high or (self.log and self.low <= 0):
            raise ValueError("low must be less than high, and more than 0 where log is set")
        return self


class SearchSettings(_Settings):
    """A search for parameters.

    Attributes:
        trials: How many to try; 0 searches nothing.
        space: What to choose each parameter from: a list of values, or a range of numbers.
        folds: How many parts the training articles are judged in by cross-validation; 0 learns from all of them once
            and judges by the validation articles, which takes a fraction of the time.
    """

    trials: int = Field(default=0, ge=0)
    space: dict[str, Range | list[Value]] = {}
    folds: int = Field(default=5, ge=0)

    @model_validator(mode="after")
    def _is_sound(self) -> "SearchSettings":
        if self.trials and not self.space:
            raise ValueError("there is nothing to try; name parameters in `space`")
        if self.folds == 1:
            raise ValueError("one fold leaves nothing to learn from; use 0, or 2 and more")
        return self


class TrackingSettings(_Settings):
    """Where runs are recorded and under which name models are registered."""

    enabled: bool = True
    uri: str = "sqlite:///mlflow.db"
    experiment: str = "stance"
    registered_model: str = "stance"


class GateSettings(_Settings):
    """What a candidate must reach to take the champion's place, on the same articles.

    Attributes:
        margin: The least lower bound of the interval of the gain in stance macro-F1.
        stance_drop: By how much the F1 of one stance may fall.
        group_drop: By how much the accuracy of the stance may fall for actors of one group.
        group_size: How many attributions a group must have for that.
        ece: The highest calibration error.
        milliseconds: The most that a sentence may take.
    """

    margin: float = 0.0
    stance_drop: float = Field(default=0.03, ge=0)
    group_drop: float = Field(default=0.05, ge=0)
    group_size: int = Field(default=30, ge=1)
    ece: float = Field(default=0.08, gt=0)
    milliseconds: float = Field(default=50.0, gt=0)


class Config(_Settings):
    """All settings of a run.

    Attributes:
        data: The corpus' folder.
        contrast: Whether its contrast sets are learned from too.
        runs: Where the models of runs are kept, a folder each.
        seed: Seed of everything that is drawn; the model's own unless `model.params.seed` says otherwise.
        targets: Rows with other targets, for `python -m training targets`.
        sources: Documents with marked sources, for `python -m training sources`.
    """

    data: Path = Path("data")
    contrast: bool = False
    runs: Path = Path("runs")
    seed: int = 0
    model: ModelSettings = ModelSettings()
    search: SearchSettings = SearchSettings()
    tracking: TrackingSettings = TrackingSettings()
    gate: GateSettings = GateSettings()
    targets: TargetSettings | None = None
    sources: SourceSettings | None = None

    def build(self, **changes: Value) -> "Model":
        """Return the configured model, not yet fitted, with some parameters changed.

        Raises:
            ConfigError: The kind has no such parameter.
        """
        params = {"seed": self.seed} | self.model.params | changes
        try:
            return kind(self.model.kind)(**params)
        except TypeError as error:
            known = ", ".join(kind(self.model.kind)().get_params())
            raise ConfigError(f"model.params: {error}; the parameters of {self.model.kind} are: {known}.") from None


def load(path: Path, overrides: Sequence[str] = ()) -> Config:
    """Return the settings in `path`, changed by overrides such as `model.params.words=2`.

    Raises:
        ConfigError: The file or an override is not readable, or a key or value is not allowed.
    """
    from omegaconf import OmegaConf
    from omegaconf.errors import OmegaConfBaseException
    from yaml import YAMLError

    if not path.is_file():
        raise ConfigError(f"{path}: no such file; give one of configs/*.yaml.")
    for override in overrides:
        if "=" not in override:
            raise ConfigError(f"{override!r} is no override; write key=value, such as model.params.words=2.")
    try:
        merged = OmegaConf.merge(OmegaConf.load(path), OmegaConf.from_dotlist(list(overrides)))
        values: Any = OmegaConf.to_container(merged, resolve=True)
    except (OmegaConfBaseException, YAMLError, OSError) as error:
        raise ConfigError(f"{path}: cannot be read as YAML with these overrides: {error}") from None
    try:
        return Config.model_validate(values)
    except ValidationError as error:
        lines = [f"{path}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()]
        raise ConfigError("\n".join(f"{line}; correct the key or its value." for line in lines)) from None
