"""What the process at the pages tells its shard, in frames: one letter, a length, so many bytes."""

import struct
from enum import StrEnum
from typing import BinaryIO, Final

_HEAD: Final = struct.Struct("<cI")
HEAD_BYTES: Final = _HEAD.size


class Signal(StrEnum):
    """What a frame tells."""

    READY = "r"  # the model is loaded
    READING = "i"  # from the item of this number on
    WORKING = (
        "w"  # at the items from the first number up to, and without, the second; one alone with what is known of it
    )
    ARTICLES = "a"  # rows, as an Arrow stream
    COMMENTS = "c"  # rows, as an Arrow stream
    OUT_OF_REACH = "u"  # the input, and why; the process ends
    LEAVING = "l"  # this process, in favour of a new one
    DONE = "d"  # those items: what was counted; their rows came before
    END = "e"  # of the shard: what was passed over


def write(stream: BinaryIO, signal: Signal, content: bytes = b"") -> None:
    """Write one frame."""
    stream.write(_HEAD.pack(signal.value.encode(), len(content)))
    stream.write(content)
    stream.flush()


def head(raw: bytes) -> tuple[Signal, int]:
    """Return what a frame tells, and how many bytes follow."""
    letter, length = _HEAD.unpack(raw)
    return Signal(letter.decode()), length
