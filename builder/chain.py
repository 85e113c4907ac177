"""The chain, top to bottom: content/ → site/.

scan (``sources``) → ingest (``articles``) → index (``index.update``) → resolve (``index.resolve``) → plan (``plan``) →
render (``rendering``) → write (``writer``). If nothing changed and the site is in place, ``site`` stops before this.
A fresh build is a change from an empty index. Slow results are cached by the digest of their inputs (``memo``);
everything about the whole site is in the index.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from builder.articles import Articles
from builder.core.codec import Digest, Packed, digest
from builder.core.errors import Doubt, Problem
from builder.core.kinds import KINDS
from builder.core.values import Entity
from builder.index import queries
from builder.index.addresses import Owned, add, settle, too_long
from builder.index.changes import Changes
from builder.index.entity_lines import Paged, update_lines
from builder.index.pages import Page
from builder.index.resolve import Decisions, Resolver
from builder.index.tables import Index
from builder.index.update import Update, one_form
from builder.layout.results import ArticleResult, FileRecord
from builder.layout.site_values import Note, Place, SizedPicture
from builder.outputs.claims import (
    NEEDED,
    READY,
    Claimed,
    copy,
    distinct,
    own_copy,
    own_script,
    plain,
    redirect_list,
    redirect_rows,
)
from builder.outputs.compiled import CompiledTemplates
from builder.outputs.content import Content, Images, copies, pictures, sort_files
from builder.outputs.editorial import editorial_content
from builder.outputs.full_text import FullText
from builder.outputs.old_addresses import entity_redirects, listed_redirects, vanished
from builder.outputs.page import Basis, Printer
from builder.outputs.plan import finish, plan, plan_all
from builder.outputs.rendering import Job, Rendered, Renderer, RenderInputs, render
from builder.outputs.smaller_pictures import beside_page, sized_pictures
from builder.outputs.theme import Theme
from builder.outputs.urls import beside
from builder.settings.decisions import Overrides
from builder.settings.lockfile import ANCHORS, NAMES
from builder.settings.project import CONFIG, Project
from builder.settings.site_settings import Navigation, Settings
from builder.store import sources
from builder.store.database import summed
from builder.store.fingerprints import code_key
from builder.store.memo import Cache
from builder.store.search_index import WordIndex
from builder.store.workers import in_workers
from builder.work import Report, Work

LIBRARIES = (
    "chardet",
    "ftfy",
    "jinja2",
    "markdown-it-py",
    "markupsafe",
    "nicknames",
    "python-slugify",
    "pyyaml",
    "spacy",
)
"""All packages that steps of the chain use in their keys."""

BATCH = 16
"""Pages that a worker renders before it reports."""

ValuesSql = tuple[str, str, str]
"""The statements that read all keys and values of a table, delete one, and insert one."""

NOTES: ValuesSql = (
    "SELECT ref, value FROM note",
    "DELETE FROM note WHERE ref = ?",
    "INSERT INTO note VALUES (?, ?)",
)
PICTURES: ValuesSql = (
    "SELECT path, value FROM picture",
    "DELETE FROM picture WHERE path = ?",
    "INSERT INTO picture VALUES (?, ?)",
)

PRINTERS = "jinja2", "markupsafe", "markdown-it-py"
"""Libraries that render pages."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """The files in content/ that the index is up to date with."""

    files: Mapping[str, Digest]
    again: frozenset[str]
    """Those that gave no article: they are read again by each build."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The pages to render, and what they share."""

    settings: Settings
    bases: Mapping[Basis, Digest]
    pages: Sequence[Page]
    """Pages that follow from the index and must be checked."""
    claimed: Sequence[Claimed]
    """All pages that do not follow from articles."""
    owned: Owned
    words: WordIndex
    problems: set[Problem]
    """Those found while planning; ``_report`` adds those of files and articles."""


class Chain:
    """What a process keeps from one build to the next: compiled templates, the files of full-text search."""

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._themed = b""
        self._compiled: CompiledTemplates
        self._templates: Mapping[str, str] = {}
        self._full_text = FullText()
        self._indexed: Indexed | None = None

    def make(self, work: Work) -> Report:
        """Bring site/ up to date with the project.

        Raises:
            BuilderError: if nothing could be built; nothing was written then.
        """
        project, index = work.project, work.index
        theme = self._theme_of(project, work.cache)
        content = sort_files(tuple(project.files), project.config.content)
        articles = Articles(project, work.cache, work.progress, work.cluster, work.propose)
        # Nothing else has changed the index since this process wrote the site.
        indexed, self._indexed = self._indexed if work.output.is_ours else None, None
        with index.transaction():
            changes, indexed = follow(index, project, articles, content, drafts=work.drafts, indexed=indexed)
            planned = self._planned(work, content, articles, changes)
            index.begin()
            # First, so that the index never refers to a value that the memo lacks.
            work.cache.commit()
        inputs = RenderInputs(
            project.folder,
            project.config.output,
            planned.settings,
            self._templates,
            project.config.templates,
            self._compiled.basis,
            project.theme,
            planned.bases,
        )
        renderer = Renderer(inputs, index, work.cache, work.output, theme)
        jobs = (*planned.pages, *_due(index, planned.claimed, renderer.printer))
        written, deleted = _written(work, jobs, inputs, planned)
        self._indexed = indexed
        return _report(work, articles, planned, written, deleted)

    def _theme_of(self, project: Project, cache: Cache) -> Theme:
        """The theme of the last build, if its files and the words of the interface are unchanged.

        That all templates compile is cached: a build that renders one page compiles only the templates it needs.
        """
        themed = digest(sorted(project.theme_digests.items()), project.config.templates, project.translations)
        if self._theme is None or self._themed != themed:
            self._templates = project.templates()
            key = digest(code_key("builder.outputs.theme", libraries=PRINTERS), themed)
            self._compiled = CompiledTemplates(cache, key)
            theme = Theme(self._templates, project.config.templates, project.translations, self._compiled)
            if not cache.get(key, bool):
                theme.check()
                cache.put(key, True)
            self._theme, self._themed = theme, themed
        self._compiled.cache = cache
        return self._theme

    def _planned(self, work: Work, content: Content, articles: Articles, changes: Changes) -> Planned:
        """Which pages there are, which address each has, and which must be checked."""
        project, index, cache = work.project, work.index, work.cache
        shown = project.config.content

        def place_of(ref: str) -> Place | None:
            place = queries.place_of(index, ref)
            return place if place and place.folder else None

        notes, texts, images, old, wrong = editorial_content(
            content, project.files, articles.page_text, place_of, shown, drafts=work.drafts
        )
        changes.noted = _put_values(index, NOTES, notes)
        attached = list(queries.attached(index))
        images += [Images(file, f"articles/{address}/", found.images) for file, found, address in attached]
        files, missing = copies(content, project.files, images, shown)
        copied, refused = pictures(files, project, cache)
        pictured, smaller, unfit = sized_pictures(
            copied, {f"{shown}/{each}" for each in content.images}, project, cache
        )
        changes.pictures = _put_values(index, PICTURES, pictured)
        pages = [plain(text, beside_page(text.folder, map(beside, text.text.images), pictured)) for text in texts]
        old += [(file, f"articles/{address}/", found.aliases) for file, found, address in attached]
        redirects, odd = listed_redirects(old, shown)
        redirects += entity_redirects(
            place_of,
            partial(queries.meant, index),
            articles.overrides,
            project.lockfile,
            project.decisions_file,
            partial(queries.with_page, index),
        )
        words, made = self._full_text.pages(
            *(index, cache, project.folder, project.settings, work.search, work.progress),
            changed=bool(changes.everything or changes.articles),
            hidden=any(each.hidden for each in articles.overrides.entities),
        )
        theme = [
            (own_script if project.is_own_script(name) else own_copy)(path, name, project.theme_digests[name])
            for path, name in project.assets().items()
        ]
        changes.plain = _put_plain(index, tuple(claim.page.name for claim, _ in pages))
        modified = work.modified()
        bases_before = index.state("bases", dict[Basis, Digest])
        owned = Owned()
        # With other formats, the same pages have other files.
        again = index.state("formats", tuple[str, ...]) != index.formats
        todo = plan(index, changes, modified, owned, everything=work.thorough or again)
        index.put_state("formats", index.formats)
        last = [*pages, *redirects, *(copy(*each) for each in copied), *smaller, *READY]
        first = [*theme, *words, *NEEDED]
        taken = _settled(index, first, last, owned, again=changes.everything)
        claimed = distinct([*first, *last])
        owning = [each for each in distinct([*pages, *redirects]) if queries.owns(index, each[0].page, each[1].path)]
        rows = redirect_rows(owning)
        if rows:
            claimed.append(redirect_list(rows))
            add(index, claimed[-1][0], owned)
        titles = tuple(sorted((title, claim.page.name) for claim, _ in owning if (title := claim.title)))
        navigation = Navigation(titles, queries.sections(index), queries.taxonomies(index))
        settings = replace(project.settings, navigation=navigation)
        bases = _bases(project, settings)
        if bases != bases_before:
            todo = plan_all(index)
        problems = {
            *content.problems,
            *wrong,
            *missing,
            *refused,
            *unfit,
            *taken,
            *odd,
            *too_long(index),
            *made.problems,
            *_vanished(index, project, articles.overrides, owned),
            *_not_made(project),
        }
        return Planned(settings, bases, todo, claimed, owned, made, problems)


def follow(
    index: Index,
    project: Project,
    articles: Articles,
    content: Content,
    *,
    drafts: bool = False,
    indexed: Indexed | None = None,
) -> tuple[Changes, Indexed]:
    """Bring the rows of the index up to date with exactly these files in content/, and with the decisions.

    ``indexed`` is what the last call returned, if nothing else has changed the index since.

    Raises:
        BuilderError: as ``Articles.results`` does.
    """
    config, files = project.config, content.articles
    code = code_key("builder.chain", libraries=LIBRARIES)
    paged = config.pages_from, config.unidentified
    key = digest(code, sources.all_data(), config.content, bool(config.base_url), paged, config.noindex, drafts)
    valid = index.state("key", bytes) == key
    as_before = valid and index.state("articles", bytes) == articles.key
    to_read, again, gone = _to_read(index, project, files, indexed, valid=valid, as_before=as_before)
    changed = {file: project.files[file] for file in to_read}
    sql = "SELECT file, content, key, good FROM source WHERE file IN ids"
    records = {file: FileRecord(*row) for file, *row in index.rows_of(sql, changed)}
    if not valid:
        records = {file: FileRecord(b"", b"", each.good) for file, each in records.items()}
        index.clear()
        index.put_state("key", key)
    update = Update(index, articles.lexicon, drafts=drafts, everything=not valid)
    results = closing(articles.results(changed, records))
    with nullcontext() if valid else index.without_indexes("local"), results as batches:
        for batch in batches:
            for file, (record, result) in batch.items():
                update.put(file, record, result)
    for file in gone:
        update.drop(file)
    _resolve(update, project, articles, content.notes)
    index.put_state("articles", articles.key)
    sql = "SELECT file FROM source WHERE file IN ids AND good <> content"
    failed = (file for (file,) in index.rows_of(sql, changed))
    return update.changes, Indexed(project.files, again - changed.keys() - gone | {*failed})


def _to_read(
    index: Index,
    project: Project,
    articles: Sequence[str],
    indexed: Indexed | None,
    *,
    valid: bool,
    as_before: bool,
) -> tuple[Sequence[str], frozenset[str], Set[str]]:
    """The files to read, in order; those that gave no article last time; and those that are gone.

    Nothing in the index counts unless it is ``valid``, and every article is read unless all are read ``as_before``.
    """
    changed = project.changed_since(indexed.files) if indexed and as_before else None
    if indexed and changed is not None:
        return sorted((changed | indexed.again).intersection(articles)), indexed.again, frozenset()
    sql = "SELECT file, CASE WHEN good = content THEN content END FROM source"
    known = dict[str, Digest | None](index.rows(sql) if valid else ())
    again = frozenset(file for file, good in known.items() if good is None)
    to_read = [file for file in articles if not as_before or known.get(file) != project.files[file]]
    return to_read, again, known.keys() - articles


def replace_result(index: Index, project: Project, articles: Articles, file: str, result: ArticleResult) -> None:
    """Bring the rows of the index up to date as if ``file`` in content/ gave this result, and no other its address."""
    assert result.entry
    update = Update(index, articles.lexicon, drafts=True, everything=False)
    same = "SELECT file FROM source WHERE form = ? AND file <> ?"
    for (other,) in index.rows(same, one_form(result.entry.headline.address), file):
        update.drop(other)
    update.put(file, FileRecord(b"", b"", b""), result)
    _resolve(update, project, articles, sort_files(tuple(project.files), project.config.content).notes)


def _resolve(update: Update, project: Project, articles: Articles, noted: Collection[str]) -> None:
    """Settle addresses and names after all files. ``noted`` are the entities with an editor's note."""
    index = update.index
    update.settle_addresses(articles.entry_of)
    update.settle_terms()
    published = {kind.name: project.lockfile[table] for table, kind in NAMES.items()}
    # These concern one article each, and resolution sees what became of them.
    about = replace(articles.overrides, said=(), links=())
    before, now = index.state("decisions", Decisions), Decisions(about, published, project.lockfile[ANCHORS])
    paged = Paged(project.config.pages_from, project.config.unidentified == "page")
    if not paged.all:
        paged = paged._replace(kept=_kept(project, about, noted))
    kept = index.state("kept", frozenset[str]) or frozenset()
    if before != now or kept != paged.kept or update.touched:
        resolver = Resolver(update, now, articles.lexicon, articles.country)
        resolver.resolve(update.settle_names(), before, now)
        update_lines(update, resolver.anchored, before, now, paged, kept ^ paged.kept)
        if before != now:
            index.put_state("decisions", now)
        if kept != paged.kept:
            index.put_state("kept", paged.kept)


def _kept(project: Project, overrides: Overrides, noted: Collection[str]) -> frozenset[str]:
    """The people who have a page whatever the settings say: decided, published or written about."""
    decided = (f"{each.kind}:{each.id}" for each in overrides.entities)
    published = (f"{kind.name}:{id_}" for kind in NAMES.values() for id_ in project.lockfile[kind.folder])
    return frozenset((*decided, *published, *noted))


def _not_made(project: Project) -> Iterator[Problem]:
    """A warning for each format for which a library is missing."""
    for name in set(project.config.formats).difference(project.config.made_formats):
        hint = "pip install pillow, or remove the format"
        message = f"the format {name!r} is left out, because Pillow is not installed"
        yield Problem(message, CONFIG, hint=hint, warning=True)


def _put_values(index: Index, sql: ValuesSql, now: Mapping[str, Note | SizedPicture]) -> set[str]:
    """Record exactly these values. Returns the keys of those that changed."""
    select, delete, insert = sql
    before, new = dict(index.rows(select)), {key: summed(value) for key, value in now.items()}
    changed = {key for key in before.keys() | new.keys() if before.get(key) != new.get(key)}
    index.write_all(delete, [(key,) for key in changed])
    index.write_all(insert, [(key, new[key]) for key in changed if key in new])
    return changed


def _put_plain(index: Index, folders: tuple[str, ...]) -> bool:
    """Record the folders of plain pages. Returns whether they have changed."""
    if index.state("plain", tuple[str, ...]) == folders:
        return False
    index.put_state("plain", folders)
    return True


def _settled(
    index: Index, first: Sequence[Claimed], last: Sequence[Claimed], owned: Owned, *, again: bool
) -> tuple[Problem, ...]:
    """The problems of claims whose address is taken; checked again only if a path or a claim was added or removed."""
    claims = [claim for claim, _ in first], [claim for claim, _ in last]
    same_paths = not (again or owned.came or owned.gone)
    find = partial(settle, index, *claims, owned)
    return _recorded_problems(index, "claims", digest(claims), find, same_paths=same_paths)


def _bases(project: Project, settings: Settings) -> dict[Basis, Digest]:
    """The digest of everything that all files share."""
    code = code_key("builder.outputs.rendering", libraries=PRINTERS)
    site = digest(replace(settings, assets=(), navigation=Navigation()), code, sources.all_data())
    theme = digest(site, settings, sorted(project.theme_digests.items()))
    return {"theme": theme, "site": site, "file": b""}


def _due(index: Index, claimed: Sequence[Claimed], printer: Printer) -> Iterator[Job]:
    """The files of these pages that own their address and whose inputs differ from the last build."""
    known = {path: (page, key) for path, page, key in index.rows("SELECT path, page, key FROM output WHERE claimed")}
    for claim, file in claimed:
        page, key = known.get(file.path, ("", None))
        if page == claim.page.text and key != printer.key(claim.page.output, file):
            yield claim.page.output, file


def _written(work: Work, jobs: Sequence[Job], inputs: RenderInputs, planned: Planned) -> tuple[int, int]:
    """Render what changed, until site/ holds exactly the pages of the index.

    Returns the numbers of files written and deleted.
    """
    index, output, owned = work.index, work.output, planned.owned
    waiting = Packed(Rendered)
    with output.aside():
        batches = in_workers(partial(render, inputs), jobs, work.project.config.jobs, size=BATCH, shape=list[Rendered])
        with closing(batches):
            for done, batch in enumerate(batches, 1):
                waiting.update((each.aside.path, each) for each in batch)
                work.progress("Rendering pages", min(len(jobs), done * BATCH), len(jobs))
        if output.is_as_left:
            new, gone = {*owned.came, *waiting}, output.are_listed(owned.gone)
        else:
            new = {path for (path,) in index.rows("SELECT path FROM output")}
            gone = output.listed.keys() - new
        output.announce(new, gone)
        signature = output.put(each.aside for each in waiting.values())
        output.finish(gone)
    with index.transaction():
        sql = "UPDATE output SET key = ?, inode = ?, size = ?, mtime = ?, ctime = ? WHERE form = ?"
        # Nearly the order of the table, of which SQLite keeps only a part in memory.
        made = (waiting[path] for path in sorted(waiting))
        index.write_all(sql, ((each.key, *signature(each.aside), one_form(each.aside.path)) for each in made))
        index.put_state("bases", dict(planned.bases))
        index.put_state("manifest", output.leave())
        finish(index)
    return sum(bool(each.aside.stat_signature) for each in waiting.values()), len(gone)


def _report(work: Work, articles: Articles, planned: Planned, written: int, deleted: int) -> Report:
    project, index = work.project, work.index
    shown = project.config.content
    remarks = list(queries.remarks(index))
    problems = {*planned.problems, *project.problems, *_clashes(index, articles, shown)}
    problems.update(*(found.problems for _, found, _ in remarks))
    doubts = {doubt for _, found, address in remarks if address for doubt in found.doubts}
    doubts.update(map(_unidentified, queries.unidentified(index)))
    return Report(
        queries.articles_count(index),
        queries.undated_count(index),
        {kind: queries.count(index, kind) for kind in KINDS},
        written,
        index.value("SELECT count(*) FROM output") - written,
        deleted,
        tuple(sorted(problems, key=lambda problem: (problem.file, problem.line, problem.message))),
        tuple(sorted(doubts, key=lambda doubt: (doubt.file, doubt.kind, doubt.subject))),
        planned.settings.base_url,
        planned.words.state,
    )


def _vanished(index: Index, project: Project, overrides: Overrides, owned: Owned) -> Sequence[Problem]:
    """Problems of published addresses without a page; looked up again only if a path was added or removed."""
    key = digest(project.lock, [each for each in overrides.entities if each.hidden])
    find = partial(vanished, project.lockfile, overrides, partial(queries.exists, index))
    return _recorded_problems(index, "vanished", key, find, same_paths=not (owned.came or owned.gone))


def _recorded_problems(
    index: Index, name: str, key: Digest, find: Callable[[], Iterable[Problem]], *, same_paths: bool
) -> tuple[Problem, ...]:
    """The problems recorded under ``name``, if they have this key and no path came or went; otherwise, find them."""
    known = index.state(name, tuple[Digest, tuple[Problem, ...]])
    if known and known[0] == key and same_paths:
        return known[1]
    problems = tuple(find())
    index.put_state(name, (key, problems))
    return problems


def _clashes(index: Index, articles: Articles, shown: str) -> Iterator[Problem]:
    for (first, _), *others in queries.clashes(index):
        for file, key in others:
            message = f"has the same address as {shown}/{first}: {articles.entry_of(key).headline.folder}"
            hint = "rename one of them, or set a slug in its front matter"
            yield Problem(message, f"{shown}/{file}", hint=hint)


def _unidentified(entity: Entity) -> Doubt:
    message = "could be any of several people" if " " in entity.name else "is never named in full"
    return Doubt("not-identified", entity.name, f"{entity.name!r} {message}")
