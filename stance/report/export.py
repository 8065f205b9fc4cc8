"""Files for those who go on elsewhere: networks for Gephi, event lists as Discourse Network Analyzer writes them."""

import csv
import io
from collections.abc import Callable
from itertools import combinations
from typing import Any

from stance.labels import STANCES, Stance
from stance.report.gathering import Material
from stance.report.needs import networkx
from stance.report.network import ALIKE, agreement
from stance.report.standings import Standing, by_actor
from stance.text import visible
from stance.types import Article, Attribution

_EVENT_FIELDS = (
    "statement ID",
    "time",
    "document ID",
    "document title",
    "author",
    "source",
    "section",
    "type",
    "text",
    "person",
    "organization",
    "concept",
    "agreement",
)
_CONCEPTS = {
    Stance.SUPPORT: ("withdrawal of troops", 1),
    Stance.OPPOSE: ("withdrawal of troops", 0),
    Stance.CONDITIONAL: ("withdrawal of troops on conditions", 1),
}
_TIED = 300
_FORMULA = ("=", "+", "-", "@")


def export(material: Material, form: str) -> str:
    """Return `material` as a file of another program.

    Args:
        material: The rows and, for dates and titles, their articles.
        form: One of `FORMS`. `graphml` and `gexf` are networks of actors and stances: actors are tied to each stance
            by how many of their attributions are expected to have it, and the 300 who speak most to each other by how
            far they agree. `dna` is the event list that Discourse Network Analyzer exports: a line for each decided
            attribution that takes a side.

    Raises:
        ValueError: The form is unknown.
    """
    if form not in FORMS:
        raise ValueError(f"Cannot export to {form!r}; use one of: {', '.join(FORMS)}.")
    return FORMS[form](material)


def _graphml(material: Material) -> str:
    return "\n".join(networkx().generate_graphml(_graph(material))) + "\n"


def _gexf(material: Material) -> str:
    return "\n".join(networkx().generate_gexf(_graph(material))) + "\n"


def _graph(material: Material) -> Any:
    """Return the network; names are attributes, as two may look the same once they are cleaned."""
    graph = networkx().Graph()
    actors = by_actor(material.attributions, len(material.attributions))
    for stance in STANCES:
        graph.add_node(str(stance), label=str(stance), kind="stance")
    for number, actor in enumerate(actors):
        graph.add_node(f"actor {number}", **_described(actor))
        for stance in STANCES:
            expected = actor.shares.of[stance].value * actor.shares.count
            graph.add_edge(f"actor {number}", str(stance), kind="holds", weight=round(expected, 4))
    sided = [(n, each) for n, each in enumerate(actors[:_TIED]) if each.shares.lean != Stance.NONE]
    for (i, first), (j, second) in combinations(sided, 2):
        alike = agreement(first, second)
        if alike >= ALIKE:
            graph.add_edge(f"actor {i}", f"actor {j}", kind="agrees", weight=round(alike, 4))
    return graph


def _described(actor: Standing) -> dict[str, object]:
    shares = {f"share_{stance}": round(actor.shares.of[stance].value, 4) for stance in STANCES}
    about = {"group": str(actor.group), "lean": str(actor.shares.lean), "certainty": str(actor.shares.certainty)}
    return {"label": visible(actor.name), "kind": "actor", "attributions": actor.shares.count, **about, **shares}


def _events(material: Material) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(_EVENT_FIELDS)
    documents = {id_: number for number, id_ in enumerate(material.ids, 1)}
    sided = [each for each in material.attributions if each.stance in _CONCEPTS and not each.abstained]
    for number, each in enumerate(sided, 1):
        article = material.known.get(each.article, Article(each.article, ""))
        date = material.dates.get(each.article)
        time = f"{date} 00:00:00" if date else ""
        writer.writerow([number, time, documents[each.article], *_event(each, article)])
    return file.getvalue()


def _event(attribution: Attribution, article: Article) -> list[object]:
    concept, agreed = _CONCEPTS[attribution.stance]
    mention = attribution.mention
    about = (article.title or article.id, article.author, article.source, "", "", mention.sentence.text)
    said = (mention.actor.name, str(attribution.group).replace("_", " "), concept)
    return [*map(_cell, (*about, *said)), agreed]


def _cell(text: str) -> str:
    """Return `text` as Discourse Network Analyzer writes it, and so that no spreadsheet takes it for a formula."""
    plain = " ".join(visible(text).replace(";", ",").replace('"', "'").split())
    return f"'{plain}" if plain.startswith(_FORMULA) else plain


FORMS: dict[str, Callable[[Material], str]] = {"graphml": _graphml, "gexf": _gexf, "dna": _events}
