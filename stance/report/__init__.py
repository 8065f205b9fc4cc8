"""One self-contained page about who says what, and files for those who go on elsewhere.

`render(Material(rows, articles))` is the page as a string; `export` writes a network for Gephi or an event list as
Discourse Network Analyzer has it.
"""

from stance.report.export import FORMS, export
from stance.report.gathering import Explain, Material
from stance.report.page import SHOWN, render
from stance.report.trust import measured

__all__ = ["FORMS", "SHOWN", "Explain", "Material", "export", "measured", "render"]
