"""Write the desk's catalogues anew from its English strings: new ones come empty, those of changed ones are marked fuzzy."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from worker.web.desk.languages import ENGLISH, LANGUAGES  # noqa: E402
from worker.web.desk.strings import CATALOGUE, LOCALES, ONE, catalogue  # noqa: E402

WIDTH = 120


def template() -> Catalog:
    """Return every English message, with its name as context and its plural where it has one."""
    found = Catalog(project="Winnow", charset="utf-8", fuzzy=False)
    strings = catalogue()
    for name, text in strings.items():
        if name.endswith(ONE) and name.removesuffix(ONE) in strings:
            continue
        one = strings.get(name + ONE)
        message = (one, text) if one is not None else text
        flags = {"python-brace-format"} if "{" in text else set()
        found.add(message, context=name, flags=flags)
    return found


def main() -> None:
    """Write all catalogues."""
    whole = template()
    for tag, language in LANGUAGES.items():
        if tag == ENGLISH:
            continue
        path = LOCALES / f"{tag}.po"
        known = Catalog(locale=language.locale, project="Winnow", fuzzy=False)
        if path.exists():
            with path.open("rb") as written:
                known = read_po(written, locale=language.locale)
        known.update(whole, no_fuzzy_matching=True)
        with path.open("wb") as written:
            write_po(written, known, width=WIDTH, omit_header=False, ignore_obsolete=True)
    print(f"{len(LANGUAGES) - 1} catalogues of {len(whole)} messages in {LOCALES.relative_to(ROOT)}, from {CATALOGUE.name}")  # noqa: T201


if __name__ == "__main__":
    main()
