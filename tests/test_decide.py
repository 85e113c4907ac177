"""Deciding: links by hand win over decisions, and decisions over the article's own evidence."""

import itertools
from collections.abc import Sequence

from builder.annotate.decide import annotate
from builder.annotate.gazetteer import load
from builder.annotate.lexicon import lexicon
from builder.core.errors import Result
from builder.core.kinds import EntityKind
from builder.core.values import (
    Annotated,
    Article,
    Block,
    BlockKind,
    Certainty,
    Decision,
    FrontMatter,
    Mark,
    MarkKind,
    Via,
)
from builder.settings.decisions import Override, Slice
from builder.store.sources import data

GAZETTEER = load(data("countries.toml"))
LEXICON = lexicon(data("first-names.txt"), data("family-names.txt"), data("words.txt"))
TRUMP = Override(EntityKind.PERSON, "donald-trump", "Donald Trump", ("Trump",))


def a_block(text: str, **targets: str) -> Block:
    """A paragraph in which the first occurrence of each of these words is linked by hand."""
    marks = [
        Mark(text.index(words), text.index(words) + len(words), MarkKind.ENTITY, target)
        for words, target in ((words.replace("_", " "), target) for words, target in targets.items())
    ]
    return Block(BlockKind.PARAGRAPH, text, tuple(sorted(marks, key=lambda mark: mark.start)))


def an_article(*blocks: Block | str, title: str = "A visit", entities: Sequence[Decision] = ()) -> Article:
    made = (block if isinstance(block, Block) else a_block(block) for block in blocks)
    return Article("story.txt", FrontMatter(title=title, entities=tuple(entities)), tuple(made))


def decided(article: Article, *overrides: Override, never: tuple[str, ...] = ()) -> Result[Annotated]:
    return annotate(article, (), Slice(overrides, never), GAZETTEER, LEXICON)


def meant(article: Article, *overrides: Override, never: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """The words of each link, the id or else the name of the entity, and the rule."""
    passages = article.passages
    links = decided(article, *overrides, never=never).value.links
    return [
        (passages[m.block].text[m.start : m.end], link.local.id or link.local.name, link.rule)
        for link, m in ((link, link.mention) for link in links)
    ]


def test_a_link_by_hand_wins_over_everything() -> None:
    article = an_article(a_block("Trump said that he was glad.", Trump="person:ivanka-trump"))

    assert meant(article, TRUMP) == [("Trump", "ivanka-trump", "by-hand")]


def test_a_full_name_linked_by_hand_is_meant_by_short_names() -> None:
    article = an_article(a_block("Kim Jong Un came.", Kim_Jong_Un="person:kim-jong-un-2"), "Kim said nothing.")

    assert [who for _, who, _ in meant(article)] == ["kim-jong-un-2", "kim-jong-un-2"]


def test_what_is_no_link_by_hand_is_none() -> None:
    article = an_article(a_block("Donald Trump said that Donald Trump was glad.", Donald_Trump="none:"))

    assert meant(article) == [("Donald Trump", "Donald Trump", "full-name")]


def test_front_matter_decides_for_all_places_of_its_words() -> None:
    article = an_article("Trump came. Trump left.", entities=[Decision("Trump", "person:ivanka-trump")])

    assert meant(article, TRUMP) == [("Trump", "ivanka-trump", "front-matter")] * 2


def test_a_full_name_in_front_matter_is_meant_by_short_names() -> None:
    decision = Decision("Michael Jordan", "person:michael-jordan-2")
    article = an_article("Michael Jordan said that he was glad.", "Jordan left.", entities=[decision])

    assert [who for _, who, _ in meant(article)] == ["michael-jordan-2", "michael-jordan-2"]


def test_front_matter_can_say_that_words_are_no_link() -> None:
    article = an_article("Donald Trump said yes.", entities=[Decision("Donald Trump", "none:")])

    assert meant(article) == []


def test_a_decision_for_this_article_wins_over_a_full_name_and_is_meant_by_short_names() -> None:
    economist = Override(EntityKind.PERSON, "jordan-economist", "Michael Jordan", articles=("story",))
    article = an_article("Michael Jordan said that he was glad.", "Jordan left.")

    assert [who for _, who, _ in meant(article, economist)] == ["jordan-economist", "jordan-economist"]


def test_a_person_named_in_full_wins_over_an_alias_for_the_whole_site() -> None:
    article = an_article("Melissa Trump said that she was glad.", "Trump left.")

    assert [who for _, who, _ in meant(article, TRUMP)] == ["Melissa Trump", "Melissa Trump"]


def test_an_alias_for_the_whole_site_names_who_is_not_identified() -> None:
    article = an_article("Trump said that he was glad.")

    assert meant(article, TRUMP) == [("Trump", "donald-trump", "alias")]


def test_an_alias_inside_a_longer_name_is_left_alone() -> None:
    article = an_article(
        "The Trump Tower is high, and President Trump went to Trump’s Trump Organization, Trump-style."
    )

    assert [words for words, who, _ in meant(article, TRUMP) if who == "donald-trump"] == ["Trump", "Trump", "Trump"]


def test_the_full_name_of_a_decision_has_its_id() -> None:
    article = an_article("Donald Trump said that he was glad.")

    assert meant(article, TRUMP) == [("Donald Trump", "donald-trump", "full-name")]


def test_words_that_name_nobody_are_nobody() -> None:
    article = an_article("Mr. Amazon said no.", "Donald Trump said yes.")

    assert [words for words, _, _ in meant(article, never=("Amazon",))] == ["Donald Trump"]


def test_who_is_not_identified_is_likely_and_everybody_named_in_full_certain() -> None:
    links = decided(an_article("Donald Trump said yes.", "Mr. Delacroix said no.")).value.links

    found = [(link.rule, link.certainty, link.mention.via) for link in links]

    assert found == [
        ("full-name", Certainty.CERTAIN, Via.NAME),
        ("not-identified", Certainty.LIKELY, Via.SHORT),
    ]


def test_who_wrote_it_is_not_mentioned() -> None:
    front = FrontMatter(title="A visit", authors=("Clara Whitfield",), contributors=("Paul Stein",))
    blocks = (a_block("Clara Whitfield said that Paul Stein wrote to Anna Berg, who answered."),)

    assert [words for words, _, _ in meant(Article("story.txt", front, blocks))] == ["Anna Berg"]


def test_what_we_do_not_model_names_nobody() -> None:
    opaque = Block(BlockKind.OPAQUE, "| Donald Trump said | yes |")

    assert meant(an_article(opaque)) == []


def test_a_short_name_of_two_is_nobody_and_a_doubt() -> None:
    article = an_article("It was late.", "Angela Brandt said no. Martin Brandt said yes.", "Brandt left.")

    result = decided(article)

    assert [link.local.name for link in result.value.links] == ["Angela Brandt", "Martin Brandt"]
    assert [(doubt.kind, doubt.subject) for doubt in result.doubts] == [("ambiguous-name", "Brandt")]


def test_an_unknown_country_is_reported() -> None:
    result = decided(an_article(a_block("Freedonia fell.", Freedonia="country:QQ")))

    assert result.value.links == ()
    assert [(p.message, p.warning) for p in result.problems] == [("unknown country 'QQ'; the link is left out", True)]


def test_people_and_countries_never_overlap() -> None:
    article = an_article("South Korean President Moon Jae-in said that Georgia O'Keeffe painted in Georgia.")

    spans = [(link.mention.start, link.mention.end) for link in decided(article).value.links]

    assert spans == sorted(spans)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


def test_roles_are_kept_in_the_words_of_the_article() -> None:
    article = an_article(
        "South Korean President Moon Jae-in met Paul Stein, director of the harbour museum, and philosopher Anna Berg."
    )

    roles = [(each.local.name, *each.roles) for each in decided(article).value.traits]

    assert roles == [
        ("Moon Jae-in", "South Korean President"),
        ("Paul Stein", "director of the harbour museum"),
        ("Anna Berg", "philosopher"),
    ]


def test_a_run_too_long_for_the_model_is_a_warning_that_names_it() -> None:
    article = an_article(f"Angela Merkel sent {'=' * 5_000} to Paris.")

    result = decided(article)

    (problem,) = result.problems
    assert problem.warning
    assert problem.message == f"5000 characters without a space are not searched for names: '{'=' * 40}…'"
    assert problem.file == article.path


def test_an_address_of_two_hundred_characters_is_no_warning() -> None:
    assert decided(an_article(f"See https://example.org/{'a' * 180} for more.")).problems == ()
