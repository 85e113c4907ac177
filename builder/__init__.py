"""Dateline turns a folder of article text into a static site where every person and every country is a link."""

TYPE_CHECKING = False  # typing is slow to import, and Ctrl-C cannot be handled before this module is.
if TYPE_CHECKING:
    from builder.core.errors import BuilderError
    from builder.site import Site, build

__all__ = ["BuilderError", "Site", "build"]

_WHERE = {"BuilderError": "builder.core.errors", "Site": "builder.site", "build": "builder.site"}


def __getattr__(name: str) -> object:
    """Import on first use, so that the command line can handle Ctrl-C before anything slow is imported."""
    from importlib import import_module

    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHERE[name]), name)
