"""Jinja for thousands of pages: what is the same on every page is settled once, when a template is compiled.

Pages are what Jinja makes of the same templates by itself. ``say`` becomes a filter, since Jinja calls filters at once
and those of constants while it compiles; what is printed is escaped without a wrapper around each piece; a template is
found by its name, and its globals are a plain mapping that is quick to copy for each part. Each template and block
gives all that it prints as one piece, a part is one call for the template that includes it, and so is a macro.
An attribute is asked for as Python does; where there is none, which may be an item or be asked about, the whole page is
printed as Jinja finds it.
"""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache, cached_property
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape


def printed(value: object) -> str:
    """The value as HTML; what is HTML already stays."""
    if type(value) is not str:
        if type(value) is Markup:
            return value
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


_SCOPES = {"_loop_vars", "_block_vars"}
"""What Jinja tells of the place of a call, and a macro does not ask for."""


class Known(Context):
    """What a template knows."""

    def call(self, called: Any, /, *values: Any, **named: Any) -> Any:
        """What is called gives. A macro that is given just what it asks for is asked at once."""
        if type(called) is not Macro or len(values) != called._argument_count:
            return super().call(called, *values, **named)
        more = called.caller or called.catch_varargs or called.catch_kwargs or named.keys() - _SCOPES
        if more:
            return super().call(called, *values, **named)
        text = called._func(*values)
        return Markup(text) if self.eval_ctx.autoescape else text  # noqa: S704  # as a macro by itself


class _Writer(CodeGenerator):
    """Writes what a template is compiled to."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def blockvisit(self, inside: Iterable[nodes.Node], frame: Frame) -> None:
        """What nothing around it gathers, as a template or a block, gathers what it prints."""
        if frame.buffer is not None:
            super().blockvisit(inside, frame)
        else:
            self.buffer(frame)
            super().blockvisit(inside, frame)
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802  # as Jinja calls it
        """A part that is known by its name is one piece of what includes it."""
        name = node.template.value if isinstance(node.template, nodes.Const) else None
        if isinstance(name, str) and node.with_context and not node.ignore_missing:
            inner = self.dump_local_context(frame)
            self.simple_write(f"environment.part({name!r}, context, {inner})", frame, node)
        else:
            super().visit_Include(node, frame)


class _QuickWriter(_Writer):
    """Asks for attributes as Python does."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # as Jinja calls it
        """An attribute, if Python can write it so."""
        if iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")


class Engine(jinja2.Environment):
    """Guards the compiled templates: each is compiled once."""

    def __init__(self, templates: Mapping[str, str], say: Callable[..., str]) -> None:
        """``templates`` are texts by name; ``say`` gives the words of the interface."""
        super().__init__(
            loader=_Texts(templates),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.printed = printed
        self._texts = templates
        self._lacking: set[str] = set()
        self.globals["say"] = self.filters["say"] = say
        self._known = cache(super().get_template)

    def page(self, name: str, seen: Mapping[str, object]) -> str:
        """What the template ``name`` prints, which sees what it is given by name."""
        if name not in self._lacking:
            try:
                return self.get_template(name).render(seen)
            except AttributeError:
                self._lacking.add(name)
        return self._patient.get_template(name).render(seen)

    @cached_property
    def _patient(self) -> jinja2.Environment:
        return _Patient(self._texts, self.filters["say"])

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # as Jinja calls it
    ) -> jinja2.Template:
        """The template of this name, which is the same from wherever it is named."""
        del parent, globals
        return self._known(name)

    def part(self, name: str, context: Context, inner: Mapping[str, Any]) -> str:
        """What a template prints that is included: it sees what ``context`` knows and ``inner``, a loop's variables."""
        template = self._known(name)
        return "".join(template.root_render_func(template.new_context(context.get_all(), True, inner)))

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        return super()._generate(_Sayings().visit(source), *rest, **options)

    context_class = Known
    code_generator_class: type[CodeGenerator] = _QuickWriter


class _Patient(Engine):
    """Lets Jinja find attributes."""

    code_generator_class = _Writer


class _Texts(jinja2.BaseLoader):
    """Texts by name, by which errors name the one in which something went wrong."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        del environment
        if template not in self._texts:
            raise jinja2.TemplateNotFound(template)
        return self._texts[template], template, None

    def list_templates(self) -> list[str]:
        return sorted(self._texts)


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
