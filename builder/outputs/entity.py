"""The page of an entity: who it is, when and with whom they were mentioned, and excerpts from each article.

What concerns all articles is only on the first page; each page also sums up its own articles.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from builder.core.kinds import KINDS
from builder.core.regex import regex
from builder.core.sort_keys import moment
from builder.core.values import Entity, Via
from builder.index import queries
from builder.index.changes import Changes
from builder.index.history import SEVERAL, history
from builder.index.pages import Page
from builder.index.pagination import MovedRows, PageNumber, page_numbers, page_of_list, page_showing
from builder.index.tables import Index
from builder.layout.article_layout import Headline, Layout
from builder.layout.excerpts import EntityExcerpts, quotations
from builder.layout.site_values import CoMention, History, ListedEntity, Note, SizedPicture
from builder.outputs import contexts, parts
from builder.outputs.arcs import ties
from builder.outputs.article import note
from builder.outputs.entities_json import card_json
from builder.outputs.feed import FEED_SIZE, Feed, feed_files, feed_of, feed_paths, quotation_content
from builder.outputs.lead_sentences import excerpt_of_both, lead_excerpt, leading_quotes
from builder.outputs.maps import NO_WORLD, World, locator, small_map
from builder.outputs.metadata import breadcrumbs, entity_node, head
from builder.outputs.page import File, Printer
from builder.outputs.quote_lists import (
    QUOTES,
    Newest,
    QuotedInArticle,
    last_quoted,
    loaded,
    newest_quotations,
    quotation_nodes,
    quote_lines,
    requoted,
)
from builder.outputs.share_images import share_address, share_files, share_paths
from builder.outputs.theme import Theme
from builder.outputs.timeline import by_month, chart, month_links
from builder.outputs.urls import (
    FEED,
    address_of,
    article_lines,
    list_pages,
    page_folder,
    page_path,
    picture,
    role_beside,
    site_info,
    url_of,
)
from builder.settings.site_settings import Settings
from builder.settings.translations import Translations

NAME = "entity"
CARD = "card.json"

FEW = 5
"""Articles on a page that shows all their sentences at once."""

SENTENCES = 4
"""Sentences of an article on the page: more of them are nearly the article itself, where a link leads."""

FIRST_QUOTES = 3
"""Quotations that lead, if they stand on their own; the only ones where pages of their own have all."""

ALONGSIDE = 3
"""Companions in the description for search engines."""

_SIGNS = regex(r"[^\w\s]")

OTHER_NAMES = Via.NAME, Via.ALIAS


class EntityRow(Struct, frozen=True, gc=False):
    """One article on an entity's page."""

    headline: Headline
    excerpts: tuple[EntityExcerpts, ...]


def pages(index: Index) -> Iterator[Page]:
    """The pages of each entity's list of articles."""
    for ref, count in index.rows("SELECT ref, articles FROM entity WHERE folder <> '' ORDER BY ref"):
        yield from (Page(NAME, ref, number) for number in page_numbers(count))


def affected(index: Index, changes: Changes) -> Iterator[Page]:
    """All pages of an entity that changed; otherwise those that show, count or name what changed."""
    moved: dict[int, MovedRows] = {}
    shown: dict[int, set[str]] = {}
    for before, after in changes.articles.values():
        fixed = before and after and before.position == after.position
        left = before.excerpts if before else {}
        right = after.excerpts if after else {}
        for entity in left.keys() | right.keys():
            if fixed and after and entity in left and entity in right:
                if after.differs(before) or left[entity] != right[entity]:
                    shown.setdefault(entity, set()).add(after.position)
                continue
            rows = moved.setdefault(entity, MovedRows())
            for row, change in ((before, -1), (after, 1)):
                if row and entity in row.excerpts:
                    rows.add(row.position, change)
    for entity, ref in changes.refs.items():
        has = index.value("SELECT articles FROM entity WHERE folder <> '' AND id = ?", entity) or 0
        had = changes.had[entity]
        numbers = moved[entity].pages(had, has, partial(queries.older, index, entity)) if entity in moved else set()
        if entity in changes.placed or not has:
            numbers |= {*page_numbers(max(has, had))}
        yield from (Page(NAME, ref, number) for number in {0, *numbers})
    for entity, places in shown.items():
        ref, has = index.row("SELECT ref, articles FROM entity WHERE folder <> '' AND id = ?", entity) or ("", 0)
        for position in places if ref else ():
            yield Page(NAME, ref, page_showing(has, queries.older(index, entity, position)))
    yield from (Page(NAME, ref) for ref in changes.noted)
    yield from (Page(NAME, each.ref) for each in requoted(index, changes))
    for folder in queries.folders_above(changes.pictures):
        yield from (Page(NAME, ref) for (ref,) in index.rows("SELECT ref FROM entity WHERE folder = ?", folder))


def paths(index: Index, page: Page) -> tuple[str, ...]:
    """The paths of a page, and of card and feed beside the first."""
    row = index.row("SELECT folder, articles, dated, place FROM entity WHERE folder <> '' AND ref = ?", page.name)
    if row is None or page.number not in page_numbers(row[1]):
        return ()
    folder, _, dated, raw = row
    if page.number:
        return (page_path(folder, page.number),)
    card = [folder + CARD] if "cards" in index.formats else []
    feeds = feed_paths(index, folder) if dated and index.has_feeds_of_parts else ()
    return folder + "index.html", *card, *feeds, *share_paths(index, folder, queries.place(raw).entity.title)


def files(index: Index, page: Page) -> Iterator[File]:
    """The files of a page. What grows with every article is only on the first."""
    sql = "SELECT id, articles, line, version, dated FROM entity WHERE ref = ?"
    id_, count, raw, version, dated = index.row(sql, page.name)
    page_number, start, end = page_of_list(count, page.number)
    listed = queries.listed(index, id_, start, end)
    line = queries.line(raw)
    folder = line.place.folder
    if page_number.number:
        line = ListedEntity(line.place, (), (0, 0, 0))

        def numbered(printer: Printer) -> bytes:
            return _page(printer, line, listed, page_number, History(), None, {}, Newest())

        yield File(page_path(folder, page_number.number), (line.place, listed, page_number), numbered)
        return
    editorial_note = queries.note(index, page.name)
    pictures = queries.pictures(index, folder) if editorial_note else {}
    said = newest_quotations(index, id_) if KINDS[line.place.entity.kind].speaks else Newest()
    last = said.quoted[:1]

    def first(printer: Printer) -> bytes:
        return _page(
            printer,
            line,
            listed,
            page_number,
            history(index, id_, len(listed), printer.kept),
            editorial_note,
            pictures,
            said,
        )

    def card(printer: Printer) -> bytes:
        found = printer.load_all(listed[0].excerpts, EntityExcerpts)
        sentences = [each for key in listed[0].excerpts for each in found[key].excerpts]
        return card_json(
            line, queries.headline(listed[0].headline), last_quoted(printer, last), sentences, image(printer)
        )

    def image(printer: Printer) -> str:
        if editorial_note is None:
            return ""
        front = printer.load(editorial_note.layout, Layout).front
        return picture(front.image, front.image_description, {}, site_info(printer.settings, line.place.folder)).url

    yield File(
        folder + "index.html", (line, listed, page_number, version, editorial_note, said, list(pictures.items())), first
    )
    if "cards" in index.formats:
        yield File(folder + CARD, (line, listed[0], last, editorial_note and editorial_note.layout), card, "site")
    if dated and index.has_feeds_of_parts:
        newest = queries.newest_of(index, id_, FEED_SIZE)

        def made(printer: Printer) -> Feed:
            content = quotation_content(printer.settings, last_quoted(printer, last))
            return feed_of(folder, line.place.entity.title, map(queries.headline, newest), content)

        yield from feed_files(index, folder, (line.place.entity.title, newest, last), made)

    def lines(settings: Settings) -> tuple[str, str]:
        return role_beside(line.place.entity, line.role), settings.translations.say("site.stories", count)

    yield from share_files(index, folder, line.place.entity.title, (line.role, count), lines)


def _page(
    printer: Printer,
    line: ListedEntity,
    listed: Sequence[queries.Listed],
    page_number: PageNumber,
    past: History,
    editorial_note: Note | None,
    pictures: Mapping[str, SizedPicture],
    newest: Newest,
) -> bytes:
    found = printer.load_all([key for each in listed for key in each.excerpts], EntityExcerpts)
    rows = [EntityRow(queries.headline(each.headline), tuple(found[key] for key in each.excerpts)) for each in listed]
    words, portrait = Markup(), parts.Picture()
    if editorial_note:
        layout = printer.load(editorial_note.layout, Layout)
        folder, front = line.place.folder, layout.front
        words = note(printer.settings, folder, layout, dict(editorial_note.places), pictures)
        portrait = picture(front.image, front.image_description, pictures, site_info(printer.settings, folder))
    said = loaded(printer, newest.quoted)
    return entity_page(
        *(printer.settings, printer.theme, line, (words, portrait), rows, page_number, past),
        *(said, newest.number, printer.world),
    )


def entity_page(
    settings: Settings,
    theme: Theme,
    line: ListedEntity,
    editorial_note: tuple[Markup, parts.Picture],
    rows: Sequence[EntityRow],
    page_number: PageNumber,
    past: History,
    said: Sequence[QuotedInArticle],
    quoted: int,
    world: World,
) -> bytes:
    """A page of an entity. ``editorial_note`` are an editor's note and a portrait, empty on a numbered page.

    ``said`` are the newest of its ``quoted`` quotations.
    """
    place, entity, say = line.place, line.place.entity, settings.translations.say
    info = site_info(settings, page_folder(place.folder, page_number.number))
    elsewhere = tuple(_elsewhere(line.same_as))
    names = list(_differing((entity.name, *line.names, *_named(rows))))[1:] if line.names else []
    node = entity_node(
        entity,
        address_of(place.folder, settings, info),
        names=names,
        role=line.role,
        same_as=tuple(link.url for link in elsewhere),
    )
    kind = KINDS[entity.kind]
    words, folder = kind.label, f"{kind.folder}/"
    crumbs = breadcrumbs(settings, info, (say(words), folder), (entity.title, place.folder))
    dated = [row.headline.date for row in rows]
    # An entity without a feed of its own, as one whose articles have no date, has that of the site.
    feed = place.folder if "feeds" in settings.formats and any(map(moment, dated)) else ""
    role = role_beside(entity, line.role)
    title = f"{entity.title}, {say('entity.page', number=page_number.number)}" if page_number.number else entity.title
    note_html, portrait = editorial_note
    located = kind.has_map and page_number.number == 0
    line_of = article_lines(settings, info)
    lines = _article_excerpts(entity, role, rows, line_of, past)
    about = _about(settings, line, role, past)
    folded = len(lines) > FEW
    undated = sum(period.count for period in past.periods if not period.name)
    shown = map(_shortened, lines)
    months = by_month(shown, lambda each: each.article.date, settings.translations, alone=not any(dated))
    every_quote = quote_lines(entity, said, line_of)
    leading = leading_quotes(every_quote, FIRST_QUOTES)
    first = {id(each) for each in leading}
    has_more = quoted > len(said)
    others = () if has_more else tuple([each for each in every_quote if id(each) not in first])
    spoken = [each for each, quote in zip(said, every_quote, strict=True) if id(quote) in first] if has_more else said
    page = contexts.EntityPage(
        site=info,
        head=head(
            *(settings, info, title, about, [node, *quotation_nodes(settings, info, node, spoken), crumbs]),
            kind="profile",
            feed=feed,
            image=share_address(settings, place.folder, entity.title),
        ),
        name=entity.title,
        kind=entity.kind,
        ref=entity.ref,
        identified=entity.identified,
        articles=line.totals[0],
        mentions=line.totals[1],
        apart=line.totals[2],
        note=note_html,
        months=tuple([parts.ExcerptsGroup(*month) for month in months]),
        folded=folded,
        pages=list_pages(page_number, place.folder, info),
        portrait=portrait,
        roles=tuple(parts.RoleLine(each.words, line_of(each.last), line_of(each.first)) for each in past.roles),
        quotes=(*leading, *others),
        leading=len(leading),
        quoted=quoted,
        all_quotes=url_of(place.folder + QUOTES, info) if has_more else "",
        surface_forms=_surface_forms(rows) if kind.by_code else (),
        role=role,
        others=tuple(names),
        elsewhere=elsewhere,
        ends=tuple(map(line_of, past.ends)),
        undated=undated if past.ends else 0,
        lead=lead_excerpt(entity, line.role, lines) if folded and not page_number.number else None,
        feed=f"{info.root}{feed}{FEED}" if settings.base_url and feed and not page_number.number else "",
        chart=chart(past.periods, month_links(place.folder, info), settings.translations),
        companions=tuple(_co_mentions(past, info, world if folded else NO_WORLD)),
        pairs=tuple(_pairs(past, lines, info, settings.translations)),
        locator=locator(world, entity.id) if located else parts.Locator(),
    )
    return theme.render(kind.page, page)


def _elsewhere(addresses: Sequence[str]) -> Iterator[parts.PageLink]:
    """Links to other hosts, each labeled with its host; anything that is not a web address is left out."""
    for address in addresses:
        found = urlsplit(address)
        if found.scheme in ("http", "https") and found.hostname:
            yield parts.PageLink(found.hostname.removeprefix("www."), address)


def _named(rows: Sequence[EntityRow]) -> Iterator[str]:
    """The names in these articles, except those that are part of another, and adjectives."""
    forms = (form for row in rows for each in row.excerpts for form in each.forms)
    return (form.words for form in forms if form.via in OTHER_NAMES)


def _differing(names: Iterable[str]) -> Iterator[str]:
    """The first of the names that differ only by capitals or signs, as "U.S." and "US" do."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_letters(name), name)
    yield from known.values()


def _letters(words: str) -> str:
    return _SIGNS.sub("", words).casefold()


def _surface_forms(rows: Sequence[EntityRow]) -> tuple[parts.SurfaceFormLine, ...]:
    """Words that mean an entity, the most common first, grouped by kind.

    Those that differ only by capitals or signs, as "U.S." and "US", are one, in the form that is most common.
    """
    counts: dict[tuple[Via, str], Counter[str]] = {}
    for row in rows:
        for each in row.excerpts:
            for form in each.forms:
                counts.setdefault((form.via, _letters(form.words)), Counter())[form.words] += form.count
    kinds: list[str] = list(Via)
    lines = (
        parts.SurfaceFormLine(min(some, key=lambda words: (-some[words], words)), via, some.total())
        for (via, _), some in counts.items()
    )
    return tuple(sorted(lines, key=lambda line: (kinds.index(line.via), -line.count, line.words)))


def _about(settings: Settings, line: ListedEntity, role: str, past: History) -> str:
    """One line for search engines: who, in how many articles, of which time, and with whom."""
    say, date, name = settings.translations.say, settings.translations.date, line.place.entity.title
    who = ", ".join(filter(None, (name, role)))
    if not line.totals[0]:
        return say("entity.older", who=who, site=settings.title)
    days = list(dict.fromkeys(headline.date for headline in past.ends))
    time = say("entity.spanned", first=date(days[0]), last=date(days[1])) if days[1:] else "".join(map(date, days))
    others = [each.place.entity.title for some in past.co_mentions.values() for each in some if each.count > 1]
    often = say("entity.alongside", names=settings.translations.joined(others[:ALONGSIDE])) if others else ""
    articles = say("site.stories", line.totals[0])
    found = (say("entity.described", who=who, stories=articles, site=settings.title), time, often)
    return ". ".join(filter(None, found))


def _article_excerpts(
    entity: Entity,
    role: str,
    rows: Sequence[EntityRow],
    line_of: Callable[[Headline], parts.ArticleLine],
    past: History,
) -> tuple[parts.ArticleExcerpts, ...]:
    """The articles of a page; the role that the page shows already is not repeated with each."""
    several = {rank for rank, each in enumerate(_all(past)) if each.count >= SEVERAL}
    present = [tuple(rank for rank in ranks if rank in several) for ranks in past.present] or [()] * len(rows)
    return tuple(
        [
            _excerpts_of(entity, role, row, line_of(row.headline), together)
            for row, together in zip(rows, present, strict=True)
        ]
    )


def _all(past: History) -> list[CoMention]:
    """The co-mentions of all kinds, in the order of their numbers."""
    return list(chain(*past.co_mentions.values()))


def _shortened(line: parts.ArticleExcerpts) -> parts.ArticleExcerpts:
    more = len(line.excerpts) - SENTENCES
    return replace(line, excerpts=line.excerpts[:SENTENCES], more=more) if more > 0 else line


def _excerpts_of(
    entity: Entity, role: str, row: EntityRow, article: parts.ArticleLine, together: tuple[int, ...]
) -> parts.ArticleExcerpts:
    page = f"{article.url}#"
    roles: dict[str, None] = {}
    excerpts: dict[tuple[str, str], parts.ExcerptLine] = {}
    for found in row.excerpts:
        roles.update(dict.fromkeys(found.roles))
        for e in found.excerpts:
            # One sentence may name an entity by several names.
            whole = e.anchor, e.before + e.words + e.after
            excerpts.setdefault(whole, parts.ExcerptLine(e.before, e.words, e.after, page + e.anchor, e.reports))
    said = (QuotedInArticle(words, row.headline, next(iter(roles), "")) for words in quotations(row.excerpts))
    quotes = quote_lines(entity, said, lambda _: article)
    others = tuple(each for each in roles if each.casefold() != role.casefold())
    return parts.ArticleExcerpts(article, others, tuple(excerpts.values()), 0, quotes, together)


def _co_mentions(past: History, info: contexts.SiteInfo, world: World) -> Iterator[parts.KindCompanions]:
    """A group for each kind that has companions: with a map of them, or with lines between those that are together."""
    for kind, some in past.co_mentions.items():
        lines = [
            parts.CompanionLine(
                each.place.entity.title,
                url_of(each.place.folder, info),
                each.count,
                f"#{_pair_id(each)}" if each.count >= SEVERAL else "",
            )
            for each in some
        ]
        several = sum(each.count >= SEVERAL for each in some)
        has_map = KINDS[kind].has_map
        shapes = {
            each.place.entity.id: parts.EntityLine(line.name, line.url, kind, count=line.count)
            for each, line in zip(some, lines, strict=True)
        }
        if lines:
            yield parts.KindCompanions(
                *(kind, KINDS[kind].label, tuple(lines[:several]), tuple(lines[several:])),
                parts.Ties() if has_map else ties(some[:several]),
                small_map(world, shapes) if has_map else parts.WorldMap(),
            )


def _pairs(
    past: History, lines: Sequence[parts.ArticleExcerpts], info: contexts.SiteInfo, translations: Translations
) -> Iterator[parts.Pair]:
    """The entity with each one that is in several of its articles."""
    number = 0
    for some in past.co_mentions.values():
        also: dict[int, list[int]] = {}
        for one, each in enumerate(some):
            for other, _ in each.ties:
                also.setdefault(one, []).append(other)
                also.setdefault(other, []).append(one)
        for at, each in enumerate(some):
            if each.count >= SEVERAL:
                shared = [line for line in lines if number in line.together]
                yield parts.Pair(
                    *(_pair_id(each), number, each.place.entity.title, url_of(each.place.folder, info)),
                    *(each.count, len(shared)),
                    translations.joined([some[other].place.entity.title for other in sorted(also.get(at, ()))]),
                    excerpt_of_both(each.place.entity, shared),
                )
            number += 1


def _pair_id(each: CoMention) -> str:
    return f"with-{each.place.entity.id}"
