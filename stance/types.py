"""What passes between the layers: frozen dataclasses, free of any framework.

Each step that adds knowledge returns a new type: an `Article` is read into a `Document`, in which `Mention`s are
found, which are classified into `Attribution`s. Every span is a half-open range of characters of `Article.text`
exactly as it came in, so `article.text[span.start:span.end]` is always the text meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from stance.labels import Group, Mode, Stance

LONGEST_LINE = 300
"""How many characters of a title and of an author's name are read; more is neither."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of characters of an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"A span needs 0 <= start <= end; got start {self.start}, end {self.end}.")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the part of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Tell whether both spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as it came in.

    Attributes:
        id: Unique within a batch; the file's name or its line where nothing better is known.
        text: The whole text, untouched; all offsets point into it.
        title: The headline, where it is not already part of `text`.
        author: Who speaks where nobody else is quoted (statements, speeches, opinion); empty for news reports.
        published, source, url: Carried along, never interpreted.
    """

    id: str
    text: str
    title: str = ""
    author: str = ""
    published: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, headline or section heading of an article.

    Attributes:
        index: Its number in the article, from 0.
        span: Where it stands, without surrounding white space.
        text: `span.of(article.text)`.
        paragraph: The number of its paragraph, from 0.
        heading: Whether it is a headline or section heading.
    """

    index: int
    span: Span
    text: str
    paragraph: int
    heading: bool


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read.

    Attributes:
        article: The article it was read from.
        sentences: In order, without overlap; every letter and digit of the text lies in one of them.
        quotations: What stands between quotation marks, marks excluded, in order and without overlap. A quotation
            over several paragraphs, reopened in each, is one span a paragraph.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]

    @property
    def headline(self) -> str:
        """The article's title, or the heading that it begins with; empty where it has neither."""
        first = self.sentences[0] if self.sentences else None
        return self.article.title[:LONGEST_LINE] or (first.text if first and first.heading else "")

    @property
    def author(self) -> str:
        """Who speaks where nobody else is quoted; empty where that is the narrator of a report."""
        return self.article.author.strip()[:LONGEST_LINE]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who says, wants, decides or does something, as the whole article presents them.

    Attributes:
        name: As fully as the article gives it, without titles.
        description: The titles and appositives that the article gives anywhere, such as "NATO Secretary General";
            empty where it gives none.
    """

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One actor in one sentence, before anything is known of the stance.

    Attributes:
        sentence: The sentence that carries the content.
        actor: The source of the content.
        source: Where the article names the source: in this sentence or, for a quotation that runs on, in another
            one. None where the source is the article's author, whom the text does not name.
        mode: How the sentence renders the source's words.
        contents: The parts of the sentence that the source answers for, in order.
        rule: The name of the pattern that found it; its precision is the confidence in the actor.
        title: The article's headline.
        previous: The sentence before, as text; empty for the first.
        following: The sentence after, as text; empty for the last.
        people: Where the sentence names people, this actor or others, counted from its beginning, in order.
    """

    sentence: Sentence
    actor: Actor
    source: Span | None
    mode: Mode
    contents: tuple[Span, ...] = ()
    rule: str = "given"
    title: str = ""
    previous: str = ""
    following: str = ""
    people: tuple[Span, ...] = ()

    @property
    def place(self) -> Span | None:
        """Where the sentence names the actor, counted from its beginning; None where it does not."""
        source, sentence = self.source, self.sentence.span
        if source is None or not sentence.covers(source):
            return None
        return Span(source.start - sentence.start, source.end - sentence.start)


@dataclass(frozen=True, slots=True)
class Example:
    """A mention with the labels that a reader gave it."""

    mention: Mention
    group: Group
    stance: Stance


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A document with all its attributions labelled: what a model learns from and is measured on."""

    document: Document
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """An actor's stance in one sentence: one row of the output.

    Attributes:
        article: The article's id.
        mention: Who speaks where.
        group: The actor's most probable role.
        stance: The actor's most probable stance toward the withdrawal.
        p_stance: Calibrated probability of each stance; they add up to 1.
        p_group: Calibrated probability of `group`.
        p_actor: Calibrated probability that the actor is a source of this sentence.
        possible: The stances that stay possible; the true one is among them in nine of ten sentences.
        abstained: Whether the stance is less sure than the chosen risk asks for.
        model: Name and digest of the model that decided.
        codebook: Digest of the codebook that the model was trained under.
    """

    article: str
    mention: Mention
    group: Group
    stance: Stance
    p_stance: Mapping[Stance, float] = field(hash=False)
    p_group: float
    p_actor: float
    possible: tuple[Stance, ...]
    abstained: bool
    model: str
    codebook: str

    def row(self) -> dict[str, object]:
        """Return the fields as they are written to files; see `ROW_FIELDS` for the order.

        `actor_start` and `actor_end` are None where the text does not name the source.
        """
        mention, sentence = self.mention, self.mention.sentence
        source = mention.source
        values = (
            self.article,
            sentence.index,
            sentence.span.start,
            sentence.span.end,
            sentence.text,
            mention.actor.name,
            source.start if source else None,
            source.end if source else None,
            str(mention.mode),
            str(self.group),
            str(self.stance),
            *(round(self.p_stance[stance], 4) for stance in Stance),
            round(self.p_group, 4),
            round(self.p_actor, 4),
            " ".join(self.possible),
            self.abstained,
            self.model,
            self.codebook,
        )
        return dict(zip(ROW_FIELDS, values, strict=True))


@dataclass(frozen=True, slots=True)
class Unattributed:
    """A sentence in which nobody but the narrator speaks, for callers who want every sentence back."""

    article: str
    sentence: Sentence
    model: str
    codebook: str

    def row(self) -> dict[str, object]:
        """Return the fields of an `Attribution.row`, None where there is no actor to tell of."""
        sentence = self.sentence
        row: dict[str, object] = dict.fromkeys(ROW_FIELDS)
        row |= {"article": self.article, "sentence": sentence.index, "text": sentence.text, "abstained": False}
        row |= {"start": sentence.span.start, "end": sentence.span.end}
        return row | {"model": self.model, "codebook": self.codebook}


ROW_FIELDS: tuple[str, ...] = (
    "article",
    "sentence",
    "start",
    "end",
    "text",
    "actor",
    "actor_start",
    "actor_end",
    "mode",
    "group",
    "stance",
    *(f"p_{stance}" for stance in Stance),
    "p_group",
    "p_actor",
    "possible",
    "abstained",
    "model",
    "codebook",
)
