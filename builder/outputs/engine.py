"""Jinja for thousands of pages: whatever is the same on every page is evaluated once, when a template is compiled.

Pages are the same as with plain Jinja. A template is combined with its parts and macros
(``inlining``); ``say`` becomes a filter, since Jinja calls filters directly and those of constants at compile time;
output is escaped without a wrapper around each piece; attributes are read as in Python; each template and block returns
its output as one piece. A page that cannot be printed this way, because an attribute may be an item or undefined, is
printed by plain Jinja, which also reports what was wrong, and where.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import cache, cached_property, lru_cache
from keyword import iskeyword
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from builder.outputs.inlining import Inliner


def printed(value: object) -> str:
    """The value as HTML; HTML stays unchanged."""
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


class _Writer(CodeGenerator):
    """Writes the code of a compiled template."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.printed(")
        else:
            super()._output_child_pre(node, frame, finalize)

    def blockvisit(self, inside: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the nodes; where nothing around them collects their output, as in a block, collect it here."""
        if frame.buffer is not None:
            super().blockvisit(inside, frame)
        else:
            self.buffer(frame)
            super().blockvisit(inside, frame)
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # as Jinja calls it
        """An attribute in Python's own syntax, where possible."""
        if iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
        else:
            self.write("(")
            self.visit(node.node, frame)
            self.write(f").{node.attr}")


class Plain(jinja2.Environment):
    """Jinja without changes."""

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
        self._texts = templates
        self.globals["say"] = say


class Engine(Plain):
    """The compiled templates; each is compiled once."""

    def __init__(
        self, templates: Mapping[str, str], say: Callable[..., str], compiled: jinja2.BytecodeCache | None = None
    ) -> None:
        """As for ``Plain``; ``compiled`` keeps what was compiled from these very texts and words."""
        super().__init__(templates, say)
        self.bytecode_cache = compiled
        self.printed = printed
        self.filters["say"] = say
        self._failed: set[str] = set()
        self._known = cache(super().get_template)
        self._inliner = Inliner(self._parsed)

    def page(self, name: str, context: Mapping[str, object]) -> str:
        """The output of the template ``name``, with these values by name."""
        if name not in self._failed:
            try:
                return self.get_template(name).render(context)
            except Exception:  # Whatever it is, plain Jinja copes with it, or reports it.
                self._failed.add(name)
        return self._plain.get_template(name).render(context)

    def check(self) -> Iterator[tuple[str, jinja2.TemplateSyntaxError]]:
        """The templates that cannot be compiled, and the errors; of templates with the same text, one is checked."""
        for name in sorted({text: name for name, text in self._texts.items()}.values()):
            if error := _error_in(self._texts[name], name):
                yield name, error

    @cached_property
    def _plain(self) -> Plain:
        return Plain(self._texts, self.filters["say"])

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # as Jinja calls it
    ) -> jinja2.Template:
        """The template of this name, which does not depend on the template that refers to it."""
        del parent, globals
        return self._known(name)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of every template: a plain mapping, which is fast to copy."""
        return {**self.globals, **(d or {})}

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        return super()._generate(self._inliner.inlined(source), *rest, **options)

    def _parsed(self, name: str) -> nodes.Template | None:
        try:
            return self.parse(self._texts[name], name, name)
        except (KeyError, jinja2.TemplateSyntaxError):
            return None

    code_generator_class = _Writer


@lru_cache(maxsize=1 << 8)
def _error_in(text: str, name: str) -> jinja2.TemplateSyntaxError | None:
    """What is wrong with a template, if anything. Cached: after an edit, all others are the same."""
    try:
        Plain({}, str).compile(text, name, name, raw=True)
    except jinja2.TemplateSyntaxError as error:
        return error.with_traceback(None)
    return None


class _Texts(jinja2.BaseLoader):
    """Texts by name, so that errors name the template in which they occurred."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, None]:
        del environment
        if template not in self._texts:
            raise jinja2.TemplateNotFound(template)
        return self._texts[template], template, None

    def list_templates(self) -> list[str]:
        return sorted(self._texts)
