"""Who is a source inside one sentence: cues, their subjects and what they attribute.

A cue is a verb ("said", "opposes"), a preposition ("according to"), a noun with its owner ("Trump's decision to"), or a
colon after a name. The outcome is a list of `Utterance`s: source, cue and content, the triple of quotation extraction
(Pareti, 2015; Newell et al., PolNeAR, LREC 2018).
"""

from stance.attribution.clause import Clause, Utterance
from stance.attribution.lexicon import cues, targets
from stance.attribution.nominal import according, adjectives, nouns
from stance.attribution.verbs import from_verb, is_verb


def utterances(clause: Clause) -> list[Utterance]:
    """Return all utterances of a sentence, in the order of their cues."""
    found: list[Utterance] = []
    lexicon = cues()
    lower = clause.tokens.lower
    about_target = not targets().isdisjoint(lower)
    for i, word in enumerate(lower):
        if clause.tokens.quoted[i]:
            continue
        cue = lexicon.get(word)
        if cue is not None and is_verb(clause, i, cue, about_target):
            utterance = from_verb(clause, i, cue, found, about_target)
            if utterance is not None:
                found.append(utterance)
    found.extend(adjectives(clause))
    found.extend(according(clause))
    if about_target:
        found.extend(nouns(clause))
    return found
