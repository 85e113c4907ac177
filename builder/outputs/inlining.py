"""Inline the parts and macros of a template where they are used, before it is compiled.

The output is the same as without inlining, but without a call for each row of a list. Only parts that use nothing but
the page, their arguments and the variables around them are inlined; everything else is left to Jinja.
"""

from collections.abc import Callable, Mapping
from functools import cache

from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.meta import find_undeclared_variables
from jinja2.visitor import NodeTransformer

Parse = Callable[[str], nodes.Template | None]
"""Gives a template by its name, freshly parsed; ``None`` if there is none that can be read."""

Macros = Mapping[str, nodes.Macro]
"""The macros of a file, by name."""

_OF_A_FILE: tuple[type[nodes.Node], ...] = (
    nodes.Block,
    nodes.CallBlock,
    nodes.EvalContextModifier,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.Macro,
)
"""Constructs that mean something else in another file."""

_OF_A_CALL = {"caller", "kwargs", "loop", "self", "varargs"}
"""Names that Jinja sets for the calling template."""


class Inliner:
    """Invariant: each file is parsed for its macros only once."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._read = cache(parse)
        self._macros = cache(self._macros_in)

    def inlined(self, template: nodes.Template) -> nodes.Template:
        """The template, changed in place."""
        files = {name: self._macros(file) for name, file in self._files(template).items()}
        # A template that extends another prints nothing outside its blocks.
        blocks = list(template.find_all(nodes.Block)) if template.find(nodes.Extends) else [template]
        for block in blocks:
            _Inlining(self._parse, files).generic_visit(block)
        return template

    def _files(self, template: nodes.Template) -> dict[str, str]:
        """The files of macros, by the names in its blocks: only names that the extended template cannot redefine."""
        files = _imported(template)
        files = {name: file for name, file in files.items() if name not in _given(template)}
        passed: set[str] = set()
        while files and (extends := template.find(nodes.Extends)):
            name = _constant(extends.template)
            above = None if name in passed else self._read(name)
            if above is None:
                return {}
            passed.add(name)
            others = _given(above) | _imported(above).keys()
            files = {name: file for name, file in files.items() if name not in others}
            template = above
        return files

    def _macros_in(self, name: str) -> Macros:
        """The macros of a file that can be inlined; they may call those before them."""
        file = self._parse(name)
        macros: dict[str, nodes.Macro] = {}
        for macro in file.body if file else ():
            if isinstance(macro, nodes.Macro):
                given = _given(macro)
                own = {name: each for name, each in macros.items() if name not in given}
                _Inlining(self._parse, {"": own}).generic_visit(macro)
                macros.pop(macro.name, None)
                macros |= {macro.name: macro} if _is_whole(macro) else {}
        return macros


class _Inlining(NodeTransformer):
    """Inlines parts and macros, and turns each call of ``say`` into a filter."""

    def __init__(self, parse: Parse, files: Mapping[str, Macros], inside: tuple[str, ...] = ()) -> None:
        """``files`` are macros by the name of their file here, "" for this file; ``inside`` are the enclosing parts."""
        self._parse = parse
        self._files = files
        self._inside = inside

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802  # as Jinja calls it
        name = _constant(node.template)
        part = None if name in self._inside else self._parse(name)
        if part is None or not node.with_context or node.ignore_missing or _given(part) & self._files.keys():
            return node
        _Inlining(self._parse, self._files, (*self._inside, name)).generic_visit(part)
        return nodes.Scope(part.body, lineno=node.lineno) if _is_part(part) else node

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802
        self.generic_visit(node)
        pieces: list[nodes.Node] = []
        for child in node.nodes:
            macro = self._macro(child)
            if macro and isinstance(child, nodes.Call):
                pieces.append(nodes.With(macro.args, child.args, macro.body, lineno=child.lineno))
            elif pieces and isinstance(pieces[-1], nodes.Output):
                pieces[-1].nodes.append(child)
            else:
                pieces.append(nodes.Output([child], lineno=child.lineno))
        return pieces

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "say" and node.args):
            return node
        name, *values = node.args
        given = values, node.kwargs, node.dyn_args, node.dyn_kwargs
        return nodes.Filter(name, "say", *given, lineno=node.lineno, environment=node.environment)

    def visit_ScopedEvalContextModifier(self, node: nodes.Node) -> nodes.Node:  # noqa: N802
        return node

    def _macro(self, node: nodes.Node) -> nodes.Macro | None:
        """The macro called, if it gets exactly its arguments."""
        match node:
            case nodes.Call(node=nodes.Getattr(node=nodes.Name(name=file), attr=name)) if file in self._files:
                macro = self._files[file].get(name)
            case nodes.Call(node=nodes.Name(name=name)) if "" in self._files:
                macro = self._files[""].get(name)
            case _:
                return None
        more = node.kwargs or node.dyn_args or node.dyn_kwargs
        return macro if macro and len(macro.args) == len(node.args) and not more else None


def _is_part(part: nodes.Template) -> bool:
    """Whether a part means the same when it is inlined."""
    names = {name.name for name in part.find_all(nodes.Name)} & _OF_A_CALL
    return names <= {"loop"} and not list(part.find_all(_OF_A_FILE)) and not (names and "loop" in _undeclared(part))


def _is_whole(macro: nodes.Macro) -> bool:
    """Whether a macro uses nothing but its arguments."""
    body = nodes.Template(macro.body, lineno=macro.lineno, environment=macro.environment)
    return _is_part(body) and not macro.defaults and _undeclared(body) <= {name.name for name in macro.args}


def _undeclared(part: nodes.Template) -> set[str]:
    """The names that a part uses without setting them; "loop" among them if it cannot be compiled."""
    try:
        return find_undeclared_variables(part)
    except TemplateError:  # Jinja reports the error.
        return {"loop"}


def _given(template: nodes.Node) -> set[str]:
    """The names that a template or macro sets to something other than a file."""
    return {name.name for name in template.find_all(nodes.Name) if name.ctx != "load"}


def _imported(template: nodes.Template) -> dict[str, str]:
    return {node.target: _constant(node.template) for node in template.find_all(nodes.Import)}


def _constant(name: nodes.Node) -> str:
    """The name of a file if it is constant, otherwise empty."""
    value = getattr(name, "value", "")
    return value if isinstance(value, str) else ""
