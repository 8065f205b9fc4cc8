"""Stances over time: the dates of articles, cut into as fine periods as still can be read."""

import datetime
import email.utils
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from stance.labels import GROUPS, STANCES, Group, Stance
from stance.types import Article, Attribution

_MOST = 24

Date = datetime.date


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in which some attributions fall.

    Attributes:
        label: What it is called, such as "May 2021".
        counts: How many attributions are expected of each stance, by their probabilities.
    """

    label: str
    counts: Mapping[Stance, float]

    @property
    def total(self) -> float:
        """How many attributions there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Course:
    """The periods of a group, the same for all groups."""

    group: Group
    periods: tuple[Period, ...]

    @property
    def total(self) -> float:
        """How many attributions there are in all periods."""
        return sum(period.total for period in self.periods)

    @property
    def peak(self) -> float:
        """How many there are in the period that has most."""
        return max(period.total for period in self.periods)


def date_of(article: Article) -> Date | None:
    """Return the day on which an article was published, or None where it tells none that can be read.

    >>> date_of(Article("a", "…", published="2021-05-03T08:00:00Z"))
    datetime.date(2021, 5, 3)
    >>> date_of(Article("a", "…", published="Mon, 03 May 2021 08:00:00 GMT"))
    datetime.date(2021, 5, 3)
    """
    published = article.published.strip()
    try:
        return Date.fromisoformat(published[:10])
    except ValueError:
        pass
    try:
        return email.utils.parsedate_to_datetime(published).date()
    except ValueError:
        return None


def courses(attributions: Iterable[Attribution], dates: Mapping[str, Date]) -> list[Course]:
    """Return the courses of the groups that speak in dated articles, in the codebook's order.

    Args:
        attributions: Those whose article has no date are left out.
        dates: The dates of articles by id.
    """
    dated = [(dates[each.article], each) for each in attributions if each.article in dates]
    if not dated:
        return []
    days = [date for date, _ in dated]
    number, label = _unit(min(days), max(days))
    first, last = number(min(days)), number(max(days))
    counts = {(group, n): dict.fromkeys(STANCES, 0.0) for group in GROUPS for n in range(first, last + 1)}
    for date, each in dated:
        here = counts[each.group, number(date)]
        for stance in STANCES:
            here[stance] += each.p_stance[stance]
    found = [
        Course(group, tuple(Period(label(n), counts[group, n]) for n in range(first, last + 1))) for group in GROUPS
    ]
    return [course for course in found if course.total]


def _unit(first: Date, last: Date) -> tuple[Callable[[Date], int], Callable[[int], str]]:
    """Return the finest unit of time in which both days lie at most `_MOST` apart: date to number, number to name."""
    units: list[tuple[Callable[[Date], int], Callable[[int], str]]] = [
        (Date.toordinal, lambda n: _day(Date.fromordinal(n))),
        (lambda date: (date.toordinal() - 1) // 7, lambda n: f"week of {_day(Date.fromordinal(7 * n + 1))}"),
        (lambda date: 12 * date.year + date.month - 1, lambda n: f"{Date(n // 12, n % 12 + 1, 1):%b} {n // 12}"),
        (lambda date: (12 * date.year + date.month - 1) // 3, lambda n: f"Q{n % 4 + 1} {n // 4}"),
        *(_years(length) for length in (1, 2, 5, 10, 25, 50, 500)),
    ]
    return next(unit for unit in units if unit[0](last) - unit[0](first) < _MOST)


def _years(length: int) -> tuple[Callable[[Date], int], Callable[[int], str]]:
    def label(n: int) -> str:
        return str(n * length) if length == 1 else f"{n * length}–{n * length + length - 1}"

    return lambda date: date.year // length, label


def _day(date: Date) -> str:
    return f"{date.day} {date:%b} {date.year}"
