"""Import: from what people have to Markdown files in content/, each source by its module, all through one pipeline.

**source → article → Markdown file.** A source gives articles as values (``imported.Imported``), with bodies of our
Markdown's blocks; ``finishing`` makes of each the file that a build reads without a problem; ``delivery`` names the
files and writes those that are new. Nothing is overwritten, nothing is sent anywhere, and no file outside the sources
is read.
"""

from importlib.util import find_spec

from builder.core.errors import BuilderError, Problem

NEEDED = "trafilatura", "mammoth", "pypdf", "mdit_py_plugins"
"""Libraries of the extra ``import``."""


def check_installed() -> None:
    """Check that the libraries for importing are installed.

    Raises:
        BuilderError: if one is missing.
    """
    if not all(map(find_spec, NEEDED)):
        hint = (
            "in a clone: pip install '.[import]'; otherwise add [import] to the path of your wheel, "
            "as docs/how-to/bring-what-you-have.md shows"
        )
        raise BuilderError([Problem("importing needs libraries that are not installed", hint=hint)], status=3)
