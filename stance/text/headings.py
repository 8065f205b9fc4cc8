"""Which paragraphs are headlines and section headings: short, alone, without a full stop, and no by- or dateline."""

import re
from collections.abc import Sequence

from stance.text.paragraphs import Bounds

_LONGEST = 140
_MOST_WORDS = 18
_UNFINISHED = re.compile(r"[.!?…:;,]['\"’”»)\]]{0,4}$|[-–—]$")
_LETTER = re.compile(r"[^\W\d_]")
_CAPITAL = re.compile(r"[“\"'‘«(\[#\s]*(?:[^\W\d_]|\d)")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NO_HEADING = re.compile(
    rf"""(?x)
    (?:By|BY|Reporting\ by|Additional\ reporting\ by|Written\ by|Editing\ by|Story\ by|From)\s
        (?:[A-Z][\w.’'-]*[,\s|]*|(?:and|in|for|at|of|with|the|de|van|von|al)\s){{2,12}}$          # By Ada Ng in Kabul
    | (?:Photo|Image|Caption|Source|File|Posted|Published|Updated|Last\ updated)\b\s*(?:[:|]|{_DAY}|{_MONTH}|\d|by\b)
    | (?:ADVERTISEMENT|Advertisement|Share\ this|Read\ more|Follow\ us)\b
    | (?:{_DAY},?\s+)?(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}|\d{{4}}-\d\d-\d\d)\b(?:[\s,]|\d|at|{_DAY}|[ap]\.?m)*$
    | [A-Z][\w./\s]{{2,30}},?\s+\(?{_MONTH}\s*\d{{1,2}}\b[^a-z]{{0,30}}(?:\([\w\s]{{2,20}}\))?[\s–—-]*$ # KABUL, Jan. 22
    | [A-Z][A-Z./\s]{{2,30}}(?:,\s[A-Z][\w.\s]{{1,20}})?\s*\([\w/\s]{{2,30}}\)[\s–—-]*$                # KABUL (Reuters)
    | https?://|www\.|\S+@\S+$
    """
)


def headings(text: str, paragraphs: Sequence[Sequence[Bounds]], title: str = "") -> list[bool]:
    """Tell for each paragraph, given as its sentences, whether it is a heading.

    The last of several paragraphs heads nothing; three or more short ones in a row below the headline are a list.
    """
    short = [len(bounds) == 1 and _looks_like_heading(text[slice(*bounds[0])], title) for bounds in paragraphs]
    if len(short) > 1:
        short[-1] = False
    result = list(short)
    run = 0
    for number in range(len(short) + 1):
        if number < len(short) and short[number]:
            run += 1
            continue
        if run >= 3 and run < number:
            result[number - run : number] = [False] * run
        run = 0
    return result


def _looks_like_heading(line: str, title: str) -> bool:
    if len(line) > _LONGEST:
        return False
    if title and _plain(line) == _plain(title):
        return True
    return not (
        _UNFINISHED.search(line)
        or len(line.split()) > _MOST_WORDS
        or not _LETTER.search(line)
        or not _CAPITAL.match(line)
        or line.lstrip("“\"'‘«([# ")[:1].islower()
        or _NO_HEADING.match(line)
    )


def _plain(line: str) -> str:
    return " ".join(line.split()).rstrip(".!? ").casefold()
