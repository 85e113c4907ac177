"""Generated articles, as raw text for Dateline and as Markdown for others; the same number gives the same articles.

About 735 words each, three headings, one pull quote, 26 mentions of people and countries. The people in an article are
drawn so that few are in very many articles and most in few, as in news: the n-th of all people with a weight of 1/n.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

GIVEN = (
    "Adam Alan Alice Anna Arthur Barbara Carl Carmen Clara Daniel David Diana Edith Elena Emma Eric Frank George Grace "
    "Helen Henry Hugo Irene Isabel Jack James Jane Joan John Joseph Julia Karen Laura Leo Linda Louis Lucy Maria Mark "
    "Martin Mary Michael Nancy Nina Oscar Paul Peter Ralph Robert Rosa Ruth Samuel Sara Simon Susan Thomas Vera Victor "
    "Walter William"
).split()
FAMILY = (
    "Abbott Albers Bakker Baumann Becker Bergstrom Castillo Cermak Costello Dahlgren Dimitrov Dubois Eriksen Farouk "
    "Fontana Garrido Grimaldi Haddad Halvorsen Horvath Ivanov Jansen Jovanovic Kaminski Kessler Kowalski Laurent "
    "Lindqvist Mancini Mensah Moreau Nakamura Novak Okafor Olsson Ortega Petrov Quigley Ramirez Rossi Schuster Silva "
    "Sorensen Tanaka Thorsen Toure Ulrich Varga Vidal Weber Wolff Yamada Yilmaz Zelenko"
).split()
COUNTRIES = (
    "Argentina Australia Austria Belgium Bolivia Brazil Bulgaria Canada Chile China Colombia Croatia Cuba Denmark "
    "Ecuador Egypt Estonia Ethiopia Finland France Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq "
    "Ireland Italy Japan Kenya Latvia Lithuania Malaysia Mexico Morocco Nepal Nigeria Norway Pakistan Peru Poland "
    "Portugal Romania Senegal Serbia Spain Sweden Ukraine Vietnam"
).split()
NOUNS = (
    "agreement aide answer ballot bank board border bridge budget campaign canal capital charge claim coal committee "
    "company contract council court crop debt delegation dispute document drought election embassy engineer exchange "
    "export factory farm ferry fleet forest fund government grid harbour harvest hearing hospital industry inquiry "
    "judge labour law leader letter line loan market measure meeting mine ministry negotiation officer paper "
    "parliament party pipeline plan police policy price prison project proposal protest railway reform refinery report "
    "rule school season session ship speech station statement strike summit talks tariff tax treaty union valley vote "
    "wage war warehouse water wheat witness work year"
).split()
ADJECTIVES = (
    "annual bitter broad careful central certain cheap clear common costly crowded delayed direct distant early empty "
    "final foreign former fresh general hard heavy high joint large late local long main modest narrow new old open "
    "past plain poor private public quiet rare recent rich secret separate serious severe short similar small special "
    "strict strong sudden temporary thin usual vast weak whole"
).split()
VERBS = (
    "accepted approved asked balanced blamed blocked changed closed covered crossed defended delayed demanded "
    "discussed doubled dropped ended examined explained followed forced gathered helped ignored joined kept left "
    "limited lost "
    "marked missed moved needed offered opened ordered passed planned pressed promised raised reached rejected "
    "repeated replaced reviewed saved shaped signed slowed started stopped supported tested threatened visited warned"
).split()
LINKS = "after before beside despite during for from near over through under with within without".split()
OF_PEOPLE = "{} said that", "{} told reporters that", "{} wrote that", "For {}, it was plain that", "{} argued that"
OF_COUNTRIES = "In {}", "Officials from {} said that", "Across {}", "For {}", "The government of {} said that"
FIRST_DAY, DAYS = date(2012, 1, 1), 365 * 14

Names = tuple[str, ...]


@dataclass(frozen=True)
class Article:
    """One article; mentions in its texts have the form ``[words](ref)``, with ref "people/ID" or "countries/…"."""

    name: str
    title: str
    summary: str
    author: str
    day: date
    people: Names
    countries: Names
    blocks: tuple[tuple[str, str], ...]
    """Kind ("heading", "paragraph", "quote") and text; the speaker of the quote is the first person."""


def articles(count: int) -> Iterator[Article]:
    """This many articles."""
    draw = random.Random(count)
    pool = people(count)
    weights = tuple(accumulate(1 / (n + 1) for n in range(len(pool))))
    for number in range(count):
        yield _article(draw, number, count, pool, weights)


def people(count: int) -> Names:
    """All people and countries in this many articles, those mentioned most first."""
    count = max(20, count // 5)
    draw = random.Random(7)
    middles = ["", *(f"{letter}. " for letter in "ABCDEFGHIJKLMNOPRSTVW")]
    names: list[str] = []
    for middle in middles:
        some = [f"{given} {middle}{family}" for given in GIVEN for family in FAMILY]
        draw.shuffle(some)
        names += some
        if len(names) >= count:
            break
    return tuple(names[:count])


def raw(article: Article) -> str:
    """As if pasted from a newspaper."""
    day = f"{article.day:%B} {article.day.day}, {article.day.year}"
    pieces = [article.title, article.summary, f"By {article.author}", day]
    for kind, text in article.blocks:
        plain = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)
        pieces.append(f"{plain}\n— {article.people[0]}" if kind == "quote" else plain)
    return "\n\n".join(pieces) + "\n"


def markdown(article: Article) -> str:
    """With front matter and links, for a generator that does not find names itself."""
    marks = {"heading": "## {}", "paragraph": "{}", "quote": "> {}\n>\n> — " + _link(article.people[0], "people")}
    body = re.sub(r"\]\(([^)]+)\)", r"](/\1/)", "\n\n".join(marks[kind].format(t) for kind, t in article.blocks))
    lists = "".join(
        f"{key}: [{', '.join(map(_quoted, names))}]\n"
        for key, names in (("people", article.people), ("countries", article.countries))
    )
    head = f"title: {_quoted(article.title)}\ndate: {article.day}\nsummary: {_quoted(article.summary)}\n{lists}"
    return f"---\n{head}---\n\n{body}\n"


def write(count: int, folder: Path) -> None:
    """The articles as raw text, one folder per year."""
    for article in articles(count):
        path = folder / str(article.day.year) / f"{article.name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(raw(article), encoding="utf-8")


def slug(name: str) -> str:
    """The name as it appears in addresses."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _article(draw: random.Random, number: int, count: int, pool: Names, weights: tuple[float, ...]) -> Article:
    wanted = draw.randint(3, 8)
    named: dict[str, None] = {}
    while len(named) < wanted:
        named |= dict.fromkeys(draw.choices(pool, cum_weights=weights, k=wanted - len(named)))
    persons, countries = tuple(named), tuple(draw.sample(COUNTRIES, draw.randint(1, 4)))
    targets = [*((name, "people") for name in persons), *((name, "countries") for name in countries)]
    seen: set[str] = set()
    blocks: list[tuple[str, str]] = []
    places = 0
    for paragraph in range(12):
        if paragraph in (3, 6, 9):
            blocks.append(("heading", " ".join(_phrase(draw, 5)).capitalize()))
        sentences = []
        for sentence in range(3):
            words = _phrase(draw, 16)
            if sentence < (3 if paragraph == 0 else 2):
                name, kind = targets[places] if places < len(targets) else draw.choice(targets)
                shown = name.rpartition(" ")[2] if name in seen else name
                seen.add(name)
                opening = draw.choice(OF_PEOPLE if kind == "people" else OF_COUNTRIES)
                text = opening.format(_link(shown, kind, name)) + f" {' '.join(words)}."
                places += 1
            else:
                text = " ".join(words).capitalize() + "."
            sentences.append(text)
        blocks.append(("paragraph", " ".join(sentences)))
        if paragraph == 5:
            blocks.append(("quote", "“" + " ".join(_phrase(draw, 24)).capitalize() + ".”"))
    title = " ".join(_phrase(draw, draw.randint(5, 9))).capitalize()
    summary = " ".join(_phrase(draw, 18)).capitalize() + "."
    day = FIRST_DAY + timedelta(days=number * DAYS // count)
    author = f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}"
    return Article(f"{number:06}-{slug(title)[:60]}", title, summary, author, day, persons, countries, tuple(blocks))


def _phrase(draw: random.Random, length: int) -> list[str]:
    """This many words in the form of a sentence."""
    words: list[str] = []
    while len(words) < length:
        words += ["the", draw.choice(ADJECTIVES), draw.choice(NOUNS), draw.choice(VERBS)]
        words += ["the", draw.choice(NOUNS), draw.choice(LINKS)]
    words = words[:length]
    if words[-1] == "the" or words[-1] in LINKS or words[-1] in ADJECTIVES:
        words[-1] = draw.choice(NOUNS)
    return words


def _link(words: str, kind: str, name: str = "") -> str:
    return f"[{words}]({kind}/{slug(name or words)})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'
