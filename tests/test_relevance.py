from builder.core.kinds import EntityKind
from builder.settings.decisions import Never, Override, Overrides, Said, index
from builder.settings.relevance import Relevance, word_sums

SOARES = Override(EntityKind.PERSON, "mario-soares", name="Mário Soares", aliases=("Marocas",))
KOHL = Override(EntityKind.PERSON, "helmut-kohl", name="Helmut Kohl")


def relevance(*entities: Override, never: tuple[str, ...] = ()) -> Relevance:
    return Relevance(index(Overrides(entities, tuple(map(Never, never)))))


def test_a_decision_matters_only_where_its_words_are() -> None:
    here, there = word_sums(["SOARES’S men left MÁRIO."]), ["Nobody left.", "Soares left."]

    assert relevance(SOARES).of(here) != relevance().of(here)
    assert all(relevance(SOARES).of(word_sums([text])) == relevance().of(word_sums([text])) for text in there)


def test_a_decision_about_others_changes_nothing() -> None:
    words = word_sums(["Mário Soares left."])

    assert relevance(KOHL, SOARES).of(words) == relevance(SOARES).of(words)
    assert relevance(SOARES, never=("Bonn",)).of(words) == relevance(SOARES).of(words)


def test_what_is_never_a_name_matters_where_it_occurs() -> None:
    words = word_sums(["Soares met the Ama\u00adzon."])

    assert relevance(SOARES, never=("Amazon",)).of(words) != relevance(SOARES).of(words)


def test_who_said_something_matters_only_where_the_words_are() -> None:
    said = Relevance(index(Overrides((SOARES,), said=(Said("talks", "We will not", "mario-soares"),))))
    here, there = word_sums(["“We will not,” Soares said."]), word_sums(["“We will,” Soares said."])

    assert said.of(here) != relevance(SOARES).of(here)
    assert said.of(there) == relevance(SOARES).of(there)
