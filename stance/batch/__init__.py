"""Many articles at once: streamed, on all cores, and gone on with after a kill."""

from stance.batch.run import Summary, classify_archive, classify_files
from stance.batch.work import Outcome
from stance.batch.workers import Workers

__all__ = ["Outcome", "Summary", "Workers", "classify_archive", "classify_files"]
