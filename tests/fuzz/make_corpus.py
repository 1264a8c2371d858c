"""Write the corpus that fuzzing begins with into the folder that is named: sample pages, small pages of each platform,
the smaller bad inputs, small archives, and other programs' exports.
"""

import hashlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests import exports
from tests.bad_inputs import cases
from tests.fuzz.archives import NAMES, whole
from tests.process import CHECKOUT

# Large inputs slow the fuzzer down, and mutate to nothing new.
MOST_BYTES = 4_000
WAYS = {".html": b"\0", ".txt": b"\1", ".jsonl": b"\2"}
# In the order of `tests.fuzz.target.PROGRAMS`.
EXPORTS = (exports.wordpress, exports.disqus, exports.wp_comments, exports.commento, exports.csv_file)


def seeds() -> Iterator[bytes]:
    """Each input with the byte in front that says how it comes in."""
    fixtures = CHECKOUT / "tests" / "unit" / "separate" / "html" / "fixtures"
    for path in (*sorted((CHECKOUT / "docs" / "samples").iterdir()), *sorted(fixtures.iterdir())):
        yield WAYS[path.suffix] + path.read_bytes()
    for bad in cases():
        suffix = Path(bad.name).suffix
        if suffix in WAYS:
            yield WAYS[suffix] + bad.content
    archives = whole()
    for way, name in enumerate(NAMES, len(WAYS)):
        yield bytes([way]) + archives[name]
    with tempfile.TemporaryDirectory() as folder:
        for way, make in enumerate(EXPORTS, len(WAYS) + len(NAMES)):
            yield bytes([way]) + make(Path(folder)).read_bytes()


if __name__ == "__main__":
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        if len(seed) <= MOST_BYTES:
            (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
