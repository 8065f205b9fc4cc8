"""The page: one HTML file that needs nothing else, filled from templates that escape whatever they are given.

The pictures are SVG that the templates draw: their words stay words, to be read aloud and found, they follow the
reader's colours, and they need no plotting library.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from stance.labels import STANCES, Stance
from stance.models.explanation import Explanation
from stance.report.gathering import Material
from stance.report.marking import Marked
from stance.report.needs import jinja2
from stance.report.network import LETTERS, WIDTH, network
from stance.report.shares import Certainty, Shares, shares
from stance.report.standings import by_actor, by_group, spelled
from stance.report.timeline import Date, courses
from stance.text import visible
from stance.types import Attribution

SHOWN = 20
_ACTORS, _NAMED, _QUOTED, _NETWORKED, _DOUBTS, _LISTED = 40, 6, 25, 20, 10, 1000
_LONGEST = 400

STANDS = {
    Stance.SUPPORT: "supports it",
    Stance.OPPOSE: "opposes it",
    Stance.CONDITIONAL: "sets conditions",
    Stance.NONE: "takes no side",
}
NAMES = {
    Stance.SUPPORT: "Support",
    Stance.OPPOSE: "Oppose",
    Stance.CONDITIONAL: "Conditional",
    Stance.NONE: "No side",
}


def render(
    material: Material,
    title: str = "Who says what about the withdrawal",
    shown: int = SHOWN,
    *,
    explained: bool = False,
) -> str:
    """Return the page about `material`, the same for the same material.

    Args:
        material: The rows, and the articles as far as they are at hand.
        title: What the page is called.
        shown: How many articles are shown in full at most.
        explained: Whether the sentences that tell most can be opened to see why they got their stance.

    Raises:
        ValueError: They are to be explained, and `material` cannot do that.
        ImportError: The extra `report` is missing.
    """
    environment = _environment()
    sheets = ["style.css", "why.css"] if explained else ["style.css"]
    style = "".join(environment.loader.get_source(environment, sheet)[0] for sheet in sheets)
    attributions = material.attributions
    articles = material.shown(shown)
    actors = by_actor(attributions, _ACTORS)
    quoted = [actor for actor in actors if actor.telling][:_QUOTED]
    timeline = courses(attributions, material.dates)
    page: str = environment.get_template("page.html").render(
        title=title,
        style=_markup(style),
        policy=f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'",
        material=material,
        overall=shares(attributions) if attributions else None,
        actors=actors,
        actor_count=len({spelled(each) for each in attributions}),
        groups=by_group(attributions),
        quoted=quoted,
        why=_why(material, [row for actor in quoted for row in actor.telling]) if explained else {},
        timeline=timeline,
        network=network(actors[:_NETWORKED]),
        width=WIDTH,
        letters=LETTERS,
        articles=articles,
        link=_links(articles),
        doubts=_DOUBTS,
        listed=_LISTED,
        named=_NAMED,
    )
    return page


def _why(material: Material, told: Sequence[Attribution]) -> Mapping[Attribution, Explanation]:
    """Return why each of the rows that are quoted has its stance."""
    if material.explain is None:
        raise ValueError(
            "Rows lack what the model saw around a sentence, and cannot be explained; give the articles instead, with "
            "their model, as in: stance report ARTICLES --model FOLDER --explain -o report.html"
        )
    return dict(zip(told, material.explain(told), strict=True))


def _environment() -> Any:
    engine = jinja2()
    environment = engine.Environment(
        loader=engine.PackageLoader("stance.report"),
        autoescape=True,
        undefined=engine.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"stances": STANCES, "names": NAMES, "certainties": tuple(Certainty)[:-1]}
    environment.filters |= {
        "percent": lambda share: f"{100 * share:.0f}%",
        "day": _day,
        "verdict": _verdict,
        "words": lambda label: str(label).replace("_", " "),
        "short": _short,
        "address": _address,
        "count": lambda number, one: f"{number:,} {one}{'' if number == 1 else 's'}",
    }
    return environment


def _finalize(value: object) -> object:
    """Show control characters in whatever a template prints, before it is escaped."""
    return value if hasattr(value, "__html__") else visible(str(value))


def _markup(text: str) -> Any:
    from markupsafe import Markup

    return Markup(text)  # noqa: S704 (our own file)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _links(articles: Sequence[Marked]) -> Callable[[Attribution], str | None]:
    """Return what tells where on the page the sentence of an attribution stands, if it does."""
    places = {
        (marked.article.id, piece.opens): f"a{number}-{piece.opens}"
        for number, marked in enumerate(articles, 1)
        for paragraph in marked.paragraphs
        for piece in paragraph
    }
    return lambda attribution: places.get((attribution.article, attribution.mention.sentence.span.start))


def _verdict(shares: Shares) -> str:
    if shares.certainty == Certainty.DIVIDED:
        return "divided"
    return f"{shares.certainty} {STANDS[shares.lean]}"


def _day(date: Date) -> str:
    return f"{date.day} {date:%B} {date.year}"


def _short(text: str, length: int = _LONGEST) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _address(url: str) -> str | None:
    """Return an address that is safe to follow, or None."""
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None
