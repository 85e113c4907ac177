from builder.core.errors import BuilderError, Problem
from builder.core.values import HEAD, Article, Block, BlockKind, FrontMatter


def test_a_problem_names_place_message_and_fix() -> None:
    problem = Problem("two entities claim 'Merkel'", "entities.toml", 41, hint="keep the alias with one of them")

    assert str(problem) == "entities.toml:41: two entities claim 'Merkel'\n  keep the alias with one of them"


def test_an_error_says_all_its_problems() -> None:
    error = BuilderError([Problem("first", "a.txt"), Problem("second")])

    assert str(error) == "a.txt: first\nsecond"


def test_mentions_count_blocks_from_the_title() -> None:
    body = Block(BlockKind.PARAGRAPH, "It rained.")
    article = Article("weather", FrontMatter(title="Rain"), (body,))

    assert [p.text for p in article.passages] == ["Rain", "", "It rained."]
    assert article.passages[HEAD] is body
