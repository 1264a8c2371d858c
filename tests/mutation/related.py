"""Which tests are asked about a mutant: those of its folder, the golden files first, which see much in little time."""

from typing import Final

_GOLDEN: Final = "tests/unit/golden/test_golden.py"
_TRAINING: Final = "tests/unit/golden/test_golden_training.py"
_THREADS: Final = "tests/unit/golden/test_golden_threads.py"
_TEXTS: Final = f"{_THREADS}::test_texts_of_many_shapes_are_separated_as_they_were"
_PAGES: Final = f"{_THREADS}::test_pages_of_many_shapes_are_separated_as_they_were"
_EDGES: Final = (
    f"{_THREADS}::test_texts_of_drawn_sizes_are_separated_as_they_were",
    f"{_THREADS}::test_pages_of_drawn_sizes_are_separated_as_they_were",
)
_UNIT: Final = "tests/unit/classifiers"
_SEPARATE: Final = "tests/unit/separate"
_MODELS: Final = (f"{_UNIT}/test_parts.py", f"{_UNIT}/test_models.py")

# The longest beginning of a file's path decides.
RELATED: Final[dict[str, tuple[str, ...]]] = {
    "classifiers/": (f"{_UNIT}/test_parts.py", f"{_UNIT}/test_models.py", f"{_UNIT}/registry/test_versions.py"),
    "classifiers/data/": (_TRAINING, _GOLDEN, f"{_UNIT}/data", *_MODELS),
    "classifiers/features/": (_GOLDEN, f"{_UNIT}/features", *_MODELS),
    "classifiers/model/": (f"{_UNIT}/model", *_MODELS, f"{_UNIT}/registry/test_model_arrays.py"),
    "classifiers/registry/": (f"{_UNIT}/registry", f"{_UNIT}/features/test_meaning.py"),
    "classifiers/training/": (_TRAINING, *_MODELS, f"{_UNIT}/registry/test_model_arrays.py", f"{_UNIT}/training"),
    "worker/separate/": (_THREADS, _GOLDEN, _SEPARATE),
    "worker/separate/html/": (_PAGES, _EDGES[1], _GOLDEN, f"{_SEPARATE}/html", f"{_SEPARATE}/test_languages.py"),
    "worker/separate/text/": (_TEXTS, _EDGES[0], _GOLDEN, f"{_SEPARATE}/text", f"{_SEPARATE}/test_languages.py"),
    "worker/separate/language/": (
        _THREADS, _GOLDEN, f"{_SEPARATE}/language", f"{_SEPARATE}/test_languages.py", f"{_SEPARATE}/text",
        f"{_SEPARATE}/html",
    ),
}  # fmt: skip


def related(file: str) -> tuple[str, ...]:
    """Return the tests that are asked about a mutant of this file."""
    return RELATED[max((start for start in RELATED if file.startswith(start)), key=len)]
