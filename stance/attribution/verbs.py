"""The subjects of cue verbs: before the verb, behind it, across a parenthesis, or of the verb before."""

from stance.attribution.clause import Clause, Utterance, is_hypothetical, main_subject, skip_helpers, subject_ending
from stance.attribution.lexicon import Cue, noun_like, targets, words
from stance.attribution.phrases import Phrase, after, head, is_agent, is_text

_PLURAL_PRONOUNS = frozenset(["i", "we", "they", "you"])
_DONE = frozenset({"act", "deed"})
_NEAR = 4
"""How many utterances before a verb are looked at, so that a sentence of a thousand takes no longer for each."""


def is_verb(clause: Clause, i: int, cue: Cue, about_target: bool) -> bool:
    """Tell whether the word is used as the verb, with the particle that it needs, in a sentence where it counts."""
    if cue.kinds <= _DONE and not about_target:
        return False
    lower, classes = clause.tokens.lower, clause.classes
    following = lower[i + 1] if i + 1 < len(lower) else "."
    if cue.particles and following not in cue.particles:
        return False
    if cue.form in ("past", "participle"):
        return not (i and classes[i - 1] in "dos") or classes[i - 1] == "s"
    if i == 0:
        return cue.form == "gerund"
    previous = classes[i - 1]
    if cue.form == "gerund":
        return previous not in "do" and previous != "s"
    if previous in "doin" or (previous == "s" and lower[i - 1] == "'s"):
        return False
    return cue.lemma not in noun_like() or _reads_as_verb(clause, i, cue)


def _reads_as_verb(clause: Clause, i: int, cue: Cue) -> bool:
    """Tell whether a word that is more often a noun («support», «states») follows a clear subject."""
    previous = clause.classes[i - 1]
    if previous in "phx":
        return True
    if previous == "r" and i > 1:
        return clause.classes[i - 2] in "phx"
    subject = subject_ending(clause, i - 1) if previous in "wNt" else None
    if subject is None:
        return False
    top = head(clause.classes, subject)
    word = clause.tokens.lower[top]
    plural = word.endswith("s") or word in ("people", "men", "women")
    return plural == (cue.form == "base") and is_agent(clause.tokens, clause.classes, top)


def from_verb(clause: Clause, i: int, cue: Cue, found: list[Utterance], about_target: bool) -> Utterance | None:
    """Return what the verb at token `i` attributes; `found` is what the verbs before it do."""
    source, rule = _source_of_verb(clause, i, cue, found)
    if source is None or not _fits(clause, source, cue, about_target) or is_hypothetical(clause, source):
        return None
    near = found[-_NEAR:]
    nested = _is_nested(source, near)
    if nested and _is_spoken_for(clause, source, near):
        return None
    contents = _contents(clause, source, i, rule)
    if not contents:
        return None
    rule = "nested" if nested and rule == "subject" else rule
    return Utterance(source, i, contents, rule, "speech" in cue.kinds or "with_particle" in cue.kinds)


def _is_nested(source: Phrase, near: list[Utterance]) -> bool:
    """Tell whether a source stands in what another source says."""
    return any(first <= source[0] <= last for each in near if each.source != source for first, last in each.contents)


def _is_spoken_for(clause: Clause, source: Phrase, near: list[Utterance]) -> bool:
    """Tell whether it is another who speaks: of himself, «said he would», or for a body, «said the party wanted»."""
    return clause.classes[source[0]] == "p" or any(each.spoken and each.cue == source[0] - 1 for each in near)


def _source_of_verb(clause: Clause, i: int, cue: Cue, found: list[Utterance]) -> tuple[Phrase | None, str]:
    tokens, classes = clause.tokens, clause.classes
    j, helpers = skip_helpers(clause, i)
    passive = cue.form in ("past", "participle") and not helpers.isdisjoint(words("be"))
    if passive or (cue.form in ("past", "participle") and i + 1 < len(classes) and tokens.lower[i + 1] == "by"):
        return _agent(clause, i), "passive"
    if cue.form == "gerund" and helpers.isdisjoint(words("be")):
        return _gerund(clause, i, j, found)
    if cue.form == "base" and not _base_is_finite(clause, j, helpers):
        return None, ""
    if "speech" in cue.kinds and cue.form in ("past", "third", "base"):
        inverted = _inverted(clause, i)
        if inverted is not None:
            return inverted, "inverted"
    return _subject(clause, j, cue, found)


def _base_is_finite(clause: Clause, j: int, helpers: set[str]) -> bool:
    if "to" in helpers:
        return False
    if not helpers.isdisjoint(words("modals")):
        return True
    if j < 0:
        return False
    lower = clause.tokens.lower[j]
    if lower in words("places"):
        return False
    if clause.classes[j] == "p":
        return lower in _PLURAL_PRONOUNS
    if clause.classes[j] in ",)-":
        return True
    return clause.classes[j] in "hwNct" and (lower.endswith("s") or lower in words("plural_subjects"))


def _agent(clause: Clause, i: int) -> Phrase | None:
    lower = clause.tokens.lower
    for k in range(i + 1, min(i + 8, len(lower))):
        if lower[k] == "by":
            first = k + 1
            while clause.classes[first : first + 1] == "r":
                first += 1
            phrase = after(clause.classes, first)
            if phrase is not None and is_agent(clause.tokens, clause.classes, head(clause.classes, phrase)):
                return phrase
            return None
        if clause.classes[k] in ",;:.q":
            return None
    return None


def _gerund(clause: Clause, i: int, j: int, found: list[Utterance]) -> tuple[Phrase | None, str]:
    classes, lower = clause.classes, clause.tokens.lower
    if i == 0 or (j < 0):
        comma = classes.find(",", i)
        return (after(classes, comma + 1) if comma > 0 else None), "gerund"
    if classes[j] == "i" and lower[j] not in ("by", "after", "before", "while", "in", "as", "when", "without"):
        return None, ""
    if classes[j] not in ",iwcN-t)q" and lower[j] not in ("reporters", "that"):
        return None, ""
    if found and found[-1].rule != "noun":
        return found[-1].source, "gerund"
    return main_subject(clause), "gerund"


def _inverted(clause: Clause, i: int) -> Phrase | None:
    """Return the source after a cue that follows what was said, as in «…», said Graham."""
    tokens, classes = clause.tokens, clause.classes
    if i and classes[i - 1] not in ",q-?!" and not (classes[i - 1] == "." and i > 1):
        return None
    first = i + 1
    while first < len(classes) and classes[first] in "r":
        first += 1
    phrase = after(classes, first)
    if phrase is None or not (is_agent(tokens, classes, phrase[1]) or is_text(tokens, phrase[1])):
        return None
    end = phrase[1] + 1
    quoted_before = i > 0 and (classes[i - 1] == "q" or (i > 1 and classes[i - 2] == "q"))
    if quoted_before:
        return phrase
    while end + 1 < len(classes) and classes[end] in "io":
        inner = after(classes, end + 1)
        if inner is None:
            break
        end = inner[1] + 1
    if i and (end >= len(classes) or classes[end] in ",.;-qhit(c"):
        return phrase
    return None


def _subject(clause: Clause, j: int, cue: Cue, found: list[Utterance]) -> tuple[Phrase | None, str]:
    tokens, classes = clause.tokens, clause.classes
    if j < 0:
        return None, ""
    kind = classes[j]
    if kind == "h":
        return _antecedent(clause, j, cue), "relative"
    if kind in ",)-":
        return _across_parenthesis(clause, j), "parenthesis"
    if kind in "cq":
        if tokens.lower[j] not in ("and", "but", "or"):
            return None, ""
        return (found[-1].source if found else main_subject(clause)), "conjoined"
    return subject_ending(clause, j), "subject"


def _antecedent(clause: Clause, j: int, cue: Cue) -> Phrase | None:
    """Return what the relative pronoun at token `j` stands for."""
    tokens, classes = clause.tokens, clause.classes
    k = j - 1
    while k > 0 and classes[k] in ",i":
        k -= 1
    if tokens.lower[j] == "that" and (k < 0 or not is_agent(tokens, classes, k)):
        return None
    if k < j - 1 and "speech" not in cue.kinds:
        return None
    return subject_ending(clause, k)


def _across_parenthesis(clause: Clause, j: int) -> Phrase | None:
    """Return the subject before what stands between two commas, brackets or dashes, the second at token `j`."""
    classes = clause.classes
    opening = {")": "(", "-": "-"}.get(classes[j], ",")
    k = classes.rfind(opening, 0, j)
    while k > 0:
        phrase = subject_ending(clause, k - 1)
        if phrase is not None and is_agent(clause.tokens, classes, head(classes, phrase)):
            return phrase
        k = classes.rfind(opening, 0, k)
    return main_subject(clause) if classes[j] == "," else None


def _fits(clause: Clause, source: Phrase, cue: Cue, about_target: bool) -> bool:
    """Tell whether the source can be the subject of such a verb."""
    tokens, classes = clause.tokens, clause.classes
    top = head(classes, source)
    if classes[top] in "tn" or tokens.quoted[top] or tokens.lower[top] in ("you", "i", "we"):
        return False
    agent = is_agent(tokens, classes, top)
    if cue.kinds == {"thought"} and not about_target and tokens.lower[top] == "they":
        return False
    if cue.kinds <= _DONE and not _decides(clause, source, cue):
        return False
    if "information" in cue.kinds:
        return is_text(tokens, top) or (agent and classes[top] not in "pN")
    if "speech" in cue.kinds:
        return agent or is_text(tokens, top) or cue.lemma in ("say", "tell")
    return agent


def _decides(clause: Clause, source: Phrase, cue: Cue) -> bool:
    """Tell whether the subject of an act can be the one who decided it, not the soldiers who carry it out."""
    lower = clause.tokens.lower[head(clause.classes, source)]
    if lower in targets() or lower in words("carry_out"):
        return False
    return "act" in cue.kinds or lower not in words("places")


def _contents(clause: Clause, source: Phrase, i: int, rule: str) -> tuple[Phrase, ...]:
    """Return what the cue attributes: what follows it, or what precedes it where nothing else follows."""
    classes = clause.classes
    last = len(classes) - 1
    left_end = min(source[0], i) - 1
    right = max(source[1], i) + 1
    right = (
        i + 1
        if rule in ("subject", "parenthesis", "conjoined", "gerund", "relative", "passive") and source[1] < i
        else right
    )
    ranges = []
    trailing = left_end > 0 and classes[left_end] in ",q-?!" and rule in ("subject", "inverted")
    if rule == "inverted" or trailing:
        ranges.append((0, left_end))
    if sum(c in "wNepdn" for c in classes[right : last + 1]) >= 1:
        ranges.append((right, last))
    if not ranges and left_end > 0:
        ranges.append((0, left_end))
    return tuple(ranges)
