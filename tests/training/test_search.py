"""Choosing settings: what is tried, in which order, and what a killed search goes on from."""

from dataclasses import replace
from pathlib import Path

import pytest

from stance.intervals import Figure
from training import search as module
from training.config import Config, ModelSettings, Range, SearchSettings, Value
from training.data import Corpus
from training.search import Trial, folds, judged, search
from training.train import train

SPACE: dict[str, Range | list[Value]] = {"stance_cost": Range(low=0.1, high=10, log=True), "words": [1, 2]}


@pytest.fixture
def corpus(data: Path) -> Corpus:
    return Corpus.load(data)


@pytest.fixture
def settings(data: Path, tmp_path: Path) -> Config:
    params: dict[str, Value] = {"most": 2000, "stance_cost": 1.0, "words": 2}
    search = SearchSettings(trials=3, space=SPACE, folds=0)
    return Config(data=data, runs=tmp_path / "runs", model=ModelSettings(params=params), search=search)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Value]]:
    """Stand in for fitting: what costs near 3 is best."""
    asked: list[dict[str, Value]] = []

    def judge(_: Config, __: Corpus, params: dict[str, Value]) -> Figure:
        asked.append(params)
        value = 1 / (1 + abs(float(params["stance_cost"] or 0) - 3))
        return Figure(value, value, value)

    monkeypatch.setattr(module, "judged", judge)
    return asked


def test_folds_never_tear_an_article_apart(corpus: Corpus) -> None:
    documents = corpus.documents["train"]
    made = folds(documents, 3, seed=0)
    assert sorted(number for _, judge in made for number in judge) == list(range(len(documents)))
    assert all(not set(learn) & set(judge) for learn, judge in made)


@pytest.mark.parametrize("count", [0, 2])
def test_a_setting_is_judged_by_articles_that_it_has_not_learned_from(
    settings: Config, corpus: Corpus, count: int
) -> None:
    few = settings.model_copy(update={"search": settings.search.model_copy(update={"folds": count})})
    assert judged(few, corpus, {"most": 1}).value < judged(few, corpus, {"most": 2000}).value


def test_the_configuration_is_tried_first_and_the_best_comes_first(
    settings: Config, corpus: Corpus, tried: list[dict[str, Value]]
) -> None:
    trials = search(settings, corpus)
    assert len(trials) == len(tried) == 3
    assert tried[0] == {"stance_cost": 1.0, "words": 2}
    assert all(0.1 <= float(each["stance_cost"] or 0) <= 10 and each["words"] in (1, 2) for each in tried)
    assert [each.figure.value for each in trials] == sorted((each.figure.value for each in trials), reverse=True)


def test_a_search_that_was_killed_goes_on(
    settings: Config, corpus: Corpus, tried: list[dict[str, Value]], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = module.judged

    def killed(config: Config, corpus: Corpus, params: dict[str, Value]) -> Figure:
        if len(tried) == 2:
            raise KeyboardInterrupt
        return judge(config, corpus, params)

    monkeypatch.setattr(module, "judged", killed)
    with pytest.raises(KeyboardInterrupt):
        search(settings, corpus)
    monkeypatch.setattr(module, "judged", judge)
    before = list(tried)
    trials = search(settings, corpus)
    assert len(trials) == len(tried) == 3
    assert all(any(trial.params == params for trial in trials) for params in before)


def test_another_space_is_another_search(settings: Config, corpus: Corpus, tried: list[dict[str, Value]]) -> None:
    search(settings, corpus)
    other = settings.model_copy(update={"search": SearchSettings(trials=1, space={"stance_cost": [3.0]}, folds=0)})
    search(other, corpus)
    assert len(tried) == 4


def test_without_trials_nothing_is_tried(settings: Config, corpus: Corpus) -> None:
    assert search(settings.model_copy(update={"search": SearchSettings(space=SPACE)}), corpus) == []


def test_training_takes_the_best(settings: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    best = Trial({"words": 1}, Figure(1, 1, 1))
    monkeypatch.setattr("training.train.search", lambda *_: [best, replace(best, params={"words": 2})])
    run = train(settings)
    assert run.model.get_params()["words"] == 1
    assert run.trials[0] == best
