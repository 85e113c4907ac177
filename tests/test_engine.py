"""Templates print what Jinja prints by itself."""

import jinja2
import pytest
from markupsafe import Markup

from builder.errors import BuilderError
from builder.phrases import Phrases
from builder.render.engine import Engine
from builder.render.parts import PageLink
from builder.render.theme import Theme

PHRASES = Phrases({"a.plain": ("Plain & <b>",), "a.counted": ("{count} one", "{count} many"), "a.by": ("By {name}",)})
PARTS = {
    "base.html": "<{% block title %}base{% endblock %}>{% block main %}{% endblock %}",
    "part.html": "{{ page }}:{{ line }}",
    "macros.html": "{% macro quoted(x) %}<q>{{ x }}</q>{% endmacro %}",
}
STRANGE = "&<>\"'&amp;"


@pytest.mark.parametrize(
    "text",
    [
        "{{ page }} {{ other.title }} {{ other.url }}",
        "{{ 1 }}{{ 1.5 }}{{ none }}{{ true }}{{ [1, 'a<'] }}{{ page | safe }}{{ page ~ '<' }}",
        "{{ say('a.plain') }} {{ say('a.counted', 1) }} {{ say('a.counted', 1234) }} {{ say('a.by', name=page) }}",
        "{{ say(name) }} {{ say('a.' ~ kind) | upper }} {% if say('a.plain') %}yes{% endif %}",
        "{% for line in (1, '<', page) %}{% include 'part.html' %}{{ loop.last }}{% endfor %}",
        "{% import 'macros.html' as m %}{{ m.quoted(page) }}{{ m.quoted('<') ~ '<' }}",
        "{% extends 'base.html' %}{% block title %}{{ super() }}{% endblock %}{% block main %}{{ page }}{% endblock %}",
        "{% set x %}<i>{{ page }}</i>{% endset %}{{ x }}{{ {'a': '<'}.a }}{{ page.nothing is defined }}",
        "{{ page.nothing | default('<') }}{% filter upper %}<{{ page }}{% endfilter %}",
    ],
)
@pytest.mark.parametrize("page", [STRANGE, Markup("<b>&amp;</b>"), PageLink(STRANGE, "u"), 7])
def test_a_template_prints_what_jinja_prints_by_itself(text: str, page: object) -> None:
    templates = {**PARTS, "page.html": text}
    plain = jinja2.Environment(
        loader=jinja2.DictLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    plain.globals["say"] = PHRASES.say
    seen = {"page": page, "other": PageLink(STRANGE, "u"), "name": "a.plain", "kind": "plain"}

    printed = Engine(templates, PHRASES.say).get_template("page.html").render(seen)

    assert printed == plain.get_template("page.html").render(seen)


def test_words_that_there_are_not_are_a_problem_with_template_and_line() -> None:
    theme = Theme({"page.html": "<p>\n{{ say('a.plian') }}"}, "templates", PHRASES)

    with pytest.raises(
        BuilderError, match=r"templates/page\.html:2: LookupError: .*a\.plian.* did you mean 'a\.plain'"
    ):
        theme.render("page.html", "")
