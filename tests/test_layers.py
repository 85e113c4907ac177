"""A package imports only packages above it in ``PACKAGES``, and the graph of imports has no cycle."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

BUILDER = Path(__file__).parent.parent / "builder"
MODULES = sorted(BUILDER.rglob("*.py"))

PACKAGES = (
    "core",
    "store",
    "settings",
    "markdown",
    "read",
    "annotate",
    "layout",
    "index",
    "outputs",
    "chain",
    "commands",
    "cli",
)
"""From the lowest to the highest. "chain" and "cli" are the modules in builder/ itself."""

CLI = frozenset({"", "__main__", "cli"})
"""The package itself and the command line; all other modules in builder/ itself are the chain."""

STAGES = frozenset({"read", "annotate", "layout"})
"""They pass values to each other and never import each other."""

MOST_FLAT = 10


def module(path: Path) -> str:
    """Its full name without "builder": "commands.check.page_rules"; empty for the package itself."""
    return ".".join(path.relative_to(BUILDER).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


KNOWN = frozenset(map(module, MODULES))


def top(name: str) -> str:
    return name.partition(".")[0]


def place(name: str) -> int:
    """The place of a module in ``PACKAGES``."""
    return PACKAGES.index("cli" if name in CLI else top(name) if top(name) in PACKAGES else "chain")


def statements(path: Path, *, types: bool) -> Iterator[ast.Import | ast.ImportFrom]:
    """All imports in a file, wherever they are; without ``types`` only those that run."""
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        checks = isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        waiting += ast.iter_child_nodes(node) if types or not checks else ()


def imports(path: Path, *, types: bool = True) -> set[str]:
    """The modules of the package that a file imports."""
    found: set[str] = set()
    for node in statements(path, types=types):
        if isinstance(node, ast.Import):
            assert not [a.name for a in node.names if a.name.startswith("builder")], f"{path}: use from … import"
            continue
        assert node.level == 0, f"{path}: imports are absolute"
        begin, _, rest = (node.module or "").partition(".")
        if begin == "builder":
            inner = {f"{rest}.{alias.name}".removeprefix(".") for alias in node.names} & KNOWN
            found |= inner if len(inner) == len(node.names) else inner | {rest}
    return found


@pytest.mark.parametrize("path", MODULES, ids=module)
def test_a_module_imports_only_packages_below_its_own(path: Path) -> None:
    name = module(path)

    upward = [other for other in sorted(imports(path)) if place(other) > place(name)]

    assert upward == []


@pytest.mark.parametrize("path", [path for path in MODULES if top(module(path)) in STAGES], ids=module)
def test_a_stage_imports_no_other_stage(path: Path) -> None:
    stage = top(module(path))

    assert {top(other) for other in imports(path)} & STAGES <= {stage}


def test_no_module_imports_itself_through_others() -> None:
    graph = {module(path): imports(path, types=False) for path in MODULES}

    TopologicalSorter(graph).prepare()


def test_no_package_imports_itself_through_others() -> None:
    homes = {module(path): str(path.parent.relative_to(BUILDER)) for path in MODULES}
    graph: dict[str, set[str]] = {home: set() for home in homes.values()}
    for path in MODULES:
        graph[homes[module(path)]] |= {homes[other] for other in imports(path)}
    ordered = {home: others - {home, "."} for home, others in graph.items() if home != "."}

    TopologicalSorter(ordered).prepare()


def test_the_name_of_a_module_is_unique_in_the_package() -> None:
    paths: dict[str, list[str]] = {}
    for path in MODULES:
        if path.stem != "__init__":
            paths.setdefault(path.stem, []).append(str(path.relative_to(BUILDER)))

    assert {name: found for name, found in paths.items() if len(found) > 1} == {}


def test_the_name_of_a_type_is_unique_in_the_package() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for name in types_defined(path):
            homes.setdefault(name.lstrip("_"), []).append(module(path))

    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def types_defined(path: Path) -> Iterator[str]:
    """The classes in a file, private and nested ones included, and the aliases of types at its top."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) if re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", name):
                yield name


def test_few_modules_are_in_the_package_itself() -> None:
    flat = {path.stem for path in BUILDER.glob("*.py")}

    assert len(flat) <= MOST_FLAT, sorted(flat)


def test_every_package_has_a_place_in_the_order() -> None:
    packages = {path.parent.name for path in BUILDER.glob("*/__init__.py")}

    assert packages <= {*PACKAGES}
