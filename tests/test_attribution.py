"""Who speaks: a table of texts with the (sentence, actor) pairs to be found in them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.attribution import PROPOSED, find
from stance.labels import Mode
from stance.models.matching import pairs
from stance.text import read
from stance.types import Actor, Article, Mention, Span


def mentions(text: str, author: str = "") -> list[Mention]:
    return find(read(Article("a", text, author=author)))


def actors(text: str, author: str = "") -> list[tuple[int, str]]:
    return [(mention.sentence.index, mention.actor.name) for mention in mentions(text, author)]


SENTENCES = [
    # indirect speech
    ("Ilda Marou said the troops would leave.", ["Ilda Marou"]),
    ("The troops would leave by May, Ilda Marou said.", ["Ilda Marou"]),
    ("The troops would leave by May, said Ilda Marou, the deputy minister.", ["Ilda Marou"]),
    ("The troops, Ilda Marou said on Tuesday, would leave by May.", ["Ilda Marou"]),
    ("Ilda Marou, the deputy foreign minister, said the troops would leave.", ["Ilda Marou"]),
    ("Deputy Foreign Minister Ilda Marou on Monday repeatedly said the troops would leave.", ["Ilda Marou"]),
    ("According to Ilda Marou, the troops will leave.", ["Ilda Marou"]),
    ("The troops will leave, according to two officials.", ["officials"]),
    ("Officials in Velano said the troops would leave.", ["Officials in Velano"]),
    # direct and mixed speech
    ("“The troops will leave,” said Ilda Marou.", ["Ilda Marou"]),
    ('"The troops will leave," Marou told reporters. "All of them."', ["Marou", "Marou"]),
    ("Tobias Renn called the withdrawal “a grave mistake”.", ["Tobias Renn"]),
    # attitudes, demands, decisions
    ("The government wants the troops to stay.", ["government"]),
    ("Opposition parties oppose the withdrawal.", ["Opposition parties"]),
    ("The parliament urged the president to bring the soldiers home.", ["parliament"]),
    ("The White House ordered the withdrawal of all troops.", ["White House"]),
    ("The pull-out was criticised by Tobias Renn.", ["Tobias Renn"]),
    ("Israel is willing to withdraw its troops.", ["Israel"]),
    ("Marou's decision to withdraw the troops came late.", ["Marou"]),
    ("A statement by the movement demanded that the troops leave.", ["movement"]),
    ("Envoys flew out to allay Israel's concerns about the troops.", ["Israel"]),
    ("The withdrawal was opposed by virtually every official in the capital.", ["official"]),
    # a body that somebody speaks for, and the name behind a role
    ("Foreign Minister Ilda Marou said Velano favoured a later date for the troops.", ["Ilda Marou"]),
    ("Ilda Marou said that the commander wanted the troops to stay.", ["Ilda Marou", "commander"]),
    ("Marou said Renn extended the invitation.", ["Marou"]),
    ("The Defence Secretary, Mr Renn, said the troops would leave.", ["Renn"]),
    # two sources
    ("Ilda Marou said the troops would leave, but Tobias Renn insisted that they stay.", ["Ilda Marou", "Tobias Renn"]),
    # nobody
    ("The last troops left in May.", []),
    ("About 4,000 soldiers remain in the country.", []),
    ("Police officers remained on alert in the capital.", []),
    ("The report was long and the claims were old.", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:50] for text, _ in SENTENCES])
def test_actors_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [name for _, name in actors(text)] == expected


def test_a_quotation_keeps_its_source_through_all_its_sentences() -> None:
    text = "“We leave. They stay. It is over,” Ilda Marou said."
    assert actors(text) == [(0, "Ilda Marou"), (1, "Ilda Marou"), (2, "Ilda Marou")]
    assert [mention.mode for mention in mentions(text)] == [Mode.CONTINUED, Mode.CONTINUED, Mode.DIRECT]


def test_a_quotation_on_its_own_has_the_source_of_the_one_before() -> None:
    text = "“We leave now,” Ilda Marou said.\n\n“There is nothing more for us to do in that country.”"
    assert actors(text) == [(0, "Ilda Marou"), (1, "Ilda Marou")]


def test_whoever_a_quotation_is_about_is_not_who_says_the_next() -> None:
    text = "“Our opponents want to stay for ever.\n\n“We will bring the soldiers home before the winter comes.”"
    assert actors(text, author="Ilda Marou") == [(0, "Ilda Marou"), (1, "Ilda Marou")]


@pytest.mark.parametrize(
    ("first", "name"),
    [
        ("Okoro, who leads the movement, has long been hunted.", "Okoro"),
        ("Nobody in Velano has been told.", "He"),
        ("Marines came ashore at noon.", "He"),
        ("The rally was led by Ilda Marou. Okoro came late.", "Ilda Marou"),
    ],
)
def test_a_pronoun_may_stand_for_a_surname_that_is_all_an_article_gives(first: str, name: str) -> None:
    assert actors(f"{first} He said the troops must leave.")[-1][1] == name


@pytest.mark.parametrize(
    ("second", "name"),
    [
        ("Marou said it was late.", "Ilda Marou"),
        ("She said it was late.", "Ilda Marou"),
        ("The minister said it was late.", "Ilda Marou"),
        ("Tobias Renn said it was late.", "Tobias Renn"),
    ],
)
def test_later_mentions_get_the_fullest_name(second: str, name: str) -> None:
    assert actors(f"Defence Minister Ilda Marou said the troops would go. {second}")[-1] == (1, name)


def test_titles_and_appositives_describe_the_actor() -> None:
    text = "NATO spokesman Tobias Renn said no. Ilda Marou, a senator from Velano, said yes."
    assert [mention.actor.description for mention in mentions(text)] == ["NATO spokesman", "a senator from Velano"]


def test_a_statement_is_its_authors() -> None:
    found = mentions("We will leave in May. It is time.", author="Ilda Marou")
    assert [(m.actor.name, m.mode, m.source) for m in found] == [("Ilda Marou", Mode.AUTHOR, None)] * 2


def test_others_quoted_in_a_statement_stay_the_source() -> None:
    assert actors("Tobias Renn said the troops must stay.", author="Ilda Marou") == [(0, "Tobias Renn")]


def test_speakers_labels_tell_whose_turn_it_is() -> None:
    text = "JOURNALIST: When will they leave?\n\nMAROU: In May. That is decided."
    assert actors(text, author="Ilda Marou") == [(0, "journalist"), (1, "Ilda Marou"), (2, "Ilda Marou")]


@pytest.mark.parametrize(
    ("headline", "name"),
    [("Withdrawal of troops a mistake: Renn", "Renn"), ("NATO not leaving before the time is right", "NATO")],
)
def test_headlines(headline: str, name: str) -> None:
    assert actors(f"{headline}\n\nThe talks went on for two days in the capital.")[0] == (0, name)


PIECES = [*"“”\"' .,:;\n’abIT", " said ", " Marou ", " the troops ", " he ", " and ", " of ", "’s decision to "]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_gives_mentions_that_lie_in_it(text: str) -> None:
    for mention in mentions(text):
        for span in (mention.source, *mention.contents):
            assert span is None or span.end <= len(text)
        assert mention.actor.name


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("Brand", "Paul Brandt"),
        ("Paul Brandt snubbed", "Paul Brandt"),
        ("The council", "council of elders"),
        ("council of elders", "council of elders"),
        ("it", "it"),
        ("snubbed", None),
    ],
)
def test_proposed_words_become_mentions_of_whole_phrases(tagged: str, name: str | None) -> None:
    text = "Senator Paul Brandt snubbed it. The council of elders, too, walked out."
    document = read(Article("1", text))
    start = text.index(tagged)
    found = find(document, [Span(start, start + len(tagged))])
    proposed = [mention for mention in found if mention.rule in PROPOSED]
    assert [mention.actor.name for mention in proposed] == ([] if name is None else [name])


@pytest.mark.parametrize(
    ("tagged", "rule"), [("Brandt", "proposed"), ("She", "proposed pronoun"), ("Renn", "proposed object")]
)
def test_the_rule_of_a_proposal_tells_how_it_stands_in_the_sentence(tagged: str, rule: str) -> None:
    text = "Senator Paul Brandt snubbed it. She walked out with Renn."
    start = text.index(tagged)
    found = find(read(Article("1", text)), [Span(start, start + len(tagged))])
    assert [mention.rule for mention in found] == [rule]


def test_proposed_words_never_displace_what_rules_find_or_whoever_speaks_the_text() -> None:
    text = "TOLHURST: We will stay. The minister said that the Dutch would go."
    document = read(Article("1", text, author="Graham Tolhurst"))
    alone = find(document)
    spans = [
        Span(0, 8),
        Span(text.index("minister"), text.index(" said")),
        Span(text.index("Dutch"), text.index(" would")),
    ]
    found = find(document, spans)
    assert [mention for mention in found if mention.rule != "proposed"] == alone
    assert [mention.actor.name for mention in found if mention.rule == "proposed"] == ["Dutch"]


def test_proposed_words_are_not_remembered_for_pronouns() -> None:
    text = "Prime Minister Ines Okoye said nobody would go. Senator Paul Brandt snubbed it. She said they would stay."
    document = read(Article("1", text))
    start = text.index("Paul Brandt")
    found = find(document, [Span(start, start + len("Paul Brandt"))])
    assert [mention.actor.name for mention in found] == ["Ines Okoye", "Paul Brandt", find(document)[-1].actor.name]


def test_a_person_keeps_the_first_few_of_many_descriptions() -> None:
    text = " ".join(f"Ann Ng, the {'very ' * n}loud minister, said that nobody leaves." for n in range(1, 12))
    assert {len(mention.actor.description.split("; ")) for mention in mentions(text)} == {8}


def test_the_surest_pairs_are_matched_first() -> None:
    document = read(Article("1", "The US government and the Afghan government said they would talk."))
    whole = find(document)[0]
    ours = [replace(whole, actor=Actor(name), source=None) for name in ("US government", "Afghan government")]
    assert pairs(ours, ours[::-1]) == [(0, 1), (1, 0)]
