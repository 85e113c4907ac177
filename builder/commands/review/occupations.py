"""Occupations that one person rarely combines: grounds for a doubt, never a decision."""

from collections.abc import Mapping

FIELDS = {
    "sport": "player striker goalkeeper defender midfielder quarterback pitcher runner swimmer boxer cyclist "
    "golfer coach",
    "science": "scientist physicist chemist biologist historian economist mathematician psychologist virologist "
    "epidemiologist grammarian linguist astronomer",
    "faith": "pastor priest bishop archbishop cardinal rabbi imam monk nun",
    "stage": "actor actress singer musician guitarist drummer rapper comedian vocalist bassist",
    "force": "general colonel sergeant lieutenant brigadier corporal admiral detective sheriff",
}
"""Words by field. Politics is not among them: people of all fields go into it."""

_FIELD = {word: field for field, words in FIELDS.items() for word in words.split()}


def conflicting(roles: Mapping[str, str]) -> tuple[str, str] | None:
    """Two stories with roles in different fields, the one of the more common field first."""
    fields: dict[str, list[str]] = {}
    for article, role in sorted(roles.items()):
        found = {_FIELD[word] for word in role.casefold().replace(",", " ").split() if word in _FIELD}
        if len(found) == 1:
            fields.setdefault(found.pop(), []).append(article)
    if len(fields) < 2:
        return None
    common, other = sorted(fields.values(), key=len, reverse=True)[:2]
    return common[0], other[0]
