"""Train the network that tells an article's body from the rest of its page, and write its weights.

    python benchmarks/train_body.py --data ../shared/data/pages [--held-out]

Every page with a gold body takes part; a block's label says whether its text stands in that body. A
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
from urllib.parse import urlsplit

import numpy as np
import sklearn
from pages import read_rows
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from worker.separate.html import body
from worker.separate.html.blocks import block_features
from worker.separate.html.platforms import NAMES
from worker.separate.html.section import claim, find_section
from worker.separate.html.tree import Tree, read_tree

SETS = ("dragnet", "silver-comments", "wcxb", "scrapinghub", "readability")
OUT = Path(__file__).parents[1] / "worker" / "separate" / "html" / "data" / "body_model.json"
NETWORKS, HIDDEN, PENALTY, EPOCHS = 3, 32, 1e-2, 7
# A long block weighs more than a short one, but not by its length: pages count alike, and so do their ends.
WEIGHT_POWER = 0.6
# Folded characters from which on a block is looked for anywhere in the gold, not only where reading stands.
LONG = 40
SHINGLE, STEP, MIN_SHINGLES = 20, 10, 0.6


@dataclass(frozen=True, slots=True)
class Labelled:
    """One page's blocks: features, whether in the body, characters (0 for those of comments), and their makes."""

    source: str
    site: str
    features: np.ndarray
    label: np.ndarray
    size: np.ndarray
    make: np.ndarray


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
    for name in SETS:
        for row in read_rows(folder / f"{name}.jsonl.gz"):
            if not row.get("body"):
                continue
            tree = read_tree(row["html"], NAMES)
            if not tree.starts:
                continue
            claimed = claim(tree, find_section(tree).records)
            bounds = np.array([*tree.starts, len(tree.texts)])
            size = np.diff(np.array(tree.chars)[bounds])
            size[np.frombuffer(claimed, dtype=np.uint8)[bounds[:-1]] > 0] = 0
            label = np.fromiter(label_blocks(tree, row["body"]), dtype=bool)
            yield Labelled(name, site_of(row), block_features(tree, claimed), label, size, body.makes(tree))


def train(pages: list[Labelled]) -> body.BodyWeights:
    features = np.vstack([page.features for page in pages])
    label = np.concatenate([page.label for page in pages])
    weight = np.concatenate([_page_weight(page.size) for page in pages])
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
    likely = body.agreed(body.probabilities(page.features, weights), page.make, page.size)
    taken = (likely >= min(body.best_cut(likely, page.size), body.MAX_CUT)) & (page.size > 0)
    right = page.size[taken & page.label].sum()
    return float(2 * right / max(page.size[taken].sum() + page.size[page.label].sum(), 1))


def held_out(pages: list[Labelled]) -> dict[str, float]:
    """F1 over characters by set, each page scored by weights that saw no page of its half of the sites."""
    scores: dict[str, list[float]] = {}
    half = [half_of_site(page.site) for page in pages]
    for fold_of in (0, 1):
        weights = train([page for page, other in zip(pages, half, strict=True) if other != fold_of])
        for page, mine in zip(pages, half, strict=True):
            if mine == fold_of:
                scores.setdefault(page.source, []).append(score(page, weights))
    return {name: round(float(np.mean(values)), 4) for name, values in scores.items()}


def write(weights: body.BodyWeights, manifest: dict[str, object], out: Path) -> None:
    numbers = {name: np.round(getattr(weights, name).astype(float), 4).tolist() for name in body.BodyWeights.__slots__}
    out.write_text(json.dumps({"manifest": manifest, "weights": numbers}, separators=(",", ":")), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/pages"))
    parser.add_argument("--held-out", action="store_true", help="only print the held-out figures")
    args = parser.parse_args()
    pages = list(load(args.data))
    figures = held_out(pages)
    print(figures)
    if args.held_out:
        return
    manifest = {
        "what": "probability that a block of a page belongs to the article's body",
        "trained": date.today().isoformat(),
        "pages": len(pages),
        "blocks": int(sum(len(page.label) for page in pages)),
        "data_sha256": {name: _digest(args.data / f"{name}.jsonl.gz") for name in SETS},
        "held_out_by_site_f1": figures,
        "scikit_learn": sklearn.__version__,
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
    write(train(pages), manifest, OUT)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
