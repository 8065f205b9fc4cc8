from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpora import RULES
from training.data.corpus import CorpusError
from training.data.drafts import read_drafts
from training.data.vocabulary import Kind

Drafts = Callable[..., Path]


def test_an_article_joins_sentences_by_a_space_and_paragraphs_by_a_blank_line(draft: Drafts) -> None:
    drafts, problems = read_drafts(draft(), RULES)
    article = drafts[0].text
    assert not problems
    assert article.kind is Kind.ARTICLE
    assert article.title == "Senators press for pull-out"
    assert article.title not in article.text
    assert [article.text[s.start : s.end][:12] for s in article.sentences] == [
        "Mary Okafor ",
        '"They have d',
        "The 140,000 ",
        "The general ",
    ]
    assert [s.paragraph for s in article.sentences] == [0, 0, 1, 1]
    assert 'leave. "They' in article.text
    assert "reporters.\n\nThe 140,000" in article.text


def test_mentions_point_to_whole_words_of_their_sentence(draft: Drafts) -> None:
    text = read_drafts(draft(), RULES)[0][0].text
    found = [label for sentence in text.sentences for label in sentence.attributions]
    assert [text.text[label.start : label.end] for label in found] == ["Mary Okafor", "she", "he"]
    last = found[-1]
    assert text.text[last.start :].startswith("he would stay")


def test_a_title_of_a_dash_makes_a_snippet(draft: Drafts) -> None:
    snippet = read_drafts(draft(), RULES)[0][1].text
    assert snippet.kind is Kind.SNIPPET
    assert snippet.id.startswith("s-")
    assert (snippet.title, snippet.author) == ("", "")
    assert snippet.sentences[1].attributions[0].start is None


def test_headlines_of_a_list_are_paragraphs_of_their_own(draft: Drafts) -> None:
    path = draft("genre: brief", "genre: headline list")
    assert [sentence.paragraph for sentence in read_drafts(path, RULES)[0][1].text.sentences] == [0, 1]


def test_an_id_depends_on_the_words_alone(draft: Drafts) -> None:
    first = read_drafts(draft(), RULES)[0]
    relabelled = read_drafts(draft("| none | mixed", "| support | mixed"), RULES)[0]
    reworded = read_drafts(draft("four years ago", "five years ago"), RULES)[0]
    assert [x.text.id for x in first] == [x.text.id for x in relabelled]
    assert first[0].text.id != reworded[0].text.id
    assert first[1].text.id == reworded[1].text.id


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("| support | indirect", "| neutral | indirect", 2, "Unknown stance 'neutral'; use one of: support, oppose"),
        ("| deploying_legislature | none", "| senate | none", 3, "Unknown group 'senate'; use one of: deploying_gov"),
        ("| mixed |", "| quoted |", 3, "Unknown mode 'quoted'; use one of: direct, mixed"),
        ("| she", "| he", 3, "mention 'he' is not in the sentence"),
        ("| he#2", "| he#3", 6, "mention 'he#3' is not in the sentence"),
        ("ago. |||", "ago.", 5, "expected `sentence ||| labels`"),
        ("Mary Okafor | deploying_legislature | support", "Mary Okafor | support", 2, None),
        ("| support | indirect | Mary Okafor", "| support", 2, "expected `actor | group | stance | mode | mention`"),
        ("conflict: Iraq", "conflict: Irak", 1, "Unknown conflict 'Irak'"),
        ("genre: wire report", "genre: wire", 1, "Unknown genre 'wire'"),
        (" | genre: wire report", "", 1, "the header must read `# title: … |"),
        ("2007-05-14", "2007-14-05", 1, "date: Input should be a valid date"),
        ("| mixed | she", "| mixed |", 1, "'Mary Okafor' is mixed without offsets"),
    ],
)
def test_a_fault_names_file_line_and_remedy_and_costs_only_its_text(
    draft: Drafts, old: str, new: str, line: int, message: str | None
) -> None:
    path = draft(old, new)
    drafts, problems = read_drafts(path, RULES)
    assert problems[0].startswith(f"{path}:{line}: ")
    assert (message or "") in problems[0]
    assert len(drafts) == 1


def test_text_before_the_first_header_is_refused(draft: Drafts) -> None:
    path = draft(text="Words.\n")
    with pytest.raises(CorpusError, match=r"draft\.txt:1: text before the first header"):
        read_drafts(path, RULES)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match="cannot be read as UTF-8 text"):
        read_drafts(path, RULES)
