"""The words of the interface, and what an editor may override."""

import re
from pathlib import Path

import pytest

from builder.annotate.links import CERTAINTY
from builder.commands.review.joined import SPEAKS
from builder.core.errors import BuilderError
from builder.core.regions import REGIONS
from builder.core.values import Via
from builder.index.profiles import Support
from builder.settings.translations import WORDS, Translations, parse_translations
from builder.site import build

TEMPLATES = Path(__file__).parent.parent / "templates"
THEIRS = (TEMPLATES / WORDS).read_text(encoding="utf-8")
BUILDER = Path(__file__).parent.parent / "builder"


def translations(own: str = "") -> Translations:
    found = parse_translations(THEIRS, own).value
    assert found
    return found


def test_placeholders_are_filled_and_the_form_fits_the_number() -> None:
    say = translations().say

    assert say("article.by", names="A {names} B") == "By A {names} B"
    assert [say("site.stories", n) for n in (0, 1, 2, 1234)] == ["0 stories", "1 story", "2 stories", "1,234 stories"]


def test_an_editor_says_some_words_otherwise_and_the_others_stay() -> None:
    own = '[site]\npeople = "Leute"\nstories = { one = "{count} Text", other = "{count} Texte" }\n'

    say = translations(own).say

    assert (say("site.people"), say("site.stories", 2), say("site.countries")) == ("Leute", "2 Texte", "Countries")


def test_dates_and_lists_follow_the_words() -> None:
    own = '[dates]\nmonths = "Jan Feb März April Mai Juni Juli Aug Sept Okt Nov Dez"\nday = "{day}. {month} {year}"\n'

    assert translations(own + 'and = " und "\n').date("2018-03-28T10:00:00Z") == "28. März 2018"
    assert translations(own + 'and = " und "\n').joined(("A", "B", "C")) == "A, B und C"
    assert [translations().date(iso) for iso in ("2018-03-28", "2018-03", "2018", "")] == [
        "March 28, 2018", "2018-03", "2018", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("own", "message", "hint"),
    [
        ('[site]\npeopel = "x"\n', "words.toml:2: unknown key 'site.peopel'", "did you mean 'site.people'?"),
        ("[site]\npeople = 4\n", "words.toml:2: site.people must be text, not 4", 'write "…"'),
        ('[site]\nstories = ["a"]\n', "words.toml:2: site.stories must be text, not ['a']", "one ="),
        ('[site]\npeople = { one = "a", other = "b" }\n', "words.toml:2: site.people must be text", 'write "…"'),
        ('[article]\nby = "von {namen}"\n', "words.toml:2: unknown placeholder {namen} in article.by", "{names}"),
        ('[dates]\nmonths = "a b"\n', "words.toml:2: dates.months must list 12 months, not 2", "separate them"),
        ("[site\n", "words.toml:1: this is not valid TOML", ""),
    ],
)
def test_an_authors_mistake_is_reported_with_line_and_hint(own: str, message: str, hint: str) -> None:
    result = parse_translations(THEIRS, own)

    assert result.value is None
    (problem,) = result.problems
    assert str(problem).startswith(message)
    assert hint in problem.hint


def test_words_that_there_are_not_are_named_with_what_comes_close() -> None:
    with pytest.raises(LookupError, match=r"no key 'site\.peple' in words\.toml: did you mean 'site\.people'"):
        translations().say("site.peple")


def test_templates_use_exactly_the_words_that_exist() -> None:
    commands = {BUILDER / "cli.py", BUILDER / "commands" / "terminal.py"}  # What they say is no words of a page.
    sources = [*TEMPLATES.glob("*.html"), *set(BUILDER.rglob("*.py")) - commands]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r'"([a-z]+\.[a-z_]+)"', text))
    known = set(translations().forms)

    missing = {name for name in re.findall(r'say\("([a-z]+\.[^" ]+)"[,)]', text) if name not in known}
    unused = {name for name in known - asked if not name.startswith(("rules.", "via.", "evidence.", "regions."))}
    assert (missing, unused) == (set(), set())


def test_every_rule_and_all_that_speaks_for_a_link_has_words() -> None:
    known = translations().forms

    assert not [via for via in Via if f"via.{via}" not in known]
    assert not [rule for rule in CERTAINTY if f"rules.{rule}" not in known]
    assert not [region for region in REGIONS.values() if f"regions.{region}" not in known]
    assert not [support for support in Support if f"evidence.{support}" not in known or support not in SPEAKS]


def test_the_words_of_a_project_are_on_its_pages_and_a_wrong_file_stops_the_build(tmp_path: Path) -> None:
    for folder in ("content", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "content" / "a.txt").write_text("News\n\nGerman Chancellor Helmut Kohl spoke.\n", encoding="utf-8")
    own = tmp_path / "templates" / WORDS
    own.write_text('[site]\npeople = "<Leute>"\n', encoding="utf-8")

    build(tmp_path)
    page = (tmp_path / "site" / "people" / "index.html").read_text(encoding="utf-8")
    own.write_text("[site]\nnothing = 1\n", encoding="utf-8")
    with pytest.raises(BuilderError, match=r"templates/words\.toml:2"):
        build(tmp_path)

    assert "<h1>&lt;Leute&gt;</h1>" in page
    assert (tmp_path / "site" / "people" / "index.html").read_text(encoding="utf-8") == page
