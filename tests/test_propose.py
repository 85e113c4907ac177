"""The language model: its proposals, its digest, and the messages when it is missing."""

import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.annotate.propose import DEFAULT, MAX_TEXT, _pieces, load_model, model_digest, propose
from builder.core.errors import BuilderError
from builder.core.text import MAX_RUN, without_long_runs


def test_proposals_point_at_their_words() -> None:
    texts = ("Angela Merkel met Barack Obama.", "", "They met in Berlin.")

    proposals = propose(texts, load_model(DEFAULT))

    found = {(texts[p.block][p.start : p.end], p.label) for p in proposals}
    assert {("Angela Merkel", "PERSON"), ("Berlin", "GPE")} <= found


def test_the_same_texts_give_the_same_proposals_whatever_is_beside_them() -> None:
    model = load_model(DEFAULT)

    alone, together = propose(["Paul met Anna."], model), propose(["Paul met Anna.", "Xi Jinping left."], model)

    assert together[: len(alone)] == alone


@pytest.mark.parametrize("sign", ["&", "(", "=", "_", "a"])
def test_a_long_run_without_a_space_is_not_given_to_the_model(sign: str) -> None:
    read: list[str] = []

    class Model:
        def memory_zone(self) -> nullcontext[None]:
            return nullcontext()

        def pipe(self, texts: Iterable[str]) -> Iterator[SimpleNamespace]:
            for text in texts:
                read.append(text)
                yield SimpleNamespace(ents=())

    long, short = sign * (MAX_RUN + 1), sign * MAX_RUN
    propose([f"Words {long} and {short} more."], cast(Any, Model()))

    assert read == [f"Words {' ' * len(long)} and {short} more."]


def test_what_is_proposed_behind_a_long_run_points_at_its_words() -> None:
    text = f"{'=' * 5_000} Angela Merkel met Barack Obama."

    proposals = propose([text], load_model(DEFAULT))

    assert "Angela Merkel" in {text[p.start : p.end] for p in proposals}


def test_a_paragraph_longer_than_the_model_reads_is_cut_at_spaces_and_searched_to_its_end() -> None:
    text = "It rained all day. " * (MAX_TEXT // 15) + "Angela Merkel met Barack Obama."

    proposals = propose(["Rain.", text], load_model(DEFAULT))

    assert {"Angela Merkel", "Barack Obama"} <= {text[p.start : p.end] for p in proposals if p.block == 1}


@given(st.text(st.sampled_from("ab \n&\u3000"), max_size=2_000), st.integers(0, 300))
def test_cutting_a_paragraph_loses_no_word(text: str, run: int) -> None:
    whole = text + "&" * run + " x" * (MAX_TEXT // 2) + " " + text

    pieces = list(_pieces([whole]))

    assert all(len(piece) <= MAX_TEXT for _, _, piece in pieces)
    assert " ".join(piece for _, _, piece in pieces).split() == without_long_runs(whole).split()
    assert all(without_long_runs(whole)[start : start + len(piece)] == piece for _, start, piece in pieces)


def test_a_missing_model_is_one_line_that_says_what_to_install() -> None:
    with pytest.raises(BuilderError) as error:
        load_model("en_core_web_huge")

    assert error.value.status == 3
    (problem,) = error.value.problems
    assert problem.message == "the language model 'en_core_web_huge' is not installed"
    assert problem.hint == "pip install en-core-web-huge"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the default model's package in its place."""
    spec = find_spec(DEFAULT)
    assert spec
    assert spec.origin
    copy = shutil.copytree(Path(spec.origin).parent, tmp_path / DEFAULT, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, DEFAULT, raising=False)
    load_model.cache_clear()
    return copy


@pytest.mark.parametrize("file", ["ner/model", "vocab/strings.json", "config.cfg", "tokenizer"])
def test_a_model_with_a_changed_file_is_refused(package: Path, file: str) -> None:
    (changed,) = package.glob(f"*/{file}")
    changed.write_bytes(changed.read_bytes() + b" ")

    with pytest.raises(BuilderError) as error:
        load_model(DEFAULT)

    assert error.value.status == 3
    assert "differs from the published one" in str(error.value)


def test_no_code_of_the_default_models_package_runs(package: Path) -> None:
    (package / "__init__.py").write_text("raise SystemExit('the code of the package ran')")

    model = load_model(DEFAULT)

    assert propose(["Angela Merkel met Barack Obama."], model)
    assert DEFAULT not in sys.modules


def test_the_digest_of_a_model_is_known_without_spacy() -> None:
    code = (
        "import sys; from builder.annotate.propose import DEFAULT, model_digest as d;"
        "print(d(DEFAULT) == d(DEFAULT) != d('no_such_model'), 'spacy' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["True", "False"]


def test_the_digest_of_a_model_differs_by_model() -> None:
    assert model_digest(DEFAULT) != model_digest("en_core_web_huge")
