"""Dateline: a folder of article text becomes a static site in which every person and every country is a link."""

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from builder.errors import BuilderError
    from builder.site import Site, build

__all__ = ["BuilderError", "Site", "build"]


class _Package(ModuleType):
    """Imports on use, so that the command line can handle Ctrl-C before anything slow is imported.

    ``build`` is the function always: the import system would bind the module of that name here.
    """

    @property
    def build(self) -> object:
        from builder.site import build

        return build

    @build.setter
    def build(self, module: ModuleType) -> None:
        del module

    @property
    def Site(self) -> object:  # noqa: N802  # the name of a class
        from builder.site import Site

        return Site

    @property
    def BuilderError(self) -> object:  # noqa: N802  # the name of a class
        from builder.errors import BuilderError

        return BuilderError


sys.modules[__name__].__class__ = _Package
