"""Comments that stand in a page though its gold has none: what was found when these pages were read again, by hand."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

READERS, FEATURED, PINGS = "readers' comments", "a comment that the site features", "pings"
# By page: what stands below or beside its article, with names and times.
LEFT_OUT = {
    **dict.fromkeys(
        ("dragnet/100", "dragnet/137", "dragnet/149", "dragnet/227", "dragnet/328", "dragnet/355", "dragnet/44",
         "dragnet/441", "dragnet/472", "dragnet/50", "dragnet/86", "dragnet/T170"), READERS),
    **dict.fromkeys(("dragnet/R125", "dragnet/R709"), FEATURED),
    **dict.fromkeys(("dragnet/408", "dragnet/79", "dragnet/R447", "dragnet/R780"), PINGS),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FalseSections:
    """Pages on which comments were found though the gold has none, of so many ``clean`` ones."""

    clean: int
    pages: Collection[str]

    @property
    def share(self) -> float | None:
        """The share of them without those that hold the comments; None where no page is clean."""
        wrong = [page for page in self.pages if page not in LEFT_OUT]
        left = self.clean - (len(self.pages) - len(wrong))
        return len(wrong) / left if left else None

    def told(self) -> str:
        """A sentence on the gold's faults, with their pages; "" where there are none."""
        read = {page: LEFT_OUT[page] for page in sorted(self.pages) if page in LEFT_OUT}
        if not read:
            return ""
        kinds = ", ".join(f"{what} on {count}" for what, count in Counter(read.values()).most_common())
        pages = "; ".join(f"`{page}` {what}" for page, what in read.items())
        return (
            f"On {len(self.pages)} of the {self.clean} pages whose gold has no comments Winnow finds some. Read again, "
            f"{len(read)} of these hold them: {kinds}. Without those: {self.share or 0:.3f}. The pages: {pages}."
        )


def false_sections(clean: Iterable[str], found: Collection[str]) -> FalseSections:
    """Of pages whose gold has no comments, by id, those on which some were ``found``."""
    pages = list(clean)
    return FalseSections(len(pages), [page for page in pages if page in found])
