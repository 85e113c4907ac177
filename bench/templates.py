"""What our compiler of templates saves (builder/outputs/engine.py), beside Jinja by itself.

usage: python bench/templates.py [--articles 2000] [--rounds 5]

Generated articles are built from nothing in one process, with what was annotated remembered, as in the case ``cold`` of
bench/speed.py. Then all pages of that build are printed again in turns: by the engine, by Jinja by itself, and by Jinja
with the cheap measures, ``say`` as a filter and templates looked up once. All print the same. Figures are CPU time.
"""

import argparse
import gc
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import corpus
import jinja2
import sites
import speed
from many import build_with_stand_in

from builder.outputs.engine import Engine, Plain
from builder.outputs.theme import Theme
from builder.settings.translations import Translations
from builder.site import build

SAY = re.compile(r"\bsay\(([^(),]+)(?:, *([^()]*))?\)")
"""A call with no call in it."""

Print = Callable[[str, Mapping[str, object]], str]


class Cheap(Plain):
    """Jinja with ``say`` as a filter, which it calls at once for constants, and templates looked up once."""

    def __init__(self, templates: Mapping[str, str], say: Callable[..., str]) -> None:
        super().__init__({name: SAY.sub(r"((\1) | say(\2))", text) for name, text in templates.items()}, say)
        self.filters["say"] = say
        self.known = cache(super().get_template)

    def get_template(self, name: str | jinja2.Template, *_: Any, **__: Any) -> jinja2.Template:
        return self.known(name)


class Recorded:
    """What a build printed by templates."""

    def __init__(self) -> None:
        self.pages: list[tuple[str, object]] = []
        self.given: tuple[Mapping[str, str], Translations] | None = None

    def build(self, folder: Path) -> float:
        """Build, and return its CPU time."""
        make, render = Theme.__init__, Theme.render

        def making(
            theme: Theme,
            templates: Mapping[str, str],
            shown: str,
            translations: Translations,
            compiled: jinja2.BytecodeCache | None = None,
        ) -> None:
            self.given = templates, translations
            make(theme, templates, shown, translations, compiled)

        def rendering(theme: Theme, name: str, page: object) -> bytes:
            self.pages.append((name, page))
            return render(theme, name, page)

        Theme.__init__, Theme.render = making, rendering  # type: ignore[method-assign,assignment]  # to record the pages
        began = time.process_time()
        build(folder, jobs=1, search="none")
        took = time.process_time() - began
        Theme.__init__, Theme.render = make, render  # type: ignore[method-assign]  # as before
        return took


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(), "dateline")
    corpus.write(options.articles, folder / "content")
    (folder / "dateline.toml").write_text(sites.SETTINGS, encoding="utf-8")
    build_with_stand_in(folder, options.articles, 0, search=False)
    speed.keep(folder / ".dateline/cache.db", speed.KEPT[speed.ANNOTATED])
    shutil.rmtree(folder / "site")
    recorded = Recorded()
    cold = recorded.build(folder)
    shutil.rmtree(folder.parent)
    assert recorded.given
    took = compare(recorded, options.rounds)
    engine = statistics.median(took["engine"])
    print(
        f"{options.articles:,} articles, {len(recorded.pages):,} pages by templates, {options.rounds} rounds, CPU time:"
    )
    print(f"cold build: {cold:.2f} s")
    for name, seconds in took.items():
        ratio = statistics.median(each / ours for each, ours in zip(seconds, took["engine"], strict=True))
        more = statistics.median(seconds) - engine
        print(
            f"{name}: {statistics.median(seconds):.2f} s, {ratio:.2f} of the engine; "
            f"a cold build would take {more / cold:.1%} more"
        )


def compare(recorded: Recorded, rounds: int) -> dict[str, list[float]]:
    """CPU time of printing all pages, in turns, after one round that checks that all print the same."""
    assert recorded.given
    templates, translations = recorded.given
    plain, cheap = Plain(templates, translations.say), Cheap(templates, translations.say)
    by: dict[str, Print] = {
        "engine": Engine(templates, translations.say).page,
        "Jinja with say as a filter and cached templates": lambda name, seen: cheap.get_template(name).render(seen),
        "Jinja by itself": lambda name, seen: plain.get_template(name).render(seen),
    }
    for name, page in recorded.pages:
        assert len({printed(name, {"page": page}) for printed in by.values()}) == 1, name
    gc.collect()
    gc.disable()
    took: dict[str, list[float]] = {name: [] for name in by}
    for _ in range(rounds):
        for each, printed in by.items():
            began = time.process_time()
            for name, page in recorded.pages:
                printed(name, {"page": page})
            took[each].append(time.process_time() - began)
    return took


if __name__ == "__main__":
    main()
