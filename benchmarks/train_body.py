"""Train what tells a page's body from the rest of it: a network for articles, one for other kinds, and their router.

    python benchmarks/train_body.py --data ../shared/data/pages [--held-out]

Every page with a gold body takes part; a block's label says whether its text stands in that body. The router learns
each page's kind, once with and once without its address, since one set's pages have none. A
site's pages are all in one fold: ``--held-out`` trains on each half of the sites and prints the F1 over
characters on the other half. Needs scikit-learn; the weights are plain numbers and hold no text.
"""

import argparse
import hashlib
import json
import platform
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import sklearn
from pages import read_rows
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from worker.domain import PageKind
from worker.separate.html import body, page_kind
from worker.separate.html.blocks import Blocks, read_blocks
from worker.separate.html.page_features import page_features
from worker.separate.html.platforms import NAMES
from worker.separate.html.section import find_section
from worker.separate.html.separation import claimed_texts
from worker.separate.html.structured_data import read_structured
from worker.separate.html.tree import Tree, read_tree

SETS = ("dragnet", "silver-comments", "wcxb", "scrapinghub", "readability")
KINDS_SETS = ("wcxb-kinds",)
OUT = Path(__file__).parents[1] / "worker" / "separate" / "html" / "data"
# The router's penalty, as scikit-learn turns it: .01 and .1 knew one page in a hundred less.
ROUTER_C, ROUTER_ROUNDS = 0.03, 2000
NETWORKS, HIDDEN, PENALTY, EPOCHS = 3, 32, 1e-2, 7
# A long block weighs more than a short one, but not by its length: pages count alike, and so do their ends.
WEIGHT_POWER = 0.6
# Folded characters from which on a block is looked for anywhere in the gold, not only where reading stands.
LONG = 40
SHINGLE, STEP, MIN_SHINGLES = 20, 10, 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page: its blocks, whether each is of the body, what it is, and itself in numbers with and without address."""

    source: str
    site: str
    kind: PageKind
    blocks: Blocks
    label: np.ndarray
    features: np.ndarray
    unaddressed: np.ndarray


@dataclass(frozen=True, slots=True)
class Trained:
    """The networks for articles and for other kinds, and what tells which is asked."""

    articles: body.BodyWeights
    others: body.BodyWeights
    router: page_kind.Router

    def kind(self, page: Labelled) -> PageKind:
        return page_kind.kind_of(page.features, self.router)

    def network(self, page: Labelled) -> body.BodyWeights:
        return self.articles if self.kind(page) is PageKind.ARTICLE else self.others


def fold(text: str) -> str:
    return re.sub(r"\W", "", text.casefold())


def label_blocks(tree: Tree, gold: str) -> Iterator[bool]:
    """Whether each block's text stands in the gold: long ones anywhere, short ones near the last found."""
    whole, at = fold(gold), 0
    for block in range(len(tree.starts)):
        text = fold(tree.line(block))
        if not text:
            yield False
        elif len(text) >= LONG:
            found = max(whole.find(text, max(0, at - 200)), whole.find(text))
            at = found + len(text) if found >= 0 else at
            yield found >= 0 or _mostly_in(text, whole)
        else:
            found = whole.find(text, max(0, at - 50), at + (400 if len(text) < 12 else 3000))
            at = found + len(text) if found >= 0 else at
            yield found >= 0


def _mostly_in(text: str, whole: str) -> bool:
    shingles = [text[at : at + SHINGLE] for at in range(0, max(1, len(text) - SHINGLE), STEP)]
    return sum(shingle in whole for shingle in shingles) >= MIN_SHINGLES * len(shingles)


def site_of(row: dict[str, object]) -> str:
    return str(row.get("site") or urlsplit(str(row.get("url") or "")).netloc or row["id"])


def half_of_site(site: str) -> int:
    return hashlib.md5(site.encode(), usedforsecurity=False).digest()[0] & 1


def load(folder: Path) -> Iterator[Labelled]:
    for name in SETS + KINDS_SETS:
        for row in read_rows(folder / f"{name}.jsonl.gz"):
            if row.get("body"):
                tree = read_tree(row["html"], NAMES)
                if tree.starts:
                    yield _labelled(name, row, tree)


def _labelled(name: str, row: dict[str, Any], tree: Tree) -> Labelled:
    section = find_section(tree, row.get("url"))
    structured = read_structured(tree.json_ld)
    blocks = read_blocks(tree, claimed_texts(tree, section))
    features, unaddressed = (
        page_features(tree, structured, blocks, len(section.records), url) for url in (row.get("url"), None)
    )
    kind = PageKind(row["page_type"]) if name in KINDS_SETS else PageKind.ARTICLE
    label = np.fromiter(label_blocks(tree, row["body"]), dtype=bool)
    return Labelled(name, site_of(row), kind, blocks, label, features, unaddressed)


def train_all(pages: list[Labelled]) -> Trained:
    articles = [page for page in pages if page.kind is PageKind.ARTICLE]
    others = [page for page in pages if page.kind is not PageKind.ARTICLE]
    return Trained(train(articles), train(others), train_router(pages))


def train_router(pages: list[Labelled]) -> page_kind.Router:
    features = np.vstack([[page.features for page in pages], [page.unaddressed for page in pages]])
    kinds = [page_kind.KINDS.index(page.kind) for page in pages] * 2
    mean, scale = features.mean(axis=0), features.std(axis=0) + 0.05
    standard = np.clip((features - mean) / scale, -page_kind.CLIP, page_kind.CLIP)
    fitted = LogisticRegression(C=ROUTER_C, max_iter=ROUTER_ROUNDS).fit(standard, kinds)
    return page_kind.Router(mean, scale, fitted.coef_.T, fitted.intercept_)


def train(pages: list[Labelled]) -> body.BodyWeights:
    features = np.vstack([page.blocks.features for page in pages])
    label = np.concatenate([page.label for page in pages])
    weight = np.concatenate([_page_weight(page.blocks.open) for page in pages])
    mean, scale = features.mean(axis=0), features.std(axis=0) + 0.05
    standard = np.clip((features - mean) / scale, -body.CLIP, body.CLIP)
    networks = []
    for seed in range(NETWORKS):
        network = MLPClassifier(
            (HIDDEN,),
            alpha=PENALTY,
            batch_size=256,
            learning_rate_init=1e-3,
            max_iter=EPOCHS,
            random_state=seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # few epochs are meant: more of them overfit
            networks.append(network.fit(standard, label, sample_weight=weight / weight.mean()))
    output = np.zeros((HIDDEN * NETWORKS, NETWORKS))
    for at, network in enumerate(networks):
        output[at * HIDDEN : (at + 1) * HIDDEN, at] = network.coefs_[1][:, 0]
    return body.BodyWeights(
        mean, scale,
        np.hstack([n.coefs_[0] for n in networks]), np.concatenate([n.intercepts_[0] for n in networks]),
        output, np.concatenate([n.intercepts_[1] for n in networks]),
    )  # fmt: skip


def _page_weight(size: np.ndarray) -> np.ndarray:
    weight = size**WEIGHT_POWER + 1e-6
    return weight / weight.sum()


def score(page: Labelled, weights: body.BodyWeights) -> float:
    size = page.blocks.open
    likely = body.agreed(body.probabilities(page.blocks.features, weights), page.blocks.make, size)
    taken = (likely >= min(body.best_cut(likely, size), body.MAX_CUT)) & (size > 0)
    right = size[taken & page.label].sum()
    return float(2 * right / max(size[taken].sum() + size[page.label].sum(), 1))


def crossed(pages: list[Labelled]) -> tuple[Trained, Trained]:
    """What is trained for the pages of either half of the sites, each on the other half."""
    first, second = (train_all([page for page in pages if half_of_site(page.site) != mine]) for mine in (0, 1))
    return first, second


def held_out(pages: list[Labelled]) -> tuple[dict[str, float], dict[str, float]]:
    """F1 over characters, and the share of pages whose kind is told, by set of articles or by kind.

    Each page is judged by what saw no page of its half of the sites.
    """
    halves = crossed(pages)
    scores: dict[str, list[float]] = {}
    kinds: dict[str, list[float]] = {}
    for page in pages:
        trained = halves[half_of_site(page.site)]
        name = page.source if page.kind is PageKind.ARTICLE else page.kind.value
        scores.setdefault(name, []).append(score(page, trained.network(page)))
        kinds.setdefault(name, []).append(float(trained.kind(page) is page.kind))
    return _means(scores), _means(kinds)


def _means(values: dict[str, list[float]]) -> dict[str, float]:
    return {name: round(float(np.mean(some)), 4) for name, some in values.items()}


def write(manifest: dict[str, object], out: Path, **parts: body.BodyWeights | page_kind.Router) -> None:
    numbers = {
        part: {name: np.round(getattr(value, name).astype(float), 4).tolist() for name in type(value).__slots__}
        for part, value in parts.items()
    }
    out.write_text(json.dumps({"manifest": manifest, **numbers}, separators=(",", ":")), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--held-out", action="store_true", help="only print the held-out figures")
    args = parser.parse_args()
    pages = list(load(args.data))
    scores, kinds = held_out(pages)
    print(scores, kinds, sep="\n")
    if args.held_out:
        return
    trained = train_all(pages)
    articles = [page for page in pages if page.kind is PageKind.ARTICLE]
    others = [page for page in pages if page.kind is not PageKind.ARTICLE]
    manifest = manifest_of(articles, scores, args.data, SETS, "a block of a page belongs to the article's body")
    write(manifest, OUT / "body_model.json", weights=trained.articles)
    manifest = manifest_of(others, scores, args.data, SETS + KINDS_SETS, "a block of another page belongs to its body")
    write(manifest | {"kinds_told": kinds}, OUT / "kinds_model.json", router=trained.router, weights=trained.others)


def manifest_of(
    pages: list[Labelled], scores: dict[str, float], data: Path, sets: tuple[str, ...], what: str
) -> dict[str, object]:
    names = {page.source if page.kind is PageKind.ARTICLE else page.kind.value for page in pages}
    return {
        "what": f"probability that {what}",
        "trained": date.today().isoformat(),
        "pages": len(pages),
        "blocks": int(sum(len(page.label) for page in pages)),
        "data_sha256": {name: _digest(data / f"{name}.jsonl.gz") for name in sets},
        "held_out_by_site_f1": {name: value for name, value in scores.items() if name in names},
        "scikit_learn": sklearn.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
