"""Write the desk's catalogues anew from its English strings: new ones come empty, what is not said any more goes."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from worker.web.desk.languages import ENGLISH, LANGUAGES, Language  # noqa: E402
from worker.web.desk.strings import CATALOGUE, LOCALES, ONE, catalogue  # noqa: E402

WIDTH = 120


def template() -> Catalog:
    """Return every English message, with its name as context and its plural where it has one."""
    found = Catalog()
    strings = catalogue()
    for name, text in strings.items():
        if name.endswith(ONE) and name.removesuffix(ONE) in strings:
            continue
        one = strings.get(name + ONE)
        found.add((one, text) if one is not None else text, context=name)
    return found


def written(language: Language, whole: Catalog) -> str:
    """Return a language's catalogue as it should be: what is translated stays, as long as its English does."""
    path = LOCALES / f"{language.tag}.po"
    known = read_po(io.StringIO(path.read_text(encoding="utf-8")) if path.exists() else [], locale=language.locale)
    known.update(whole, no_fuzzy_matching=True)
    messages = io.BytesIO()
    write_po(messages, known, width=WIDTH, omit_header=True, ignore_obsolete=True)
    # No dates and no names: the same strings give the same bytes.
    header = (
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Language: {language.locale}",
        f"Plural-Forms: {known.plural_forms}",
    )
    lines = "".join(f'"{line}\\n"\n' for line in header)
    return f'msgid ""\nmsgstr ""\n{lines}\n{messages.getvalue().decode()}'


def main() -> None:
    """Write all catalogues."""
    whole = template()
    for tag, language in LANGUAGES.items():
        if tag == ENGLISH:
            continue
        text = written(language, whole)
        (LOCALES / f"{tag}.po").write_text(text, encoding="utf-8")
        missing = [one.context for one in read_po(io.StringIO(text)) if one.id and not (one.string and all(one.string))]
        print(f"{tag}: {len(whole)} messages from {CATALOGUE.name}, to translate: {missing or 'none'}")  # noqa: T201


if __name__ == "__main__":
    main()
