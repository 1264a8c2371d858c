"""The parser's stack of open elements, and what each kind of element does to it (HTML standard, 13.2.4)."""

from bisect import bisect_left


def names(text: str) -> frozenset[str]:
    """Return the names that stand in a text."""
    return frozenset(text.split())


# An end tag never reaches across one of these. A `title` is an element only within a drawing; elsewhere it is raw text.
MARKERS = names(
    "table td th caption object applet marquee template select foreignobject desc title mi mo mn ms mtext "
    "annotation-xml"
)
# Formatting elements that were opened outside of one of these can't be closed within.
SCOPES = names("td th caption object applet marquee template")
# An end tag of one of these closes what stands open above its own element.
BLOCKS = names(
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure "
    "footer header hgroup listing main menu nav ol pre section summary ul heading object applet marquee "
    "dd dt"
)
# What the end tag of an ordinary element, a span say, never reaches across.
SPECIAL = BLOCKS | MARKERS | names("p li form noscript frameset plaintext search")
SHAPES = names(
    "path circle ellipse line polygon polyline rect use g stop animate animatemotion animatetransform set "
    "text tspan textpath symbol marker mask pattern defs clippath lineargradient radialgradient filter "
    "view mpath feblend fecolormatrix fecomposite feflood fegaussianblur femergenode femorphology "
    "feoffset fetile feturbulence fefunca fefuncr fefuncg fefuncb fedistantlight fepointlight fespotlight "
    "feimage fedropshadow fedisplacementmap"
)
# A table makes its body and its row too, where the page leaves them out.
TABLE_LEVELS = 3
# The adoption agency carries a formatting element across so many levels, and Noah's Ark keeps three of a kind.
ADOPTED = 7
ARK = 3


class OpenElements:
    """The stack of open elements: names, whether the parser surely holds them, and where each kind stands."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.sure: list[bool] = []
        self.drawn: list[bool] = []  # a drawing, or a shape right within one
        self.where: dict[str, list[int]] = {}
        self.markers: list[int] = []
        self.specials: list[int] = []
        self.stops: list[int] = []  # specials that an item's start tag doesn't look beyond
        self.levels = 0
        # Formatting elements by scope, outermost first: of each, when it was opened and how high the stack was.
        self.formats: list[dict[str, list[tuple[int, int]]]] = [{}]
        self.format_counts: dict[str, int] = {}
        self.formatting = 0
        self.clock = 0
        self._lows: list[tuple[int, int]] = []  # (time, height), both rising: how low the stack was since a time
        self.dropped = False

    def push(self, name: str, sure: bool = True) -> None:
        """Open an element; not ``sure`` where the parser may hold none."""
        at = len(self.names)
        self.drawn.append(name == "svg" or (bool(self.drawn) and self.drawn[-1] and name in SHAPES))
        self.names.append(name)
        self.sure.append(sure)
        self.where.setdefault(name, []).append(at)
        if name in SPECIAL:
            self.specials.append(at)
            if name not in {"address", "div", "p"}:
                self.stops.append(at)
        if name in MARKERS:
            self.markers.append(at)
            self.formats.append({})
        self.levels += TABLE_LEVELS if name == "table" else 1

    def pop_to(self, at: int) -> None:
        """Take off all from `at` upwards; of the formatting scopes that end with it, the parser closes one alone."""
        scopes = 0
        while len(self.names) > at:
            name = self.names.pop()
            self.sure.pop()
            self.drawn.pop()
            self.where[name].pop()
            last = len(self.names)
            if self.specials and self.specials[-1] == last:
                self.specials.pop()
                if self.stops and self.stops[-1] == last:
                    self.stops.pop()
            if self.markers and self.markers[-1] == last:
                self.markers.pop()
                scopes += name in SCOPES
                for kind, opened in self.formats.pop().items():
                    self.formats[-1].setdefault(kind, []).extend(opened)
            self.levels -= TABLE_LEVELS if name == "table" else 1
        self.formats.extend({} for _ in range(scopes - 1))
        self.clock += 1
        self.dropped = True
        while self._lows and self._lows[-1][1] >= at:
            self._lows.pop()
        self._lows.append((self.clock, at))

    def last(self, name: str) -> int:
        """Return the place of the last open element of this name, -1 where there is none."""
        places = self.where.get(name)
        return places[-1] if places else -1

    def has(self, name: str) -> bool:
        """Tell whether an element of this name is open."""
        return bool(self.where.get(name))

    def close(self, name: str, above: int) -> None:
        """Take off the last of this name and what stands on it, if it stands above a place and is sure."""
        at = self.last(name)
        if at < 0:
            return
        if at == len(self.names) - 1 or (at > above and self.sure[at]):
            self.pop_to(at)
        elif at > above or not self.sure[above]:
            self.doubt(at)

    def doubt(self, at: int) -> None:
        """The parser may have taken off what stands from here upwards."""
        self.sure[at:] = self.drawn[at:] = [False] * (len(self.names) - at)

    def doubt_drawings(self) -> None:
        """The parser may have taken off all drawings and formulas, however many stand in each other."""
        self.doubt(
            min((places[0] for name in ("svg", "math") if (places := self.where.get(name))), default=len(self.names))
        )

    def marker(self) -> int:
        """Return the place of the last marker, -1 where there is none."""
        return self.markers[-1] if self.markers else -1

    def open_format(self, name: str) -> None:
        """Open a formatting element."""
        self.clock += 1
        self.formats[-1].setdefault(name, []).append((self.clock, len(self.names)))
        self.format_counts[name] = self.format_counts.get(name, 0) + 1
        self.formatting += 1

    def close_format(self, name: str) -> None:
        """Close the last formatting element of this name and scope, where the parser surely does."""
        opened = self.formats[-1].get(name)
        if not opened:
            return
        time, height = opened[-1]
        low = self._low_since(time, height)
        nested = low == height == len(self.names)
        if not nested:
            if len(self.names) - low > ADOPTED or self.format_counts[name] > ARK:
                return
            self.doubt(low)
        opened.pop()
        self.format_counts[name] -= 1
        self.formatting -= 1

    def _low_since(self, time: int, height: int) -> int:
        at = bisect_left(self._lows, (time, -1))
        return min(height, self._lows[at][1]) if at < len(self._lows) else height
