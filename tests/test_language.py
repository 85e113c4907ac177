"""Distinguishing English from other languages, and the consequences."""

from pathlib import Path

import pytest

from builder.read.language import is_english
from builder.site import build

OTHERS = {
    "Dutch": "De burgemeester van de stad heeft gisteren bekendgemaakt dat het oude station in de zomer wordt "
    "gesloten. Volgens hem was er geen geld meer om het gebouw op te knappen, en de bewoners waren daar niet "
    "blij mee. Ze hebben een brief aan de gemeente geschreven, waarin ze vragen om een nieuw onderzoek. Het "
    "station is nog een week open.",
    "German": "Der Bürgermeister der Stadt hat gestern bekannt gegeben, dass der alte Bahnhof im Sommer geschlossen "
    "wird. Nach seinen Worten war kein Geld mehr da, um das Gebäude zu erneuern, und die Anwohner waren "
    "darüber nicht froh. Sie haben einen Brief an die Gemeinde geschrieben, in dem sie um eine neue "
    "Untersuchung bitten.",
    "Danish": "Borgmesteren i byen meddelte i går, at den gamle station bliver lukket til sommer. Ifølge ham var der "
    "ikke flere penge til at sætte bygningen i stand, og beboerne i kvarteret var ikke glade for det. De har "
    "skrevet et brev til kommunen, hvor de beder om en ny undersøgelse. Hun svarer om en uge, for der er "
    "mange spørgsmål at svare på.",
    "Spanish": "El alcalde de la ciudad anunció ayer que la vieja estación se cerrará en verano. Según él, ya no había "
    "dinero para reparar el edificio, y los vecinos del barrio no estaban contentos. Han escrito una carta al "
    "ayuntamiento en la que piden un nuevo estudio. La concejala dijo que contestaría en una semana.",
    "French": "Le maire de la ville a annoncé hier que la vieille gare sera fermée cet été. Selon lui, il n’y avait "
    "plus d’argent pour réparer le bâtiment, et les habitants du quartier n’étaient pas contents. Ils ont "
    "écrit une lettre à la mairie dans laquelle ils demandent une nouvelle étude. L’adjointe a dit qu’elle "
    "avait lu la lettre.",
    "Afrikaans": "Die burgemeester van die stad het gister aangekondig dat die ou stasie in die somer gesluit sal "
    "word. Volgens hom was daar nie meer geld om die gebou te herstel nie, en die inwoners was nie bly daaroor nie. "
    "Hulle het ’n brief aan die stadsraad geskryf. Hy is in die dorp gebore en was as kind by die stasie.",
}
ENGLISH = (
    "The mayor said on Monday that the old station would close in summer. There was no money left to repair "
    "it, he told Anna Lindqvist of the council, and the people who live beside it were not pleased. They have "
    "written a letter in which they ask for another look at the plans."
)


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_distinguished_from_english(language: str) -> None:
    assert not is_english([OTHERS[language]])


@pytest.mark.parametrize("text", [ENGLISH, "Mayor closes old station", "Ayr 2-1 Hearts", ""])
def test_english_and_what_is_too_short_to_tell_is_english(text: str) -> None:
    assert is_english([text])


def built(folder: Path, text: str) -> tuple[str, list[str]]:
    """The page of an article with this text, and the messages of the build."""
    (folder / "content").mkdir()
    (folder / "content" / "a.md").write_text(text, encoding="utf-8")
    report = build(folder)
    page = (folder / "site" / "articles" / "a" / "index.html").read_text(encoding="utf-8")
    return page, [problem.message for problem in report.problems]


def test_an_article_that_is_not_english_is_built_without_links_and_says_so(tmp_path: Path) -> None:
    page, said = built(tmp_path, f"# Bahnhof\n\n{OTHERS['German']} Angela Merkel sagte: „Nein.“")

    assert 'class="entity' not in page
    assert said == ["the article does not read as English, so people and countries are not searched for in it"]


def test_what_is_linked_by_hand_in_another_language_is_linked(tmp_path: Path) -> None:
    page, said = built(tmp_path, "---\nlanguage: de\n---\n# Bahnhof\n\n[Angela Merkel](person:angela-merkel) kam an.")

    assert 'href="../../people/angela-merkel/"' in page
    assert said == ["the article is marked as 'de', so people and countries are not searched for in it"]


def test_an_article_marked_as_english_is_read_as_english(tmp_path: Path) -> None:
    page, said = built(tmp_path, f"---\nlanguage: en-GB\n---\n# Bahnhof\n\n{OTHERS['German']}\n\n{ENGLISH}")

    assert 'data-entity="person:anna-lindqvist"' in page
    assert said == []


def test_a_link_by_hand_to_a_country_that_is_none_is_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    text = "---\ntitle: Regen\nlanguage: de\n---\n[Anna](country:ZZ) und [Berta](person:berta) sahen Regen.\n"
    (tmp_path / "content/regen.md").write_text(text, encoding="utf-8")

    report = build(tmp_path, search="none")

    assert "unknown country 'ZZ'; the link is left out" in [problem.message for problem in report.problems]
    assert [*report.entities.values()] == [1, 0]
