r"""Reading an article: paragraphs, headings, sentences and quotations, with offsets into the text as it came in.

>>> from stance.types import Article
>>> document = read(Article("a", "Troops to go\n\n“We leave. They stay,” Ng said."))
>>> [sentence.text for sentence in document.sentences]
['Troops to go', '“We leave.', 'They stay,” Ng said.']
>>> [quotation.of(document.article.text) for quotation in document.quotations]
['We leave. They stay,']
"""

from stance.text.headings import headings
from stance.text.paragraphs import paragraphs, skip_bullet
from stance.text.quotations import quotations
from stance.text.sentences import sentences
from stance.text.visible import visible
from stance.types import LONGEST_LINE, Article, Document, Sentence, Span

__all__ = ["read", "visible"]


def read(article: Article) -> Document:
    """Return the sentences and quotations of an article; any text can be read, in time linear to its length."""
    text = article.text
    blocks = paragraphs(text)
    split = [sentences(text, skip_bullet(text, start, end), end) for start, end in blocks]
    worded = [bounds for bounds in split if bounds]
    is_heading = headings(text, worded, article.title[:LONGEST_LINE])
    found: list[Sentence] = []
    for paragraph, bounds in enumerate(worded):
        for start, end in bounds:
            span = Span(start, end)
            found.append(Sentence(len(found), span, text[start:end], paragraph, is_heading[paragraph]))
    starts = [sentence.span.start for sentence in found]
    return Document(article, tuple(found), tuple(Span(*bounds) for bounds in quotations(text, blocks, starts)))
