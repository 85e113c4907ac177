"""Jinja for thousands of pages: what is the same on every page is settled once, when a template is compiled.

Pages are what Jinja makes of the same templates by itself. ``say`` becomes a filter, since Jinja calls filters at once
and those of constants while it compiles; what is printed is escaped without a wrapper around each piece; a template is
found by its name, gives its pieces as one, and its globals are a plain mapping that is quick to copy for each part.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import escape


def printed(value: object) -> str:
    """The value as HTML; what is HTML already stays."""
    if type(value) is not str:
        return str(value) if type(value) is int else escape(value)
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    if '"' in value:
        value = value.replace('"', "&#34;")
    return value.replace("'", "&#39;") if "'" in value else value


class Engine(jinja2.Environment):
    """Guards the compiled templates: each is compiled once."""

    def __init__(self, templates: Mapping[str, str], say: Callable[..., str]) -> None:
        """``templates`` are texts by name; ``say`` gives the words of the interface."""
        super().__init__(
            loader=jinja2.DictLoader(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.printed = printed
        self.globals["say"] = self.filters["say"] = say
        self._known = cache(self._whole)

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # as Jinja calls it
    ) -> jinja2.Template:
        """The template of this name, which is the same from wherever it is named."""
        del parent, globals
        return self._known(name)

    def _whole(self, name: str | jinja2.Template) -> jinja2.Template:
        """The template; it gives all that it prints at once, for the one that includes it to pass on as one piece."""
        template = super().get_template(name)
        pieces = template.root_render_func

        def whole(context: Context) -> Iterator[str]:
            yield "".join(pieces(context))

        template.root_render_func = whole
        return template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        return super()._generate(_Sayings().visit(source), *rest, **options)

    class code_generator_class(CodeGenerator):  # noqa: N801  # as Jinja calls it
        """Writes what a template is compiled to."""

        def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
            if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
                self.write("environment.printed(")
            else:
                super()._output_child_pre(node, frame, finalize)


class _Sayings(NodeTransformer):
    """Makes a filter of each call of ``say``."""

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # as Jinja calls it
        self.generic_visit(node)
        if not (isinstance(node.node, nodes.Name) and node.node.name == "say" and node.args):
            return node
        name, *values = node.args
        return nodes.Filter(
            name,
            "say",
            values,
            node.kwargs,
            node.dyn_args,
            node.dyn_kwargs,
            lineno=node.lineno,
            environment=node.environment,
        )
