"""A file imports only from lower layers."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

BUILDER = Path(__file__).parent.parent / "builder"
LAYERS = (
    ("codec", "dates", "errors", "kinds", "model", "slug", "text"),
    ("toml", "config", "overrides", "nodes", "frontmatter", "markup", "dialect", "phrases", "site_settings"),
    (
        *("read", "annotate", "render", "inside", "svg", "sources", "copying", "code", "database", "cache"),
        *("alone", "spread", "listing", "output", "search", "edit", "results", "site_values", "index"),
    ),
    (
        *("locked", "outputs", "claims", "plan", "rendering", "content", "moved", "reading", "relevance"),
        *("own_data", "project", "work", "articles", "editors", "full_text", "chain", "site", "convert"),
    ),
    (
        "watch",
        "serve",
        "lock",
        "publish",
        "check",
        "review",
        "new",
        "progress",
        "terminal",
        "cli",
        "__main__",
        "__init__",
    ),
)
STAGES = ("read", "annotate", "render")
MODULES = sorted(BUILDER.rglob("*.py"))


def part(path: Path) -> str:
    return path.relative_to(BUILDER).parts[0].removesuffix(".py")


def layer(name: str) -> int:
    return next(i for i, names in enumerate(LAYERS) if name in names)


def imports(path: Path) -> set[str]:
    """The parts of the package that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            modules = [node.module or ""]
            if node.module == "builder":
                modules = [f"builder.{a.name}" for a in node.names]
        found |= {m.split(".")[1] for m in modules if m.startswith("builder.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(BUILDER)))
def test_a_file_imports_only_from_the_layers_before_it(path: Path) -> None:
    name = part(path)

    for other in imports(path) - {name}:
        same = layer(other) == layer(name)
        assert layer(other) <= layer(name), f"{name} imports {other}"
        assert not (same and name in STAGES and other in STAGES), f"stage {name} imports stage {other}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = {module(path): imported(path) for path in MODULES}

    TopologicalSorter(graph).prepare()


def module(path: Path) -> str:
    """Its full name: "builder.check.site"."""
    return ".".join(path.relative_to(BUILDER.parent).with_suffix("").parts).removesuffix(".__init__")


def imported(path: Path) -> set[str]:
    """The modules that a module imports when it runs, by their full names."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    known = set(map(module, MODULES))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names} & known
            found |= inner or {node.module} & known
    return found
