"""The theme's templates in Jinja; each gets its page, the words of the interface, and nothing else.

Content is data: everything except ``Markup`` is escaped, and no text of an article is ever compiled as a template.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

import jinja2

from builder.core.errors import BuilderError, Problem
from builder.outputs.engine import Engine
from builder.settings.translations import Translations


class Theme:
    """The compiled templates; each is compiled once."""

    def __init__(
        self,
        templates: Mapping[str, str],
        shown: str,
        translations: Translations,
        compiled: jinja2.BytecodeCache | None = None,
    ) -> None:
        """``templates`` are texts by name; ``shown`` is their folder's name in messages ("templates").

        ``compiled`` keeps what was compiled from these very texts and translations.
        """
        self._shown = shown
        self._jinja = Engine(templates, translations.say, compiled)

    def check(self) -> None:
        """Check that all templates can be compiled.

        Raises:
            BuilderError: with a problem for each that cannot be compiled.
        """
        problems = [
            self._problem(error.message or "cannot be read", error.name or name, error.lineno)
            for name, error in self._jinja.check()
        ]
        if problems:
            raise BuilderError(problems)

    def render(self, name: str, page: object) -> bytes:
        """The output of the template ``name``, which sees ``page``.

        Raises:
            BuilderError: whatever goes wrong in it; names template and line.
        """
        try:
            return self._jinja.page(name, {"page": page}).encode()
        except jinja2.TemplateSyntaxError as error:
            problem = self._problem(error.message or "cannot be read", error.name or name, error.lineno)
        except jinja2.TemplateNotFound as error:
            problem = self._problem(f"no template {error.message!r}", name, 0)
        except RecursionError:
            hint = f'to build on the theme\'s own, write {{% extends "theme/{name}" %}}'
            problem = self._problem("a template extends or includes itself", name, 1, hint)
        except Exception as error:  # A user's template may raise anything; it is for the user to fix.
            problem = self._problem(f"{type(error).__name__}: {error}", *self._place(error, name))
        raise BuilderError([problem]) from None

    def _place(self, error: Exception, name: str) -> tuple[str, int]:
        """Template and line of the innermost frame that belongs to a template."""
        names = set(self._jinja.list_templates())
        place, trace = (name, 0), error.__traceback__
        while trace:
            file = trace.tb_frame.f_code.co_filename
            if file in names:
                place = file, trace.tb_lineno
            trace = trace.tb_next
        return place

    def _problem(
        self,
        message: str,
        name: str,
        line: int,
        hint: str = "docs/reference/templates.md lists what each template sees",
    ) -> Problem:
        return Problem(message, str(PurePosixPath(self._shown, name)), line, hint=hint)
