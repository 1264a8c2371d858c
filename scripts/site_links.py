"""MkDocs' hook: links out of docs/, to files that the site does not hold, become those files' paths."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
# Markdown's links, pictures excepted; what stands behind "#" is of no use outside.
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page's text with such links written out; where no such file is, --strict refuses the link."""
    folder = (DOCS / page.file.src_uri).parent

    def written(link: re.Match[str]) -> str:
        target = (folder / link[2]).resolve()
        if target.is_relative_to(DOCS) or not target.is_relative_to(ROOT) or not target.exists():
            return link[0]
        path = target.relative_to(ROOT).as_posix()
        return f"`{path}`" if link[1].strip("`") in {path, target.name, f"{path}/"} else f"{link[1]} (`{path}`)"

    return _LINK.sub(written, markdown)
