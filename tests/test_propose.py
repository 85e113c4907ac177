"""The language model: what it proposes, what stands for it, and what is said when it is missing."""

import subprocess
import sys

import pytest

from builder.annotate.propose import DEFAULT, load_model, model_digest, propose
from builder.errors import BuilderError


def test_proposals_point_at_their_words() -> None:
    texts = ("Angela Merkel met Barack Obama.", "", "They met in Berlin.")

    proposals = propose(texts, load_model(DEFAULT))

    found = {(texts[p.block][p.start : p.end], p.label) for p in proposals}
    assert {("Angela Merkel", "PERSON"), ("Berlin", "GPE")} <= found


def test_the_same_texts_give_the_same_proposals_whatever_stands_beside_them() -> None:
    model = load_model(DEFAULT)

    alone, together = propose(["Paul met Anna."], model), propose(["Paul met Anna.", "Xi Jinping left."], model)

    assert together[: len(alone)] == alone


def test_a_missing_model_is_one_line_that_says_what_to_install() -> None:
    with pytest.raises(BuilderError) as error:
        load_model("en_core_web_huge")

    assert error.value.status == 3
    (problem,) = error.value.problems
    assert problem.message == "the language model 'en_core_web_huge' is not installed"
    assert problem.hint == "pip install en-core-web-huge"


def test_a_model_with_other_weights_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.annotate.propose.WEIGHTS", "00")
    load_model.cache_clear()

    with pytest.raises(BuilderError) as error:
        load_model(DEFAULT)

    assert error.value.status == 3
    assert "is not the one that it should be" in str(error.value)


def test_what_stands_for_a_model_is_known_without_spacy() -> None:
    code = (
        "import sys; from builder.annotate.propose import DEFAULT, model_digest as d;"
        "print(d(DEFAULT) == d(DEFAULT) != d('no_such_model'), 'spacy' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["True", "False"]


def test_what_stands_for_a_model_differs_by_model() -> None:
    assert model_digest(DEFAULT) != model_digest("en_core_web_huge")
