from xml.etree import ElementTree as ET

from stance.labelling.codebook import Codebook
from stance.labelling.studio_page import page
from stance.labels import GROUPS, MODES, STANCES


def parsed(codebook: Codebook | None = None) -> ET.Element:
    return ET.fromstring(page(codebook or Codebook.read()))  # noqa: S314 (our own)


def values(tag: str) -> list[str]:
    return [each.attrib["value"] for each in parsed().iter(tag)]


def test_everything_that_the_codebook_knows_can_be_chosen_in_its_order() -> None:
    assert values("Label") == list(STANCES)
    assert values("Choice") == [*GROUPS, *MODES]


def test_every_stance_has_a_colour_a_key_and_what_it_means() -> None:
    labels = list(parsed().iter("Label"))
    assert len({each.attrib["background"] for each in labels}) == 4
    assert [each.attrib["hotkey"] for each in labels] == ["1", "2", "3", "4"]
    assert labels[0].attrib["hint"].startswith("wants it, defends it")


def test_the_whole_codebook_is_on_the_page_without_signs_of_markup() -> None:
    codebook = Codebook.read()
    shown = " ".join(values("Header"))
    words = {word.strip('#*`|-.,;:()"') for word in codebook.text.split()} - {""}
    assert [word for word in words if word.replace("*", "") not in shown] == []
    assert not any(line.startswith("#") or "|--" in line or "**" in line for line in values("Header"))


def test_rules_with_signs_of_xml_do_no_harm() -> None:
    rules = '# A & B <i> "\n\n| support | "for" & <it> |\n'
    found = parsed(Codebook(rules, "digest"))
    assert 'A & B <i> "' in [each.attrib["value"] for each in found.iter("Header")]
    assert next(found.iter("Label")).attrib["hint"] == '"for" & <it>'
