"""The page: what it tells, and that nothing in an article can become a part of it."""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import stance
from stance.labels import Group, Stance
from stance.predictor import Row
from stance.report import Material, render
from stance.types import Article, Span
from tests.report.rows import CODEBOOK, MODEL, explained, said

TEXT = "Troops to go\n\n“They must stay,” Ilda Marou said. Tobias Renn wants them out.\n\nIt rained."
ARTICLE = Article("a.txt", TEXT, "Troops to go", published="2021-05-03", url="https://example.org/a")
MAROU = said(text="“They must stay,” Ilda Marou said.", start=14, source=Span(32, 42))
RENN = said("Tobias Renn", Stance.SUPPORT, 0.8, text="Tobias Renn wants them out.", start=49, source=Span(49, 60))
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "article", "footer"),
    *("h1", "h2", "h3", "p", "div", "span", "a", "b", "small", "bdi", "code", "ul", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
    *("blockquote", "svg", "rect", "g", "line", "circle", "text", "desc"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "href", "id", "aria-label", "aria-labelledby"),
    *("aria-hidden", "focusable", "role", "tabindex", "scope", "data-label", "rel", "viewbox", "preserveaspectratio"),
    *("x", "y", "width", "height", "x1", "y1", "x2", "y2", "cx", "cy", "r"),
}
VOID = {"meta"}


class Parsed(HTMLParser):
    """What a browser makes of a page: its elements, their attributes and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    @property
    def ids(self) -> list[str | None]:
        return [value for name, value in self.attributes if name == "id"]


def page(*rows: Row, articles: tuple[Article, ...] = (ARTICLE,), **options: object) -> Parsed:
    parsed = Parsed(render(Material(rows or (MAROU, RENN), articles, explain=explained), **options))
    assert set(parsed.elements) <= ELEMENTS
    assert {name for name, _ in parsed.attributes} <= ATTRIBUTES
    assert parsed.open == []
    return parsed


def words(parsed: Parsed) -> str:
    return " ".join(parsed.words.split())


def test_it_begins_with_what_a_reader_wants_to_know() -> None:
    told = words(page())
    assert "1 article, published on 3 May 2021, holds 2 attributions (a speaker in a sentence) by 2 actors." in told
    assert f"Read by {MODEL} under codebook {CODEBOOK[:12]}; 0 attributions left undecided." in told
    assert "For it: probably Tobias Renn." in told
    assert "Against it: probably Ilda Marou." in told


def test_every_link_leads_to_a_place_on_the_page_or_to_the_web() -> None:
    parsed = page()
    links = [value or "" for name, value in parsed.attributes if name == "href"]
    assert "https://example.org/a" in links
    assert {link[1:] for link in links if link.startswith("#")} <= set(parsed.ids)
    assert len(set(parsed.ids)) == len(parsed.ids)
    assert {"#a1-14", "#a1-49"} <= set(links)


def test_headings_have_no_gap_and_landmarks_have_names() -> None:
    rendered = render(Material((MAROU, RENN), (ARTICLE,)))
    levels = [int(level) for level in re.findall(r"<h([1-6])", rendered)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all("aria-label" in tag for tag in re.findall(r"<(?:section|nav)[^>]*>", rendered))
    assert all("scope=" in tag for tag in re.findall(r"<th\b[^>]*>", rendered))
    assert all(
        re.search(r'role="img" aria-label|aria-hidden="true"', tag) for tag in re.findall(r"<svg[^>]*>", rendered)
    )


def test_it_asks_for_nothing_and_forbids_asking() -> None:
    rendered = render(Material((MAROU, RENN), (ARTICLE,)))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', rendered)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]
    assert not re.search(r"url\(|@import|<script|<link|<img|<iframe|\bsrc=|\bstyle=|\bon\w+=", rendered)


def test_the_article_is_whole_and_marked() -> None:
    rendered = render(Material((MAROU, RENN), (ARTICLE,)))
    body = rendered[rendered.index('<div class="text">') :]
    assert '<span class="said oppose" id="a1-14">“They must stay,” </span>' in body
    assert '<span class="said oppose"><b>Ilda Marou</b></span>' in body
    assert "<p>It rained.\n</p>" in body or "<p>It rained.</p>" in body


def test_without_articles_it_says_how_to_add_them() -> None:
    assert "stance report … --articles FILES shows them" in words(page(articles=()))


def test_only_some_articles_are_shown_in_full_and_all_are_listed() -> None:
    articles = tuple(Article(f"a{n}", TEXT, f"Title {n}") for n in range(30))
    rows = [said(text=MAROU.mention.sentence.text, start=14, article=article.id) for article in articles]
    parsed = page(*rows, articles=articles, shown=3)
    assert "The 3 articles with the most attributions, of 30." in words(parsed)
    assert parsed.words.count("It rained.") == 3
    assert all(f"Title {n}" in parsed.words for n in range(30))


def test_a_page_about_five_hundred_long_articles_can_be_sent_by_mail() -> None:
    long = f"{TEXT}\n\n" + "It rained on the road to the north. " * 800
    articles = tuple(Article(f"a{n}", long, f"Title {n}", published=f"{1970 + n // 10}-01-01") for n in range(500))
    rows = [
        said(f"Actor {m % 900}", list(Stance)[m % 4], text=TEXT, article=f"a{n}", source=Span(32, 42))
        for n in range(500)
        for m in range(n, n + 15)
    ]
    assert len(render(Material(rows, articles)).encode()) < 3_000_000


def test_what_was_left_undecided_is_told_with_its_reason() -> None:
    told = words(page(said(abstained=True), said("Renn", p_actor=0.3), articles=()))
    assert "1 attribution where the model is not sure enough of the stance" in told
    assert "1 attribution where the model doubts that the actor speaks" in told
    assert "undecided, oppose 70%" in told


def test_an_article_that_is_another_one_is_told_and_not_marked() -> None:
    other = Article("a.txt", "Something else, quite long enough to hold the offsets.")
    parsed = page(MAROU, articles=(other,))
    told = words(parsed)
    assert not any((value or "").startswith("#a1-") for name, value in parsed.attributes if name == "href")
    assert "1 attribution whose text is not what stands in the article given" in told


def test_a_page_about_nobody() -> None:
    rows = stance.predict(stance.Article("a", "It rained."), all_sentences=True)
    told = words(page(*rows, articles=(Article("a", "It rained."),)))
    assert "1 article holds 0 attributions" in told
    assert "Who stands where" not in told


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "]]><svg onload=alert(1)>",
    "--><b>x</b><!--",
    "</style><style>*{background:url(//x)}",
    "</title></svg></text><a href=javascript:alert(1)>x</a>",
    "{{ 7 * 7 }}{% raw %}",
    "a\x00b\x1b[2J\x08\x7f\x9b",
    "left\u202etfel\u2066\u200f",
    "half \ud83d of",
    "&lt;b&gt;&amp;&#x3c;",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("why", [False, True], ids=["plain", "explained"])
@pytest.mark.parametrize("evil", HOSTILE)
def test_nothing_that_an_article_holds_becomes_a_part_of_the_page(evil: str, why: bool) -> None:
    text = f"{evil} said {evil}."
    article = Article(evil, text, evil, evil, evil, evil, evil)
    row = said(evil, text=text, article=evil, source=Span(0, len(evil)))
    plain = page(
        said("M", text="M said M.", article="M", source=Span(0, 1)),
        articles=(Article("M", "M said M.", *"MMMMM"),),
        title="M",
        explained=why,
    )
    found = page(row, articles=(article,), title=evil, explained=why)
    assert found.elements == plain.elements
    assert [name for name, _ in found.attributes] == [name for name, _ in plain.attributes]
    assert (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200f\u202e\u2066\ud800-\udfff]", "\ufffd", evil) in found.words
    )
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200f\u202e\u2066\ud800-\udfff]", found.words)


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/?a=1&b=2", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_addresses_on_the_web_are_linked(url: str, linked: bool) -> None:
    parsed = page(articles=(Article("a.txt", TEXT, url=url),))
    assert ((("href", url) in parsed.attributes) and url != "") == linked
    assert (("rel", "noopener noreferrer nofollow") in parsed.attributes) == linked


SPICE = st.text(st.sampled_from("<>&\"'/=!-[]{}%#ab \n\t\x00\u202e\ud800é字"), max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.tuples(SPICE, SPICE, SPICE, SPICE).filter(lambda each: all(each)))
def test_any_text_stays_text(given_: tuple[str, str, str, str]) -> None:
    id_, actor, title, words_ = given_
    text = f"{words_}x {actor} y"
    page(
        said(actor, text=text, article=id_, source=Span(len(words_), len(text)), group=Group.OTHER),
        said(title, Stance.SUPPORT, text=text[1:], article=id_, start=1),
        articles=(Article(id_, text, title, actor, title, id_, words_),),
        title=title,
        explained=True,
    )
