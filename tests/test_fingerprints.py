from builder.store.fingerprints import _closure, code_key


def test_the_key_of_a_module_covers_all_that_it_imports() -> None:
    assert _closure(("builder.store.memo",)) >= {"builder.store.memo", "builder.core.codec"}
    assert "builder.store.writer" not in _closure(("builder.store.memo",))


def test_the_code_that_renders_pages_is_not_that_which_reads_articles() -> None:
    rendering = _closure(("builder.outputs.rendering",))

    assert rendering >= {"builder.outputs.article", "builder.index.queries", "builder.store.sources"}
    assert rendering.isdisjoint({"builder", "builder.articles", "builder.annotate.bind", "builder.read.decode"})


def test_other_modules_have_another_key() -> None:
    assert code_key("builder.core.values") == code_key("builder.core.values")
    assert code_key("builder.core.values") != code_key("builder.core.errors")
    assert code_key("builder.core.values") != code_key("builder.core.values", libraries=("jinja2",))
