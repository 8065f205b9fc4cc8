"""`stance report` and `stance export` as people use them."""

import html
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from stance.cli import app

EXAMPLE = Path(__file__).parent.parent / "articles" / "example.txt"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("rows") / "rows.jsonl"
    assert run("classify", EXAMPLE, "--all-sentences", "-q", "-o", path).exit_code == 0
    return path


def test_articles_are_classified_and_give_the_page_of_their_rows(tmp_path: Path, rows: Path) -> None:
    assert run("report", EXAMPLE, "-o", tmp_path / "a.html").exit_code == 0
    assert run("report", rows, "--articles", EXAMPLE, "-o", tmp_path / "b.html").exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "b.html").read_text(encoding="utf-8")
    assert all(f"<bdi>{name}</bdi>" in page for name in ("Ilda Marou", "Anselm Okoro", "Tobias Renn"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]


def test_rows_alone_give_a_page_without_articles(tmp_path: Path, rows: Path) -> None:
    assert run("report", rows, "-o", tmp_path / "a.html", "--title", "Kestria & us").exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "<h1>Kestria &amp; us</h1>" in page
    assert 'class="source"' not in page


def test_each_quoted_sentence_tells_why_in_the_words_of_explain(tmp_path: Path) -> None:
    assert run("report", EXAMPLE, "--explain", "-o", tmp_path / "a.html").exit_code == 0
    page = html.unescape((tmp_path / "a.html").read_text(encoding="utf-8"))
    explained = [json.loads(line)["explanation"] for line in run("explain", EXAMPLE).stdout.splitlines()]
    told = [each for each in explained if f"<bdi>{each['sentences'][-1]}</bdi>" in page]
    assert len(told) == page.count("<summary>Why ") > 2
    assert all(f"<bdi>{reason['text']}</bdi>" in page for each in told for reason in each["reasons"] + each["doubts"])


def test_a_models_folder_adds_what_was_measured(tmp_path: Path, rows: Path) -> None:
    names = ("stance_accuracy", "stance_macro_f1", "stance_ece", "actor_precision", "actor_recall", "pair_f1")
    found = {
        "articles": 3,
        "attributions": 1234,
        "figures": {name: {"value": 0.5, "low": 0.4, "high": 0.6} for name in names},
    }
    (tmp_path / "evaluation.json").write_text(json.dumps({"test_unseen": found}), encoding="utf-8")
    assert run("report", rows, "--model", tmp_path, "-o", tmp_path / "a.html").exit_code == 0
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "test unseen" in page
    assert "<b>0.50</b> <small>0.40–0.60</small>" in page


def test_an_article_that_cannot_be_read_is_named_and_the_rest_is_shown(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"caf\xe9")
    result = run("report", EXAMPLE, tmp_path / "bad.txt", "-o", tmp_path / "a.html")
    assert result.exit_code == 1
    assert "bad.txt: is not UTF-8" in result.stderr
    assert (tmp_path / "a.html").exists()


@pytest.mark.parametrize(("name", "form"), [("n.graphml", None), ("n.gexf", None), ("n.csv", None), ("n.txt", "dna")])
def test_export_takes_the_form_from_the_ending_or_as_told(tmp_path: Path, rows: Path, name: str, form: str) -> None:
    told = ["--to", form] if form else []
    assert run("export", rows, "-o", tmp_path / name, *told).exit_code == 0
    assert "Ilda Marou" in (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["report", "none.jsonl", "-o", "{}/a.html"], "none.jsonl: no such file or folder"),
        (["report", "{rows}", EXAMPLE, "-o", "{}/a.html"], "example.txt holds no rows"),
        (["report", "{rows}", "-o", "{}/none/a.html"], "there is no folder"),
        (["report", "{rows}", "-o", "{rows}"], "rows.jsonl is an input; write to another file"),
        (["report", "{rows}", "--model", "none", "-o", "{}/a.html"], "none: no such folder"),
        (["report", "{rows}", "--explain", "-o", "{}/a.html"], "cannot be explained; give the articles instead"),
        (["report", "{rows}", "--articles", EXAMPLE, "--explain", "-o", "{}/a.html"], "give the articles instead"),
        (["export", "{rows}", "-o", "{}/a.xyz"], "Cannot export to 'xyz'; use one of: graphml, gexf, dna"),
    ],
)
def test_what_cannot_be_done_exits_with_2_and_one_line(
    tmp_path: Path, rows: Path, arguments: list[object], message: str
) -> None:
    before = rows.read_text(encoding="utf-8")
    result = run(*(str(each).replace("{rows}", str(rows)).replace("{}", str(tmp_path)) for each in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
    assert rows.read_text(encoding="utf-8") == before


def test_a_bad_row_is_named_and_the_old_page_stays(tmp_path: Path, rows: Path) -> None:
    lines = rows.read_text(encoding="utf-8").splitlines()
    (tmp_path / "rows.jsonl").write_text(
        "\n".join([*lines, lines[0].replace('"start": ', '"start": 1')]), encoding="utf-8"
    )
    (tmp_path / "a.html").write_text("old", encoding="utf-8")
    result = run("report", tmp_path / "rows.jsonl", "-o", tmp_path / "a.html")
    assert result.exit_code == 2
    assert f"rows.jsonl:{len(lines) + 1}: has " in result.stderr
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("command", "file", "name"), [("report", "a.html", "jinja2"), ("export", "a.gexf", "networkx")]
)
def test_a_missing_extra_is_named_with_how_to_install_it(
    tmp_path: Path, rows: Path, monkeypatch: pytest.MonkeyPatch, command: str, file: str, name: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    result = run(command, rows, "-o", tmp_path / file)
    assert result.exit_code == 2
    assert f"This needs {name}; install it with: pip install 'actor-stance[report]'" in result.stderr
