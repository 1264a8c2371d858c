"""Whether a judge treats every name, address and language alike, on comments of our own that train nothing.

python benchmarks/classify_alike.py    prints the tables of the shipped model
"""

import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np

from classifiers.model.judge import Judge
from classifiers.registry.versions import Registry
from classifiers.types import ArticleContext, Comment, Label, Prediction, Verdict

DATA = Path(__file__).with_name("fairness")
# Names in full and in Latin letters: what all others are compared with.
USUAL = "latin_full"
NO_NAME = "no name"
HOMES: Mapping[str, str | None] = {
    "none": None,
    "profile": "https://mastodon.social/@susan",
    "a post of one's own": "https://susanmiller.example.org/2024/05/a-reply/",
    "IDN": "https://xn--mller-kva.de",
    "IDN in Cyrillic": "http://xn--80ahbn2aoe.xn--p1ai/",
    "blog": "https://susanwrites.wordpress.com",
    "front page": "http://www.susanmiller.com",
}


@dataclass(frozen=True, slots=True)
class Treated:
    """How the same comments fare under some names or homes: shares in review and spam, and the median shift.

    ``shift`` is that of the log-odds against ordinary names.
    """

    count: int
    review: float
    spam: float
    shift: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """How the comments of one language or kind fare: shares of ham allowed and lost, of spam caught and passed."""

    ham: int
    allowed: float
    lost: float
    spam: int
    caught: float
    passed: float


@dataclass(frozen=True, slots=True)
class Kind:
    """How the comments of one kind fare, in all languages together: shares allowed, in review, and judged spam."""

    label: Label
    count: int
    allowed: float
    review: float
    spam: float


@dataclass(frozen=True, slots=True)
class Alike:
    """All that was probed: by kind of name, by home, by language, and by what is said."""

    names: Mapping[str, Treated]
    homes: Mapping[str, Treated]
    languages: Mapping[str, Spoken]
    kinds: Mapping[str, Kind]


def probe(judge: Judge) -> Alike:
    """Judge our own comments, each alone, under every name and home, and those of every language."""
    plain = ordinary_comments()
    signed = {
        group: [replace(one, author=name) for one in plain for name in names] for group, names in read("names").items()
    }
    signed[NO_NAME] = plain
    homes = {
        kind: [replace(one, author="Susan Miller", author_url=home) for one in plain] for kind, home in HOMES.items()
    }
    usual = log_odds(judge.judge(signed[USUAL]))
    by_language = spoken()
    everybody = [row for rows in by_language.values() for row in rows]
    return Alike(
        names={group: _treated(judge, comments, usual) for group, comments in signed.items()},
        homes={kind: _treated(judge, comments, usual) for kind, comments in homes.items()},
        languages={code: _spoken(judge, rows) for code, rows in {**by_language, "all": everybody}.items()},
        kinds=_kinds(judge, everybody),
    )


def read(name: str) -> Mapping[str, Sequence[str]]:
    """Return one of the files of data."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def ordinary_comments() -> list[Comment]:
    """Return forty ordinary comments without a name, each under its article's title."""
    articles = tomllib.loads((DATA / "comments.toml").read_text(encoding="utf-8"))["article"]
    return [
        Comment(text, links=(), article=ArticleContext(title=article["title"]))
        for article in articles
        for text in article["comments"]
    ]


def spoken() -> dict[str, list[tuple[Comment, Label, str]]]:
    """Return comments, their labels and their kinds, by language."""
    found: dict[str, list[tuple[Comment, Label, str]]] = {}
    for code, rows in tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8")).items():
        article = ArticleContext(title=rows["title"], language=code)
        for label in Label:
            for kind, author, home, text in rows[label]:
                comment = Comment(text, author or None, home or None, article=article)
                found.setdefault(code, []).append((comment, label, kind))
    return found


def log_odds(found: Sequence[Prediction]) -> list[float]:
    """Return the log-odds of these predictions."""
    likely = np.clip([one.probability for one in found], 1e-9, 1 - 1e-9)
    return [float(each) for each in np.log(likely / (1 - likely))]


def _treated(judge: Judge, comments: Sequence[Comment], usual: Sequence[float]) -> Treated:
    found = judge.judge(comments)
    verdicts = [one.verdict for one in found]
    return Treated(
        count=len(found),
        review=verdicts.count(Verdict.REVIEW) / len(found),
        spam=verdicts.count(Verdict.SPAM) / len(found),
        shift=median(log_odds(found)) - median(usual),
    )


def _spoken(judge: Judge, rows: Sequence[tuple[Comment, Label, str]]) -> Spoken:
    found = judge.judge([comment for comment, _, _ in rows])
    by_label = {label: [p.verdict for p, row in zip(found, rows, strict=True) if row[1] is label] for label in Label}
    ham, spam = by_label[Label.HAM], by_label[Label.SPAM]
    return Spoken(
        ham=len(ham),
        allowed=ham.count(Verdict.ALLOW) / len(ham),
        lost=ham.count(Verdict.SPAM) / len(ham),
        spam=len(spam),
        caught=spam.count(Verdict.SPAM) / len(spam),
        passed=spam.count(Verdict.ALLOW) / len(spam),
    )


def _kinds(judge: Judge, rows: Sequence[tuple[Comment, Label, str]]) -> dict[str, Kind]:
    found = judge.judge([comment for comment, _, _ in rows])
    verdicts: dict[tuple[Label, str], list[Verdict]] = {}
    for one, (_, label, kind) in zip(found, rows, strict=True):
        verdicts.setdefault((label, kind), []).append(one.verdict)
    return {
        f"{label}: {kind}": Kind(
            label,
            len(all_of),
            *(all_of.count(each) / len(all_of) for each in (Verdict.ALLOW, Verdict.REVIEW, Verdict.SPAM)),
        )
        for (label, kind), all_of in sorted(verdicts.items())
    }


def lines(found: Alike) -> Iterator[str]:
    """Yield the tables."""
    yield "\n## Every name, address and language alike\n"
    yield "Forty ordinary comments of our own, in English, each judged alone under twenty names of each kind, and by"
    yield "Susan Miller with each kind of home. The target: shares in review within 2 points of Latin full names, for"
    yield "homes within 3 points, and a median shift of the log-odds of at most .3.\n"
    yield "| name or home | judged | in review | spam | shift |\n|---|---|---|---|---|"
    for group, one in (*found.names.items(), *((f"home: {kind}", home) for kind, home in found.homes.items())):
        yield f"| {group.replace('_', ' ')} | {one.count:,} | {one.review:.3f} | {one.spam:.3f} | {one.shift:+.2f} |"
    yield "\nComments as people and spammers write them in 21 languages, ours too, alone under a title. The target: ham"
    yield "allowed .88, lost .005; spam caught .60, passed .05.\n"
    yield "| language | ham | allowed | lost | spam | caught | passed |\n|---|---|---|---|---|---|---|"
    for code, row in found.languages.items():
        ham, spam = (
            f"{row.ham} | {row.allowed:.3f} | {row.lost:.3f}",
            f"{row.spam} | {row.caught:.3f} | {row.passed:.3f}",
        )
        yield f"| {code} | {ham} | {spam} |"
    yield "\nThe same by what is said, in all languages together.\n"
    yield "| kind | comments | allowed | in review | spam |\n|---|---|---|---|---|"
    for name, kind in found.kinds.items():
        yield f"| {name} | {kind.count} | {kind.allowed:.3f} | {kind.review:.3f} | {kind.spam:.3f} |"


def main() -> None:
    judge = Registry(Path(tempfile.mkdtemp())).load_base()
    print("\n".join(lines(probe(judge))))


if __name__ == "__main__":
    main()
