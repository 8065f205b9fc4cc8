"""What a report is written from: rows, the articles that they are of, and what was measured of the model."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stance.models.explanation import Explanation
from stance.predictor import Row
from stance.report.marking import Marked, fits, marked
from stance.report.standings import likely
from stance.report.timeline import Date, date_of
from stance.report.trust import Measured
from stance.types import Article, Attribution, Unattributed

_LONGEST = 600_000

Explain = Callable[[Sequence[Attribution]], Sequence[Explanation]]


@dataclass(frozen=True)
class Material:
    """Rows with all that is known about them.

    Attributes:
        rows: As a model gave them.
        articles: The articles at hand; there may be rows of others, too.
        evaluations: What was measured of the model.
        explain: What tells why rows have their stance; None where the model and what it saw are not at hand.
    """

    rows: Sequence[Row]
    articles: Sequence[Article] = ()
    evaluations: Sequence[Measured] = ()
    explain: Explain | None = None

    @cached_property
    def attributions(self) -> list[Attribution]:
        """The rows in which somebody speaks."""
        return [row for row in self.rows if isinstance(row, Attribution)]

    @cached_property
    def silent(self) -> list[Unattributed]:
        """The rows in which nobody does."""
        return [row for row in self.rows if isinstance(row, Unattributed)]

    @cached_property
    def undecided(self) -> list[Attribution]:
        """Those whose stance the model would rather not tell, the least sure first."""
        return sorted(
            (each for each in self.attributions if each.abstained), key=lambda each: each.p_stance[each.stance]
        )

    @cached_property
    def doubtful(self) -> list[Attribution]:
        """Those whose actor may well not speak there, the least likely first."""
        return sorted((each for each in self.attributions if not likely(each)), key=lambda each: each.p_actor)

    @cached_property
    def changed(self) -> list[Attribution]:
        """Those whose text does not stand in the article at hand."""
        known = self.known
        return [e for e in self.attributions if e.article in known and not fits(e, known[e.article])]

    @cached_property
    def known(self) -> Mapping[str, Article]:
        """The articles at hand by id."""
        return {article.id: article for article in self.articles}

    @cached_property
    def dates(self) -> Mapping[str, Date]:
        """The dates of the articles that tell one, by id."""
        found = {article.id: date_of(article) for article in self.articles}
        return {id_: date for id_, date in found.items() if date is not None}

    @cached_property
    def ids(self) -> list[str]:
        """The ids of all articles, those at hand first."""
        return list(dict.fromkeys([*self.known, *(row.article for row in self.rows)]))

    @cached_property
    def counts(self) -> Counter[str]:
        """How many attributions an article has, by id."""
        return Counter(each.article for each in self.attributions)

    def shown(self, limit: int) -> list[Marked]:
        """Return the articles with the most attributions, marked and in order: at most `limit`, and not too long."""
        room = _LONGEST
        chosen = set()
        for article in sorted(self.articles, key=lambda article: -self.counts[article.id])[:limit]:
            room -= len(article.text)
            if room >= 0 and self.counts[article.id]:
                chosen.add(article.id)
        return [marked(each, self.of(each.id)) for each in self.articles if each.id in chosen]

    def of(self, article: str) -> list[Attribution]:
        """Return the attributions of an article."""
        return self._by_article.get(article, [])

    @cached_property
    def _by_article(self) -> Mapping[str, list[Attribution]]:
        found: dict[str, list[Attribution]] = {}
        for each in self.attributions:
            found.setdefault(each.article, []).append(each)
        return found

    def sources(self) -> Iterable[tuple[str, str]]:
        """Return each model with the codebook that it was trained under, the most used first."""
        return [pair for pair, _ in Counter((row.model, row.codebook) for row in self.rows).most_common()]
