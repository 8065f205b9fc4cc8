"""The spreadsheet as annotators leave it."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from stance.files import Problem
from stance.labelling import LabelledSentence, Reading, sheet
from stance.labels import Mode
from stance.types import Article
from tests.labelling.readings import ARTICLE, TEXT, label, reading

Rows = list[dict[str, str]]


def filled(path: Path, change: Callable[[Rows], object], delimiter: str = ",", encoding: str = "utf-8-sig") -> Path:
    """Write a sheet with what somebody changes in it, as a spreadsheet would save it."""
    sheet.write([reading()], path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def back(path: Path, article: Article = ARTICLE) -> list[Reading | Problem]:
    return list(sheet.read(path, "", {article.id: article}))


def cells(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_row_for_each_attribution_and_for_each_sentence_without_one(tmp_path: Path) -> None:
    sheet.write([reading()], tmp_path / "s.csv")
    assert [(row["sentence"], row["actor"], row["mention"], row["stance"]) for row in cells(tmp_path / "s.csv")] == [
        ("1", "Ada Okoro", "Okoro", "support"),
        ("2", "Ada Okoro", "he", "support"),
        ("3", "Ada Okoro", "", "conditional"),
        ("4", "", "", ""),
    ]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "'=1", "''@x"])
def test_no_cell_runs_in_a_spreadsheet_and_all_come_back(tmp_path: Path, start: str) -> None:
    article = replace(ARTICLE, id=start, text=f"{start}{TEXT}")
    moved = len(start)
    given = label(moved - len(start.strip()), moved, Mode.DIRECT, actor=start)
    first = replace(reading().sentences[0], end=24 + moved, labels=(given,))
    danger = replace(reading("s", article), sentences=(first,))
    sheet.write([danger], tmp_path / "s.csv")
    for row in cells(tmp_path / "s.csv"):
        assert all(cell[:1] not in tuple("=+-@\t\r＝") or not cell for cell in row.values())
    assert back(tmp_path / "s.csv", article) == [danger]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8"), ("\t", "utf-16"), (",", "utf-8-sig")])
def test_what_spreadsheets_save(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = filled(tmp_path / "anna.csv", lambda rows: rows.reverse(), delimiter, encoding)
    assert back(path) == [reading("anna")]


def test_a_second_attribution_is_a_copy_of_the_row(tmp_path: Path) -> None:
    def add(rows: Rows) -> None:
        rows.append(rows[0] | {"actor": "the road", "mention": "they", "stance": "none"})

    (found,) = back(filled(tmp_path / "s.csv", add))
    assert isinstance(found, Reading)
    assert [label.actor for label in found.sentences[0].labels] == ["Ada Okoro", "the road"]


def test_name_and_mode_may_be_left_out(tmp_path: Path) -> None:
    def clear(rows: Rows) -> None:
        rows[0].update(actor="", mode="")

    (found,) = back(filled(tmp_path / "s.csv", clear))
    assert isinstance(found, Reading)
    assert [(each.actor, each.mode) for each in found.sentences[0].labels] == [("Okoro", "indirect")]


def test_a_mention_is_a_whole_word_and_may_be_counted(tmp_path: Path) -> None:
    text = "The other said he knew he was she."
    places = [label(place, place + 2, Mode.INDIRECT) for place in (15, 23)]
    within = label(1, 3, Mode.INDIRECT)
    given = Article("x", text)
    for each, expected in zip((*places, within), ("he", "he#2", "he#3"), strict=True):
        whole = Reading(given, "s", "digest", (LabelledSentence(0, len(text), 0, (each,)),))
        sheet.write([whole], tmp_path / "s.csv")
        assert cells(tmp_path / "s.csv")[0]["mention"] == expected
        assert back(tmp_path / "s.csv", given) == [whole]


def test_a_column_may_tell_who_labelled_which_row(tmp_path: Path) -> None:
    def sign(rows: Rows) -> None:
        for number, row in enumerate(rows):
            row["annotator"] = "ben" if number % 2 else ""

    found = back(filled(tmp_path / "anna.csv", sign))
    assert [(each.annotator, len(each.sentences)) for each in found if isinstance(each, Reading)] == [
        ("anna", 2),
        ("ben", 2),
    ]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"stance": "neutral"}, "Unknown stance 'neutral'; use one of: support, oppose, conditional, none."),
        ({"stance": ""}, "somebody speaks, but there is no stance; fill it in."),
        ({"mention": "she"}, "the mention 'she' is not in the sentence; use words as they stand there."),
        ({"mention": "Okoro#2"}, "the mention 'Okoro#2' is not in the sentence"),
        ({"mention": ""}, "'Ada Okoro' is indirect, but the sentence does not name it"),
        ({"article": "b"}, "the articles have no 'b'; give those that were exported, with --articles."),
        ({"text": "Okoro said no."}, "'a1' has 'Okoro said they must go.' there; leave the text as it is"),
        ({"start": "x"}, "start, end or paragraph is no number any more; copy them from the exported sheet."),
    ],
)
def test_a_wrong_row_is_told_by_its_line_and_its_article_left_out(
    tmp_path: Path, changed: dict[str, str], message: str
) -> None:
    (found,) = back(filled(tmp_path / "s.csv", lambda rows: rows[0].update(changed)))[:1]
    assert isinstance(found, Problem)
    assert str(found).startswith(f"{tmp_path / 's.csv'}:2: {message}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n", "has no column 'article'; give a sheet that `stance label export` wrote."),
        (",".join(sheet.COLUMNS).encode() + b"\n" + b"a," * 13, "line 2 has more fields than the header"),
        (",".join(sheet.COLUMNS).encode() + b'\n"a"b', "line 2 is not CSV"),
        (b"\xe9", "is not UTF-8 at byte 0"),
    ],
)
def test_what_is_no_sheet_is_a_problem(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "s.csv").write_bytes(content)
    (found,) = back(tmp_path / "s.csv")
    assert isinstance(found, Problem)
    assert message in str(found)
