"""What people label: to and from the tools in which they do."""

from stance.labelling.jsonl import ReadingError, read_readings, write_readings
from stance.labelling.records import Label, LabelledSentence, Reading, ordered

__all__ = ["Label", "LabelledSentence", "Reading", "ReadingError", "ordered", "read_readings", "write_readings"]
