"""What the encoder reads of a sentence: windows, speakers, and people as someone."""

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from stance.attribution import people
from stance.models.transformer.encoding import SOMEONE, Passage, Reader, passage, passage_of, speaker_of
from stance.text import read
from stance.types import Actor, Article, Mention, Span

from .conftest import LENGTH


@given(
    text=st.text("abcdef .,", max_size=400),
    before=st.text("abc ", max_size=200),
    speaker=st.sampled_from(["", "Ines Okoye"]),
    data=st.data(),
)
def test_windows_are_never_too_long_and_together_hold_every_character(
    reader: Reader, text: str, before: str, speaker: str, data: st.DataObject
) -> None:
    [windows] = reader.windows([Passage("On the war", before, speaker, text)])
    assert all(len(window.ids) == len(window.types) <= LENGTH for window in windows)
    held = {at for window in windows for start, end in window.bounds for at in range(max(start, 0), end)}
    assert held == {at for at, character in enumerate(text) if not character.isspace()}
    words = [match.span() for match in re.finditer(r"\S{1,9}", text)]
    if words:
        span = Span(*data.draw(st.sampled_from(words)))
        assert any(window.covers(span) and window.tokens(span) for window in windows)


def test_the_speaker_stands_before_the_sentence_and_has_a_place(reader: Reader) -> None:
    [[window]] = reader.windows([Passage("", "", "Ines Okoye", "We leave.")])
    speaker, first = window.tokens(None), window.tokens(Span(0, 2))
    assert speaker is not None
    assert first is not None
    assert speaker[0] == window.first
    assert speaker[1] < first[0]
    [[alone]] = reader.windows([Passage("", "", "", "We leave.")])
    assert alone.tokens(None) is None


@pytest.mark.parametrize("length", [4, 16, 24, 32])
def test_a_window_too_short_for_any_sentence_is_refused_or_comes_to_an_end(folder: Path, length: int) -> None:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    passage = Passage("b " * 90, "c " * 90, "", "a " * 90)
    with suppress(ValueError):
        assert Reader(tokenizer, length, 8, "troop withdrawal").windows([passage])
    with pytest.raises(ValueError, match="Windows of 4 tokens leave no room"):
        Reader(tokenizer, 4, 8, "troop withdrawal")


def test_the_headline_stays_whatever_stands_before(reader: Reader) -> None:
    short, long = (reader.windows([Passage("leave", before, "", "a b")])[0][0] for before in ("", "the road " * 50))
    target_and_headline = short.ids[: short.first - 1]
    assert long.ids[: len(target_and_headline)] == target_and_headline
    assert long.first > short.first


def test_passages_name_the_actor_only_where_the_sentence_does_not(mentions: list[Mention]) -> None:
    named = mentions[0]
    assert passage_of(named).speaker == ""
    assert passage_of(replace(named, source=None, actor=Actor("Taliban"))).speaker == "Taliban"


def test_women_are_read_as_men_are_in_the_sentence_and_around_it(reader: Reader) -> None:
    hers, his = (
        Passage(f"{one} wants out", f"{one} spoke.", f"someone, {who}", f"{one} wants {whose} troops home.")
        for one, who, whose in (("She", "spokeswoman", "her"), ("He", "spokesman", "his"))
    )
    ((one,), (other,)) = reader.windows([hers, his])
    assert one.ids == other.ids
    assert one.tokens(None) == other.tokens(None)
    assert one.tokens(Span(0, 3)) == other.tokens(Span(0, 2))


def test_people_are_read_as_someone_whatever_they_are_called(reader: Reader) -> None:
    first, second = (
        read(Article("1", f"Senator {name} wants to stay. “We leave,” {name.split()[-1]} said. {name}'s road is open."))
        for name in ("Ines Okoye", "Jan van der Berg")
    )
    for number, (one, other) in enumerate(zip(people(first), people(second), strict=True)):
        assert len(one) == len(other) == 1
        [[a], [b]] = reader.windows([passage(first, number, one), passage(second, number, other)])
        assert a.ids[a.first :] == b.ids[b.first :]
        assert [place - a.first for place in a.tokens(one[0]) or ()] == [
            place - b.first for place in b.tokens(other[0]) or ()
        ]
    assert speaker_of(Actor("Ines Okoye")) == SOMEONE
    assert speaker_of(Actor("Ines Okoye", "senator; aunt")) == "someone, senator"
