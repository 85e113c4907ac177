"""Templates print what plain Jinja prints."""

import sqlite3
from contextlib import closing
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes
from markupsafe import Markup

from builder.core.errors import BuilderError
from builder.outputs.compiled import CompiledTemplates
from builder.outputs.engine import Engine
from builder.outputs.inlining import Inliner
from builder.outputs.parts import PageLink
from builder.outputs.theme import Theme
from builder.settings.translations import Translations
from builder.store.memo import Cache
from builder.store.sources import own_theme

TRANSLATIONS = Translations(
    {"a.plain": ("Plain & <b>",), "a.counted": ("{count} one", "{count} many"), "a.by": ("By {name}",)}
)
PARTS = {
    "base.html": "<{% block title %}base{% endblock %}>{% block main %}{% endblock %}",
    "part.html": "{{ page }}:{{ line }}",
    "macros.html": "{% macro quoted(x) %}<q>{{ x }}</q>{% endmacro %}"
    "{% macro more(x, y='>') %}{{ quoted(x) }}{{ y }}{{ varargs }}{{ kwargs }}{% endmacro %}"
    "{% macro rows(x) %}{% for y in x %}<b>{{ y }}</b>{{ loop.last }}{% else %}{{ x }}none{% endfor %}{% endmacro %}"
    "{% macro count(x) %}of the file{% endmacro %}"
    "{% macro twice(x) %}{{ quoted(x) }}{{ rows((quoted(x),)) }}{% endmacro %}"
    "{% macro loops(x) %}{{ quoted(x) }}{% for quoted in x %}{{ quoted }}{% endfor %}{% endmacro %}"
    "{% macro named(quoted) %}{{ quoted }}{{ rows((1,)) }}{% endmacro %}"
    "{% macro given(rows) %}{{ rows(2) }}{% endmacro %}"
    "{% macro outer(x) %}{% macro count(y) %}inner{% endmacro %}{{ count(x) }}{% endmacro %}"
    "{% macro again(x) %}first{% endmacro %}{% macro again(x) %}{{ x }}{{ varargs }}{% endmacro %}"
    "{% macro asks(x) %}{{ x }}{{ y is defined }}{% endmacro %}"
    "{% macro around() %}<b>{{ caller() }}</b>{% endmacro %}",
    "inner.html": "{% set line = '<' %}<i>{% include 'part.html' %}{{ say('a.plain') }}</i>",
    "loops.html": "{% for x in (line, '<') %}{{ x }}{{ loop.last }}{% endfor %}",
    "loop.html": "{{ loop.first }}",
    "own.html": "{{ self['title'] is defined }}",
    "counts.html": "{% for m in ('aba', '') %}{{ m.count('a') }}{% endfor %}",
    "sets.html": "{% set line = page %}{% set said = line %}{{ said }}",
    "called.html": "{{ m.quoted(y) }}{{ m.rows((y, page)) }}",
    "above.html": "{% extends 'base.html' %}{% import 'others.html' as m %}",
    "others.html": "{% macro quoted(x) %}other {{ x }}{% endmacro %}",
    "child.html": "{% extends 'base.html' %}{% set said = page %}{% block main %}{{ said }}{{ line }}{% endblock %}",
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
        "{% for line in (page, '<') %}{% include 'child.html' %}{% include ['no.html', 'part.html'] %}{% endfor %}",
        "{% set line = 1 %}{% filter upper %}{% include 'part.html' %}{% endfilter %}{% include 'no' ignore missing %}",
        "{% set line = 1 %}{% set x %}<i>{% include 'part.html' %}{% endset %}{{ x }}",
        "{% include 'base.html' without context %}{% set x = 'base.html' %}{% include x %}",
        "{% macro m(line) %}{% include 'part.html' %}{% endmacro %}{{ m(page) }}{% if page %}{{ m('<') }}{% endif %}",
        "{% for line in (1, [2]) recursive %}{{ loop.depth }}{{ loop(line) if line == [2] }}{% endfor %}",
        "{% if page %}{% extends 'base.html' %}{% endif %}{% block main %}<{{ page }}>{{ self.title() }}{% endblock %}",
        "{% if not page %}{% extends 'base.html' %}{% endif %}<{% block main %}<{{ page }}>{% endblock %}",
        "{% import 'macros.html' as m %}{{ m.quoted(page) }}{{ m.quoted('<') ~ '<' }}{{ m.quoted(x=page) }}",
        "{% import 'macros.html' as m %}{{ m.more(page) }}{{ m.more(page, '<', 7, z=8) }}{{ m.more('<', '<') }}",
        "{% import 'macros.html' as m %}{% call m.around() %}{{ page }}<{% endcall %}{{ m.quoted(page) | safe }}",
        "{% from 'macros.html' import quoted %}{% autoescape false %}{{ quoted(page) }}{{ page }}{% endautoescape %}",
        "{% extends 'base.html' %}{% block title %}{{ super() }}{% endblock %}{% block main %}{{ page }}{% endblock %}",
        "{% set x %}<i>{{ page }}</i>{% endset %}{{ x }}{{ {'a': '<'}.a }}{{ page.nothing is defined }}",
        "{{ {'a': '<', 'class': 1, 'é': 2}.class }}{{ other.é is defined }}{{ 7.real }}{{ (1, 2).count(1) }}",
        "{% set line = 1 %}{% for page in (page, '<') %}{% include 'part.html' %}{% endfor %}{% include 'part.html' %}",
        "{% for line in (1, 2) %}{% include 'loops.html' %}{% endfor %}{% for line in 'ab' %}{% include 'loop.html' %}"
        "{{ loop.index }}{% endfor %}",
        "{% for x in 'ab' %}{{ loop.index }}{% for line in 'cd' %}{% include 'loop.html' %}{% endfor %}{% endfor %}",
        "{% extends 'base.html' %}{% block main %}{% include 'own.html' %}{% endblock %}",
        "{% import 'macros.html' as m %}{{ m.count('a') }}{% include 'counts.html' %}",
        "{% import 'macros.html' as m %}{% for m in ('aba', '') %}{{ m.count('a') }}{% endfor %}",
        "{% for line in (1, 2) %}{% include 'sets.html' %}{{ line }}{% endfor %}{{ said is defined }}",
        "{% import 'macros.html' as m %}{% for x in (page, '<') %}{{ m.rows((x, 1)) }}{{ x }}{% endfor %}"
        "{{ m.rows('') }}",
        "{% import 'macros.html' as m %}{{ m.twice(page) }}{{ m.loops('<') }}"
        "{{ m.outer(page) }}{{ m.again(page) }}{{ m.named(page) }}{{ m.given(m.quoted) }}",
        "{% import 'macros.html' as m %}{% set m = other %}{{ m.title }}{% for m in (other,) %}{{ m.url }}{% endfor %}",
        "{% import 'macros.html' as m %}{% for y in (1, 2) %}{% include 'called.html' %}{{ m.asks(2) }}{% endfor %}",
        "{% extends 'above.html' %}{% import 'macros.html' as m %}{% block main %}{{ m.quoted(page) }}{% endblock %}",
        "{% extends 'base.html' %}{% set line = 1 %}{% include 'part.html' %}{% block main %}"
        "{% include 'inner.html' %}{% endblock %}",
        "{% import 'macros.html' as m %}{% filter upper %}{{ m.quoted(page) }}{% endfilter %}"
        "{% filter upper %}{% include 'inner.html' %}{% endfilter %}",
        "{% autoescape false %}{% set line = page %}{% include 'part.html' %}{% endautoescape %}"
        "{% autoescape false %}{% include 'inner.html' %}{% endautoescape %}",
        "{% set x %}{% include 'inner.html' %}{% endset %}{{ x }}{{ page ~ x }}",
        "{{ page.nothing | default('<') }}{% filter upper %}<{{ page }}{% endfilter %}",
    ],
)
@pytest.mark.parametrize("page", [STRANGE, Markup("<b>&amp;</b>"), PageLink(STRANGE, "u"), 7])
def test_a_template_prints_what_jinja_prints_by_itself(text: str, page: object) -> None:
    templates = {**PARTS, "page.html": text}
    plain = jinja2.Environment(
        loader=jinja2.DictLoader(templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True
    )
    plain.globals["say"] = TRANSLATIONS.say
    seen = {"page": page, "other": PageLink(STRANGE, "u"), "name": "a.plain", "kind": "plain"}

    printed = Engine(templates, TRANSLATIONS.say).page("page.html", seen)

    assert printed == plain.get_template("page.html").render(seen)


@pytest.mark.parametrize("name", [path.name for path in sorted(own_theme().glob("*.html"))])
def test_a_template_of_the_theme_is_put_together_with_its_parts(name: str) -> None:
    texts = {path.name: path.read_text("utf-8") for path in own_theme().glob("*.html")}
    engine = Engine(texts, TRANSLATIONS.say)

    together = Inliner(lambda name: engine.parse(texts[name], name)).inlined(engine.parse(texts[name], name))

    assert not list(together.find_all(nodes.Include))


def test_words_that_there_are_not_are_a_problem_with_template_and_line() -> None:
    theme = Theme({"page.html": "<p>\n{{ say('a.plian') }}"}, "templates", TRANSLATIONS)

    with pytest.raises(
        BuilderError, match=r"templates/page\.html:2: LookupError: .*a\.plian.* did you mean 'a\.plain'"
    ):
        theme.render("page.html", "")


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("{{ page }}\n{{ page.nothing }}", r"templates/part\.html:2: UndefinedError: .* has no attribute 'nothing'"),
        ("{% block a %}\n\n{{ page.nothing }}{% endblock %}", r"templates/part\.html:3: UndefinedError"),
        ("{% macro m(x) %}\n{{ x.nothing }}{% endmacro %}\n{{ m(page) }}", r"templates/part\.html:2: UndefinedError"),
        ("{% import 'macros.html' as m %}\n{{ m.quoted() }}", r"parameter 'x' was not provided"),
        ("\n{% include 'gone.html' %}", r"templates/page\.html: no template 'gone\.html'"),
    ],
)
def test_an_error_in_a_part_is_a_problem_of_the_part(part: str, said: str) -> None:
    theme = Theme(
        {**PARTS, "page.html": "<p>\n\n{% include 'part.html' %}", "part.html": part}, "templates", TRANSLATIONS
    )

    with pytest.raises(BuilderError, match=said):
        theme.render("page.html", "")


class Uncompiled(Engine):
    """Compiles nothing."""

    def _generate(self, *_: object, **__: object) -> str:
        raise AssertionError


def test_a_template_that_another_process_compiled_is_not_compiled_again(tmp_path: Path) -> None:
    texts, say = {"page.html": "<p>{{ page }}</p>"}, TRANSLATIONS.say
    with closing(Cache(tmp_path / "cache.db")) as cache:
        Engine(texts, say, CompiledTemplates(cache, b"")).page("page.html", {"page": "1"})

    with closing(Cache(tmp_path / "cache.db")) as cache:
        template = Uncompiled(texts, say, CompiledTemplates(cache, b"")).get_template("page.html")

    assert template.render({"page": "2 < 3"}) == "<p>2 &lt; 3</p>"


def test_a_damaged_compiled_template_is_compiled_again(tmp_path: Path, compiled: dict[bytes, bytes]) -> None:
    texts, say = {"page.html": "<p>{{ page }}</p>"}, TRANSLATIONS.say
    compiled.clear()
    with closing(Cache(tmp_path / "cache.db")) as cache:
        Engine(texts, say, CompiledTemplates(cache, b"")).page("page.html", {"page": "1"})
    with closing(sqlite3.connect(tmp_path / "cache.db")) as db:
        (raw,) = db.execute("SELECT value FROM memo").fetchone()
        db.execute("UPDATE memo SET value = ?", (raw[:40] + bytes(len(raw) - 40),))
        db.commit()
    compiled.clear()

    with closing(Cache(tmp_path / "cache.db")) as cache:
        html = Engine(texts, say, CompiledTemplates(cache, b"")).page("page.html", {"page": "2"})

    assert html == "<p>2</p>"
