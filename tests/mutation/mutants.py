"""Write a seeded sample of mutants: ``python tests/mutation/mutants.py --count 400 build/mutants.json``.

Cosmic Ray makes them. A place in the code is drawn first and one of its mutations then, so that an operator with eleven
replacements counts as much as one with a single one. Files lend places in proportion to what they have, each at least
one. Left out, for nothing could notice them: annotations, decorators, `strict=`; and tables, which
are data and not code.
"""

import argparse
import ast
import json
import random
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray import plugins
from cosmic_ray.ast import Visitor, get_ast
from cosmic_ray.mutating import mutate_code

ROOT = Path(__file__).parents[2]
FOLDERS = ("classifiers", "worker/separate")
# Tables from end to end.
TABLES = ("*/top_level_domains.py", "*/language/locales/*.py", "*/html/platforms.py", "*/__init__.py")
# They need arguments of their own, and are off in Cosmic Ray, too.
WITHOUT = {"core/VariableReplacer", "core/VariableInserter", "core/RemoveDecorator"}

Place = tuple[int, int]


class Counter(Visitor):
    """Notes where an operator could act, in the order in which Cosmic Ray counts the occurrences."""

    def __init__(self, operator):
        self.operator = operator
        self.places = []

    def visit(self, node):
        self.places += [start for start, _ in self.operator.mutation_positions(node)]
        return node


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=20_261_130)
    options = parser.parse_args()
    dice = random.Random(options.seed)
    places = {path: mutations_by_place(path) for path in sources()}
    places = {path: found for path, found in places.items() if found}
    chosen = [
        {"file": str(path.relative_to(ROOT)), "line": place[0], **mutant}
        for path, count in shares({path: len(found) for path, found in places.items()}, options.count).items()
        for place, mutant in drawn(path, places[path], count, dice)
    ]
    options.target.parent.mkdir(parents=True, exist_ok=True)
    told = {"seed": options.seed, "places": sum(map(len, places.values())), "files": len(places), "mutants": chosen}
    options.target.write_text(json.dumps(told, indent=1), encoding="utf-8")
    print(f"{len(chosen)} mutants of {told['places']} places in {len(places)} files")


def sources() -> list[Path]:
    found = (path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in found if not any(path.match(pattern) for pattern in TABLES)]


def mutations_by_place(path: Path) -> dict[Place, list[tuple[str, int]]]:
    """Return the operators and occurrences that could act at each place of a file."""
    source = path.read_text(encoding="utf-8")
    tree, hidden = get_ast(source), list(spans_left_out(ast.parse(source)))
    found: dict[Place, list[tuple[str, int]]] = {}
    for name in plugins.operator_names():
        if name in WITHOUT:
            continue
        counter = Counter(plugins.get_operator(name)())
        counter.walk(tree)
        for occurrence, place in enumerate(counter.places):
            if not any(start <= place < end for start, end in hidden):
                found.setdefault(place, []).append((name, occurrence))
    return found


def spans_left_out(tree: ast.Module) -> Iterator[tuple[Place, Place]]:
    """Yield from where to where annotations, decorators, `strict=` and tables stand."""
    for node in ast.walk(tree):
        parts = [
            *getattr(node, "decorator_list", ()),
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
        ]
        if isinstance(node, ast.keyword) and node.arg == "strict":
            parts.append(node.value)
        yield from (span(part) for part in parts if part is not None)
    for node in tree.body:
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign) and value is not None and is_table(value):
            yield span(value)


def is_table(value: ast.expr) -> bool:
    """Tell whether a module's value is a collection, or one that is made of it at once."""
    if isinstance(value, ast.Call):
        return bool(value.args) and is_table(value.args[0])
    return isinstance(value, ast.Dict | ast.List | ast.Tuple | ast.Set)


def span(node: ast.expr) -> tuple[Place, Place]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def shares(sizes: dict[Path, int], count: int) -> dict[Path, int]:
    """Return how many mutants each file lends: its share of all places, and at least one."""
    total = sum(sizes.values())
    exact = {path: max(1.0, count * size / total) for path, size in sizes.items()}
    found = {path: int(value) for path, value in exact.items()}
    for path in sorted(exact, key=lambda path: int(exact[path]) - exact[path])[: max(0, count - sum(found.values()))]:
        found[path] += 1
    return found


def drawn(
    path: Path, places: dict[Place, list[tuple[str, int]]], count: int, dice: random.Random
) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield so many mutants of a file, each at a place of its own; those that Python can't compile are none."""
    source = path.read_text(encoding="utf-8")
    order = sorted(places)
    dice.shuffle(order)
    for place in order:
        if not count:
            return
        operator, occurrence = dice.choice(places[place])
        mutated = mutate_code(source, plugins.get_operator(operator)(), occurrence)
        if mutated is None or not is_code(mutated):
            continue
        count -= 1
        yield place, {"operator": operator.removeprefix("core/"), "source": mutated}


def is_code(source: str) -> bool:
    try:
        compile(source, "mutant", "exec")
    except SyntaxError:
        return False
    return True


if __name__ == "__main__":
    main()
