"""The reading rules, in order: first those that recognize a line by its own words, then those that need its context.

To add one: write the function, put it in its place in the tuple, and add a case file to tests/cases/structure.
"""

from collections.abc import Mapping
from dataclasses import replace

from builder.core.text import ATTRIBUTION
from builder.read import buttons, headings, heads, mail, notices, passages, rows, user
from builder.read import credits as credit_rules
from builder.read.match import Lines, Match, Rule
from builder.read.quotes import Body

SHORTEST_ECHO, LONGEST_ECHO = 25, passages.LONGEST_PULL_QUOTE
"""Minimum and maximum characters of a passage that may repeat the body."""
FEWEST_WORDS = 6
"""Minimum words of such a passage. Shorter ones are names and captions."""

ALONE: tuple[Rule, ...] = (
    user.clean,
    mail.header,
    passages.tweet,
    passages.pull_quote,
    passages.long_quotation,
    passages.indented,
    notices.related_list,
    notices.related_line,
    notices.date,
    notices.last_updated,
    notices.update,
    passages.note,
    buttons.left_out,
    buttons.online,
    credit_rules.byline,
    credit_rules.agency_line,
    credit_rules.credits_line,
    credit_rules.role_line,
    credit_rules.bio,
    notices.caption,
    notices.credit,
)
"""Recognize a line by its own words, or with those of the next."""

TOGETHER: tuple[Rule, ...] = (
    heads.title,
    heads.section,
    passages.repeated,
    heads.key_points,
    heads.standfirst,
    heads.page_standfirst,
    heads.page_line,
    passages.dateline,
    notices.caption_over_dateline,
    notices.caption_of_video,
    passages.turn,
    passages.question,
    rows.table,
    rows.chronology,
    rows.item,
    headings.heading,
    passages.echo,
    passages.speech,
    headings.related,
    rows.stack,
    passages.paragraph,
)
"""Need the lines around: the beginning and end of the text, and repetitions."""


def survey(lines: Lines, alone: Mapping[int, Match]) -> Lines:
    """The lines, with what is known only from all of them once the rules of ``ALONE`` have claimed theirs."""
    claimed = {k for start, match in alone.items() for k in range(start, match.end)}
    wire = any(match.rule == "credits" and lines.texts[i].startswith("(") for i, match in alone.items())
    lines = replace(lines, free=frozenset(range(len(lines.lines))) - claimed, alone=alone, wire=wire)
    title, body = heads.headline(lines)
    prose = [i for i in sorted(lines.free) if i >= body and lines.is_prose(i)]
    first, last = (prose[0], prose[-1]) if prose else (-1, -1)
    lines = replace(lines, title=title, body=body, first=first, last=last)
    if len(prose) > 1 and heads.standfirst(lines, first):
        lines = replace(lines, first=prose[1])
    plain, with_questions = headings.shaped(lines)
    return replace(
        lines,
        speakers=passages.speakers(lines),
        repeats=passages.repeats(lines),
        echoes=_echoes(lines),
        counted=rows.counted(lines),
        shaped=plain,
        with_questions=with_questions,
        questions=passages.questions(lines),
    )


def _echoes(lines: Lines) -> frozenset[int]:
    """Short lines whose words also occur in a longer line of the body."""
    texts = [line.text if i in lines.free and i >= lines.body else "" for i, line in enumerate(lines.lines)]
    short = [
        i
        for i, text in enumerate(texts)
        if SHORTEST_ECHO <= len(text) <= LONGEST_ECHO and i > lines.body and not ATTRIBUTION.match(text)
    ]
    if not short:
        return frozenset()
    body = Body(texts, {i: passages.attributed(texts[i])[0] for i in short})
    found = set()
    for i in short:
        place = body.find(i)
        if place and body.length(place[0]) > body.length(i) >= FEWEST_WORDS and place[0] not in found:
            found.add(i)
    return frozenset(found)
