"""What Label Studio's page looks like: its labelling configuration, with the codebook on it."""

import re
from xml.etree import ElementTree as ET

from stance.labelling.codebook import COLOURS, Codebook
from stance.labels import GROUPS, MODES, STANCES

_HOW = (
    "Choose a stance, then mark the words that name who holds it. Mark the whole sentence where it does not name its "
    "source. Click a mark to choose its group."
)
_STYLE = (
    ".htx-text { white-space: pre-wrap; line-height: 1.9; } "
    ".rules { max-height: 24rem; overflow-y: auto; } .rules p, .rules div { margin: 0; }"
)


def page(codebook: Codebook) -> str:
    """Return the configuration, XML that a project of Label Studio takes as it is."""
    view = ET.Element("View")
    ET.SubElement(view, "Style").text = _STYLE
    _tag(view, "Header", value="$title", size="4")
    _tag(view, "Header", value="$about", size="6")
    _tag(view, "Header", value=_HOW, size="6")
    stances = _tag(view, "Labels", name="stance", toName="text", showInline="true")
    for number, stance in enumerate(STANCES, 1):
        hint = codebook.hints.get(stance, "")
        _tag(stances, "Label", value=stance, background=COLOURS[stance], hotkey=str(number), hint=hint)
    _tag(view, "Text", name="text", value="$text", valueType="text", saveTextResult="yes", granularity="word")
    _region(view, codebook)
    _rules(view, codebook)
    ET.indent(view)
    return ET.tostring(view, encoding="unicode") + "\n"


def _region(view: ET.Element, codebook: Codebook) -> None:
    """Add what is asked of each mark."""
    region = _tag(view, "View", visibleWhen="region-selected")
    _tag(region, "Header", value="Group: the role in which the actor speaks", size="5")
    asked = {"toName": "text", "perRegion": "true", "choice": "single", "showInline": "true"}
    groups = _tag(region, "Choices", name="group", **asked, required="true", requiredMessage="Choose a group.")
    for group in GROUPS:
        _tag(groups, "Choice", value=group, hint=codebook.hints.get(group, ""))
    _tag(region, "Header", value="Mode: how the words are rendered (left out, the rules decide)", size="5")
    modes = _tag(region, "Choices", name="mode", **asked)
    for mode in MODES:
        _tag(modes, "Choice", value=mode)
    _tag(region, "Header", value="Actor: the full name, where the marked words are not it", size="5")
    once = {"maxSubmissions": "1", "editable": "true", "rows": "1"}
    _tag(region, "TextArea", name="actor", toName="text", perRegion="true", **once, placeholder="Ilda Marou")


def _rules(view: ET.Element, codebook: Codebook) -> None:
    panel = _tag(_tag(view, "Collapse"), "Panel", value="Codebook")
    rules = _tag(panel, "View", className="rules")
    for block in re.split(r"\n\s*\n|\n(?=- |\|)", codebook.text):
        title = re.match(r"#+ ", block)
        words = " ".join(block.lstrip("#").split()).strip("| ")
        if words.strip("-| "):
            _tag(rules, "Header", value=words.replace(" | ", ": ", 1), size="5" if title else "6")


def _tag(parent: ET.Element, tag: str, /, **attributes: str) -> ET.Element:
    return ET.SubElement(parent, tag, {key: str(value) for key, value in attributes.items() if value})
