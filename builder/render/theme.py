"""Jinja, with the theme's templates; each is given its page, the words of the interface, and nothing else.

Content is data: everything is escaped but ``Markup``, and no text of an article is ever compiled as a template.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

import jinja2

from builder.errors import BuilderError, Problem
from builder.phrases import Phrases
from builder.render.engine import Engine


class Theme:
    """Guards the compiled templates: each is compiled once."""

    def __init__(self, templates: Mapping[str, str], shown: str, phrases: Phrases) -> None:
        """``templates`` are texts by name; ``shown`` is what messages call their folder ("templates")."""
        self._shown = shown
        self._jinja = Engine(templates, phrases.say)

    def check(self) -> None:
        """Look whether all templates can be compiled.

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
        """The page as the template ``name`` prints it, which sees it as ``page``.

        Raises:
            BuilderError: names template and line, whatever went wrong in it.
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
        except Exception as error:  # A user's template may raise anything; it is the user's to mend.
            problem = self._problem(f"{type(error).__name__}: {error}", *self._place(error, name))
        raise BuilderError([problem]) from None

    def _place(self, error: Exception, name: str) -> tuple[str, int]:
        """Template and line of the innermost frame that is a template's."""
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
