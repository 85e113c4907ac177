from builder.code import _closure, code_key


def test_the_key_of_a_module_covers_all_that_it_imports() -> None:
    assert _closure(("builder.cache",)) >= {"builder.cache", "builder.codec"}
    assert "builder.output" not in _closure(("builder.cache",))


def test_the_code_that_renders_pages_is_not_that_which_reads_articles() -> None:
    rendering = _closure(("builder.rendering",))

    assert rendering >= {"builder.outputs.article", "builder.index.queries", "builder.sources"}
    assert rendering.isdisjoint({"builder", "builder.articles", "builder.annotate.bind", "builder.read.decode"})


def test_other_modules_have_another_key() -> None:
    assert code_key("builder.model") == code_key("builder.model")
    assert code_key("builder.model") != code_key("builder.errors")
    assert code_key("builder.model") != code_key("builder.model", libraries=("jinja2",))
