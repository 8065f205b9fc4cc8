"""Readings for tests: one by hand, and a strategy for any."""

from hypothesis import strategies as st

from stance.labelling import Label, LabelledSentence, Reading, ordered
from stance.labels import GROUPS, MODES, STANCES, Group, Mode, Stance
from stance.types import Article

TEXT = "Okoro said they must go. “Soon,” he said.\n\n“Or never.” 🪖 The road was open."
ARTICLE = Article("a1", TEXT, title="Go, says Okoro", source="Herald", published="2031-05-02")
CODEBOOK = "5f" * 32


def spans(*words: str) -> list[tuple[int, int]]:
    starts = [TEXT.index(each) for each in words]
    return [(start, start + len(each)) for start, each in zip(starts, words, strict=True)]


SENTENCES = spans("Okoro said they must go.", "“Soon,” he said.", "“Or never.”", "🪖 The road was open.")


def label(
    start: int | None, end: int | None, mode: Mode, stance: Stance = Stance.SUPPORT, actor: str = "Ada Okoro"
) -> Label:
    return Label(actor, start, end, mode, Group.EXPERT, stance)


def reading(annotator: str = "anna", article: Article = ARTICLE) -> Reading:
    """Return a reading with a named source, a pronoun, a quotation that runs on, and a sentence without any."""
    (okoro, he) = spans("Okoro", "he said")
    labels = (
        (label(*okoro, Mode.INDIRECT),),
        (label(he[0], he[0] + 2, Mode.DIRECT),),
        (label(None, None, Mode.CONTINUED, Stance.CONDITIONAL),),
        (),
    )
    sentences = (
        LabelledSentence(*bounds, paragraph, given)
        for bounds, paragraph, given in zip(SENTENCES, (0, 0, 1, 1), labels, strict=True)
    )
    return Reading(article, annotator, CODEBOOK, tuple(sentences))


AWKWARD = (
    "\n",
    "\r\n",
    "\r",
    "\t",
    "😀",
    "👩‍🚒",
    "שלום",
    "\u202e",
    '"',
    "'",
    ",",
    ";",
    "=1+1",
    "@x",
    "<b>",
    "&",
    "\\n",
    "é",
)
words = st.lists(st.sampled_from((*AWKWARD, "a", "Marou ", "said ", "x. ")), min_size=1, max_size=8).map("".join)
names = words.filter(str.strip)


@st.composite
def labels_in(draw: st.DrawFn, text: str, start: int) -> Label:
    """Give a label of the sentence that begins at `start` and ends with `text`."""
    named = draw(st.booleans())
    bounds: tuple[int | None, int | None] = (None, None)
    if named:
        inked = [place for place in range(start, len(text)) if not text[place].isspace()]
        first, last = sorted((draw(st.sampled_from(inked)), draw(st.sampled_from(inked))))
        bounds = first, last + 1
    modes = MODES if named else (Mode.CONTINUED, Mode.AUTHOR)
    kinds = [draw(st.sampled_from(each)) for each in (modes, GROUPS, STANCES)]
    return Label(draw(names), *bounds, *kinds)


@st.composite
def readings(draw: st.DrawFn, annotator: st.SearchStrategy[str] = names) -> Reading:
    """Give a reading of any text: sentences without surrounding space that cover all of its words."""
    parts = draw(st.lists(words.map(str.strip).filter(bool), min_size=1, max_size=4))
    text, paragraph, sentences = draw(st.sampled_from(["", " ", "\n\r\n"])), 0, []
    for part in parts:
        start, text = len(text), text + part
        given = ordered(draw(st.lists(labels_in(text, start), max_size=3)))
        sentences.append(LabelledSentence(start, len(text), paragraph, given))
        gap = draw(st.sampled_from([" ", "\n\n", "\r\n\r\n"]))
        text, paragraph = text + gap, paragraph + (gap != " ")
    article = Article(draw(names), text, draw(st.just("") | names), draw(st.just("") | names), url="u")
    return Reading(article, draw(annotator), CODEBOOK, tuple(sentences))
