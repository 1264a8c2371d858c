"""Every outcome's reason code: stored with the row, counted, and documented in docs/reasons.md."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an article was refused, why it is dead, and how its comments were found."""

    # Refused at submission: nothing is stored but the count.
    TOO_LARGE = "TOO_LARGE"
    SCHEMA = "SCHEMA"
    BAD_URL = "BAD_URL"
    ARCHIVE = "ARCHIVE"

    # Dead: accepted, but can't be processed; the raw bytes are kept.
    EMPTY = "EMPTY"
    NOT_TEXT = "NOT_TEXT"
    DECODE = "DECODE"
    DECOMPRESSION = "DECOMPRESSION"
    DEPTH = "DEPTH"  # also refused at submission, where JSON is nested too deep
    COMPLEXITY = "COMPLEXITY"
    TOO_MANY = "TOO_MANY"
    XML_FORBIDDEN = "XML_FORBIDDEN"
    CRASH = "CRASH"
    MEMORY = "MEMORY"
    TIMEOUT = "TIMEOUT"

    # How a separation found its comments.
    NONE = "none"
    TEXT_SECTION = "text:section"
    TEXT_MODEL = "text:model"
    STRUCTURE_REPEATED = "structure:repeated-siblings"
