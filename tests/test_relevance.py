from builder.core.kinds import EntityKind
from builder.settings.decisions import Never, Override, Overrides, Said, index
from builder.settings.relevance import Relevance, word_sums

SOARES = Override(EntityKind.PERSON, "mario-soares", name="Mário Soares", aliases=("Marocas",))
KOHL = Override(EntityKind.PERSON, "helmut-kohl", name="Helmut Kohl")


def relevance(*entities: Override, never: tuple[str, ...] = ()) -> Relevance:
    return Relevance(index(Overrides(entities, tuple(map(Never, never)))))


def test_a_decision_matters_only_where_its_words_are() -> None:
    here, there = word_sums(["SOARES’S men left MÁRIO."]), ["Nobody left.", "Soares left."]

    assert relevance(SOARES).of(here, "talks") != relevance().of(here, "talks")
    assert all(
        relevance(SOARES).of(word_sums([text]), "talks") == relevance().of(word_sums([text]), "talks") for text in there
    )


def test_a_decision_about_some_articles_changes_no_other() -> None:
    limited = relevance(Override(EntityKind.PERSON, "mario-soares", "Mário Soares", articles=("talks",)))
    words = word_sums(["Mário Soares left."])

    assert limited.of(words, "2018/talks.txt") != relevance().of(words, "2018/talks.txt")
    assert limited.of(words, "rain.txt") == relevance().of(words, "rain.txt")


def test_another_alias_changes_no_article_without_it() -> None:
    more = Override(EntityKind.PERSON, "mario-soares", name="Mário Soares", aliases=("Marocas", "Don Mário"))
    words = word_sums(["Mário Soares left."])

    assert relevance(more).of(words, "talks") == relevance(SOARES).of(words, "talks")


def test_a_decision_about_others_changes_nothing() -> None:
    words = word_sums(["Mário Soares left."])

    assert relevance(KOHL, SOARES).of(words, "talks") == relevance(SOARES).of(words, "talks")
    assert relevance(SOARES, never=("Bonn",)).of(words, "talks") == relevance(SOARES).of(words, "talks")


def test_what_is_never_a_name_matters_where_it_occurs() -> None:
    words = word_sums(["Soares met the Ama\u00adzon."])

    assert relevance(SOARES, never=("Amazon",)).of(words, "talks") != relevance(SOARES).of(words, "talks")


def test_who_said_something_matters_only_where_the_words_are() -> None:
    said = Relevance(index(Overrides((SOARES,), said=(Said("talks", "We will not", "mario-soares"),))))
    here, there = word_sums(["“We will not,” Soares said."]), word_sums(["“We will,” Soares said."])

    assert said.of(here, "talks") != relevance(SOARES).of(here, "talks")
    assert said.of(there, "talks") == relevance(SOARES).of(there, "talks")
