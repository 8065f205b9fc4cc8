"""Exports: what Gephi and Discourse Network Analyzer read."""

import csv
import io

import networkx as nx
import pytest

from stance.labels import Stance
from stance.report import FORMS, Material, export
from stance.types import Article
from tests.report.rows import said

ARTICLE = Article("a.txt", "…", 'The "great" debate; part 2', "Ada", "2021-05-03", "Daily")
ROWS = (
    said("Ilda Marou"),
    said("Ilda Marou", Stance.NONE),
    said("Tobias Renn", Stance.SUPPORT, 0.8),
    said("Renn's man", Stance.SUPPORT, 0.9),
    said("Senate", Stance.CONDITIONAL, 0.9, article="b.txt"),
    said("Okoro", abstained=True),
)
MATERIAL = Material(ROWS, (ARTICLE,))


def events(material: Material = MATERIAL) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(material, "dna")), delimiter=";"))


@pytest.mark.parametrize(
    ("form", "read"), [("graphml", nx.parse_graphml), ("gexf", lambda text: nx.read_gexf(io.BytesIO(text.encode())))]
)
def test_a_network_of_actors_and_stances(form: str, read: object) -> None:
    graph = read(export(MATERIAL, form))  # type: ignore[operator]
    named = {data.get("label", node): node for node, data in graph.nodes(data=True)}
    marou, renn, man = named["Ilda Marou"], named["Tobias Renn"], named["Renn's man"]
    assert graph.nodes[marou]["attributions"] == 2
    assert graph.nodes[renn]["lean"] == "support"
    assert graph.edges[renn, "support"]["weight"] == pytest.approx(0.8)
    assert graph.edges[renn, "support"]["kind"] == "holds"
    assert graph.edges[renn, man]["weight"] == pytest.approx(1)
    assert graph.edges[renn, man]["kind"] == "agrees"
    assert not graph.has_edge(marou, renn)


def test_the_event_list_has_a_line_for_each_decided_attribution_that_takes_a_side() -> None:
    assert [(each["person"], each["concept"], each["agreement"]) for each in events()] == [
        ("Ilda Marou", "withdrawal of troops", "0"),
        ("Tobias Renn", "withdrawal of troops", "1"),
        ("Renn's man", "withdrawal of troops", "1"),
        ("Senate", "withdrawal of troops on conditions", "1"),
    ]


def test_an_event_tells_its_document_as_discourse_network_analyzer_writes_it() -> None:
    first, *_, last = events()
    assert first["time"] == "2021-05-03 00:00:00"
    assert first["document title"] == "The 'great' debate, part 2"
    assert (first["author"], first["source"], first["organization"]) == ("Ada", "Daily", "expert")
    assert (first["document ID"], last["document ID"], last["time"]) == ("1", "2", "")


def test_no_cell_is_a_formula() -> None:
    (event,) = events(Material((said("=HYPERLINK(1)", text="\t+1 to @all"),)))
    assert event["person"] == "'=HYPERLINK(1)"
    assert event["text"] == "'+1 to @all"


def test_control_characters_leave_the_network_readable() -> None:
    graph = nx.parse_graphml(export(Material((said("a\x00\x1b\ud800<b>&\"'"),)), "graphml"))
    assert "a\ufffd\ufffd\ufffd<b>&\"'" in {data.get("label") for _, data in graph.nodes(data=True)}


def test_an_unknown_form_is_refused() -> None:
    assert set(FORMS) == {"graphml", "gexf", "dna"}
    with pytest.raises(ValueError, match="Cannot export to 'xyz'; use one of: graphml, gexf, dna"):
        export(MATERIAL, "xyz")
