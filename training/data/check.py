"""Whether the corpus is fit to train on: schema, offsets, splits, duplicates and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from training.data.agreement import agreement as measure
from training.data.corpus import SPLITS, CorpusError, Text, codebook_of, read_split
from training.data.duplicates import near_duplicates
from training.data.load import under_others
from training.data.readings import differences, load, wanted
from training.data.splits import belongs, split_of
from training.data.vocabulary import Kind

MINIMUM: Mapping[str, int] = {
    "articles": 400,
    "article_sentences": 6500,
    "article_attributions": 3500,
    "snippets": 6000,
    "conflicts": 16,
    "support": 2200,
    "oppose": 2000,
    "conditional": 1600,
    "none": 3000,
}
AGREEMENT: Mapping[str, float] = {"actor_f1": 0.9, "stance": 0.8}
"""What two readers must reach in each split: see `training.data.agreement`."""

Placed = tuple[str, Text]


def check(folder: Path, minimum: Mapping[str, int] = MINIMUM, agreement: Mapping[str, float] = AGREEMENT) -> list[str]:
    """Return one line for everything wrong with the corpus in `folder`; none means that all holds.

    Args:
        folder: Where the corpus lies.
        minimum: How many of what it must hold, by the names of `counts`.
        agreement: What its readers must reach; nothing asks for no second reader.
    """
    problems: list[str] = []
    placed: list[Placed] = []
    for split in SPLITS:
        try:
            texts = read_split(folder, split)
        except CorpusError as error:
            problems += str(error).splitlines()
        else:
            placed += [(f"{folder / split}.jsonl:{line}", text) for line, text in enumerate(texts, 1)]
    problems += _under_other_rules(folder, placed)
    problems += [*_misplaced(placed), *_repeated(placed), *_too_few(folder, placed, minimum)]
    if agreement and not problems:
        problems += [*_unread(folder, placed), *_disagreeing(folder, agreement)]
    return problems


def counts(texts: list[Text]) -> Counter[str]:
    """Count articles, snippets, sentences, attributions, conflicts, and the attributions of each stance."""
    articles = [text for text in texts if text.kind is Kind.ARTICLE]
    labels = [label for text in texts for sentence in text.sentences for label in sentence.attributions]
    return Counter(
        articles=len(articles),
        article_sentences=sum(len(text.sentences) for text in articles),
        article_attributions=sum(len(sentence.attributions) for text in articles for sentence in text.sentences),
        snippets=len(texts) - len(articles),
        sentences=sum(len(text.sentences) for text in texts),
        attributions=len(labels),
        conflicts=len({text.conflict for text in texts}),
        **Counter(str(label.stance) for label in labels),
    )


def _under_other_rules(folder: Path, placed: list[Placed]) -> Iterator[str]:
    try:
        codebook = codebook_of(folder)
    except CorpusError as error:
        yield str(error)
        return
    yield from under_others(placed, codebook)


def _misplaced(placed: list[Placed]) -> Iterator[str]:
    """Find texts that stand twice or in another split than theirs, unseen conflicts among them."""
    seen: dict[str, str] = {}
    for place, text in placed:
        if text.id in seen:
            yield f"{place}: id {text.id} stands at {seen[text.id]} already; remove one of them."
        seen[text.id] = place
        if not belongs(text, Path(place.rpartition(":")[0]).stem):
            split = split_of(text)
            yield f"{place}: {text.id} ({text.conflict}) belongs in {split}; move the line to {split}.jsonl."


def _repeated(placed: list[Placed]) -> Iterator[str]:
    for pair in near_duplicates([text for _, text in placed]):
        first, second = placed[pair.first][0], placed[pair.second][0]
        yield f"{second}: nearly repeats {first} ({pair.similarity:.2f}): {pair.sentence[:80]!r}; remove one of them."


def _too_few(folder: Path, placed: list[Placed], minimum: Mapping[str, int]) -> Iterator[str]:
    found = counts([text for _, text in placed])
    for name, least in minimum.items():
        if found[name] < least:
            yield f"{folder}: {found[name]} {name}, at least {least} are needed; write more of them."


def _unread(folder: Path, placed: list[Placed]) -> Iterator[str]:
    read = load(folder, "second")
    twice = {text.id: place for place, text in placed if wanted(Path(place.rpartition(":")[0]).stem, text)}
    once = [place for name, place in twice.items() if name not in read]
    if once:
        yield (
            f"{once[0]} and {len(once) - 1} more texts were read by one person only; have a second one label them: "
            "`python -m training.data blank`, then `second`."
        )
    open_ = sum(place.text.id in twice for place in differences(folder))
    if open_:
        yield f"{folder}: {open_} sentences with two opinions are not settled: `python -m training.data differences`."


def _disagreeing(folder: Path, agreement: Mapping[str, float]) -> Iterator[str]:
    for split, reached in measure(folder).items():
        figures = {"actor_f1": reached.actor_f1, "stance": reached.stance.alpha}
        for name, least in agreement.items():
            if figures[name].value < least:
                yield f"{folder}: {name} of {split} is {figures[name]}, {least} is needed; mend the rules."
