"""Whether the corpus is fit to train on: schema, offsets, splits, duplicates and counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from training.data.corpus import SPLITS, CorpusError, Text, read_split
from training.data.duplicates import near_duplicates
from training.data.splits import split_of
from training.data.vocabulary import Kind

MINIMUM: Mapping[str, int] = {"articles": 60, "snippets": 500, "attributions": 1000, "conflicts": 16}

Placed = tuple[str, Text]


def check(folder: Path, minimum: Mapping[str, int] = MINIMUM) -> list[str]:
    """Return one line for everything wrong with the corpus in `folder`; none means that all holds."""
    problems: list[str] = []
    placed: list[Placed] = []
    for split in SPLITS:
        try:
            texts = read_split(folder, split)
        except CorpusError as error:
            problems += str(error).splitlines()
        else:
            placed += [(f"{folder / split}.jsonl:{line}", text) for line, text in enumerate(texts, 1)]
    if not (folder / "codebook.md").is_file():
        problems.append(f"{folder / 'codebook.md'}: no such file; copy the codebook that the labels follow there.")
    problems += [*_misplaced(placed), *_repeated(placed), *_too_few(folder, placed, minimum)]
    return problems


def counts(texts: list[Text]) -> Counter[str]:
    """Count articles, snippets, sentences, attributions and conflicts."""
    return Counter(
        articles=sum(text.kind is Kind.ARTICLE for text in texts),
        snippets=sum(text.kind is Kind.SNIPPET for text in texts),
        sentences=sum(len(text.sentences) for text in texts),
        attributions=sum(len(sentence.attributions) for text in texts for sentence in text.sentences),
        conflicts=len({text.conflict for text in texts}),
    )


def _misplaced(placed: list[Placed]) -> Iterator[str]:
    """Find texts that stand twice or in another split than theirs, unseen conflicts among them."""
    seen: dict[str, str] = {}
    for place, text in placed:
        if text.id in seen:
            yield f"{place}: id {text.id} stands at {seen[text.id]} already; remove one of them."
        seen[text.id] = place
        if (split := split_of(text)) != Path(place.rpartition(":")[0]).stem:
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
