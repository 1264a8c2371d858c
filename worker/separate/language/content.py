"""The language that a text is written in, told by its letters, where its page declares none or another."""

import io
import lzma
from array import array
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier

from worker.domain import Separation

# Characters that are looked at: of 71 languages, 68 are told right 98 times in 100 and more by so many, in a
# twentieth of a millisecond.
SAMPLE = 240
# Characters from which a text tells its language, and from which it outweighs what its page declares.
LEAST, ENOUGH = 60, 200
# Probabilities from which the content is believed, where nothing is declared and against what is.
LIKELY, SURE = 0.4, 0.95
# Languages that articles are written in; the model knows 140, and takes some for a small neighbour of theirs.
LANGUAGES = frozenset((
    "af", "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "eo", "es", "et", "eu",
    "fa", "fi", "fr", "ga", "gl", "gu", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km",
    "kn", "ko", "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "nn", "no", "pa",
    "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th",
    "tl", "tr", "uk", "ur", "uz", "vi", "xh", "zh", "zu",
))  # fmt: skip
# Languages that are written so alike that a page's own word is believed, by the first of each.
ALIKE = {"nb": "no", "nn": "no", "da": "no", "bs": "hr", "sr": "hr", "sh": "hr", "ms": "id", "fil": "tl", "iw": "he"}


@cache
def _identifier() -> LanguageIdentifier:
    """Read py3langid's model as its own loader does, but in memory: that one needs a folder to unpack it in."""
    packed = (files("py3langid") / "data" / "model.npz.xz").read_bytes()
    with np.load(io.BytesIO(lzma.decompress(packed)), allow_pickle=False) as model:
        names = model["classes"].tolist()
        kept = [at for at, name in enumerate(names) if name in LANGUAGES]
        return LanguageIdentifier(
            np.ascontiguousarray(
                model["ptc"][:, kept], dtype=np.float32
            ),  # a text asks for rows, and each should lie in one place
            model["pc"][kept],
            [names[at] for at in kept],
            _steps(model["nextmove"]),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=_steps(model["nextmove_row"]),
        )


def _steps(table: NDArray[Any]) -> "array[int]":
    """Return a table as Python reads single entries of it fastest; its numbers have 2 or 4 bytes."""
    return array({2: "H", 4: "I"}[table.dtype.itemsize], table.tobytes())


def load_language_model() -> None:
    """Read the model now: processes that are forked afterwards share its 65 MB."""
    _identifier()


def tell_language(text: str, declared: str | None = None) -> str | None:
    """Return what is declared, or the content's language as ISO 639 names it; None where neither tells.

    The content is believed against a declaration where it is long, sure, and no near relative's: blogs in many
    languages keep their software's "en-US". What is declared stays as it is written ("pt-BR").
    """
    sample = text[:SAMPLE]
    own = _main(declared) if declared else ""
    if len(sample) < (ENOUGH if own else LEAST) or (own and own not in _known()):
        return declared
    code, chance = _identifier().classify(sample)
    if own:
        return str(code) if chance >= SURE and _main(code) != own else declared
    return str(code) if chance >= LIKELY else None


def _main(tag: str) -> str:
    """Return the language of a tag without its region, a group of alike ones by its first."""
    name = tag.replace("_", "-").partition("-")[0].strip().casefold()
    return ALIKE.get(name, name)


@cache
def _known() -> frozenset[str]:
    return frozenset(map(_main, LANGUAGES))


def language_of(separation: Separation) -> str | None:
    """Return the language of a page: its body's, or its comments' where next to nothing is body."""
    text = " ".join(separation.body)
    if len(text) < ENOUGH:
        text = " ".join((text, *(comment.text for comment in separation.comments)))
    return tell_language(text, separation.language)
