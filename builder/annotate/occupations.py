"""Walks of life: which occupations one person rarely combines.

The words are the last words of roles ("nurse", "chief executive"). What is in no list is in no walk of life, and speaks
neither for nor against anybody.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

WALKS = {
    "politics": "president vice-president premier chancellor minister senator congressman congresswoman lawmaker "
    "legislator governor mayor councilman councilwoman councillor councilor politician candidate nominee "
    "president-elect representative mp mep secretary speaker ambassador envoy diplomat dictator ruler "
    "king queen prince princess emperor sen. rep. gov. delegate assemblyman assemblywoman commissioner "
    "whip",
    "law": "lawyer attorney judge justice prosecutor solicitor barrister magistrate notary litigator",
    "police": "detective sheriff deputy constable policeman policewoman inspector patrolman trooper",
    "military": "general colonel sergeant lieutenant brigadier corporal admiral soldier marine sailor airman gen. "
    "col. sgt. lt. adm. cpl. pvt. private commodore",
    "medicine": "doctor nurse surgeon physician paramedic midwife dentist pharmacist psychiatrist cardiologist "
    "pediatrician veterinarian optician radiologist",
    "science": "scientist physicist chemist biologist historian economist mathematician psychologist virologist "
    "epidemiologist grammarian linguist astronomer sociologist philosopher professor lecturer researcher "
    "scholar geologist archaeologist anthropologist",
    "school": "teacher headteacher schoolteacher headmaster librarian tutor",
    "business": "businessman businesswoman banker investor entrepreneur executive ceo financier broker accountant "
    "developer retailer shopkeeper hotelier restaurateur trader",
    "trade": "plumber carpenter electrician mechanic bricklayer builder welder roofer farmer fisherman butcher "
    "baker hairdresser barber driver trucker miner labourer laborer gardener cleaner janitor waiter "
    "waitress cook cashier postman mailman firefighter fireman locksmith tailor shepherd blacksmith",
    "sport": "player striker goalkeeper defender midfielder quarterback pitcher runner swimmer boxer cyclist "
    "golfer coach sprinter gymnast skier jockey batsman bowler footballer wrestler",
    "stage": "actor actress singer musician guitarist drummer rapper comedian vocalist bassist composer pianist "
    "violinist conductor dancer filmmaker",
    "letters": "author writer novelist poet journalist reporter editor columnist blogger playwright critic publisher "
    "correspondent anchor photographer painter artist sculptor illustrator",
    "faith": "pastor priest bishop archbishop cardinal rabbi imam monk nun vicar preacher missionary",
}
"""The words of each walk of life."""

_ALONGSIDE = {
    "politics": "law business military science letters school stage",
    "law": "business science police letters",
    "science": "medicine school letters business faith",
    "letters": "stage sport business school faith",
    "business": "stage sport medicine trade",
    "school": "sport faith",
    "military": "police medicine",
}
ALONGSIDE = frozenset(frozenset((one, other)) for one, others in _ALONGSIDE.items() for other in others.split())
"""Pairs that one life often combines: a senator has been a lawyer, a general, a professor."""

_COMPOUNDS = {
    "attorney general": "law",
    "solicitor general": "law",
    "public defender": "law",
    "secretary general": "politics",
    "governor general": "politics",
    "consul general": "politics",
    "surgeon general": "medicine",
    "inspector general": "",
    "director general": "",
    "comptroller general": "",
    "auditor general": "",
    "postmaster general": "",
}
"""Offices whose last word means something else by itself."""
_GOVERNMENT = frozenset(
    "prime deputy foreign defense defence finance interior justice health education environment energy trade economy"
    " transport agriculture labor labour culture home cabinet state junior first chief government".split()
)
"""What makes somebody a minister in a government; any other may be one of a church."""

_WALK = {word: walk for walk, words in WALKS.items() for word in words.split()}


def walks(roles: Iterable[str]) -> frozenset[str]:
    """The walks of life that these roles belong to."""
    return frozenset().union(*map(_walks, roles))


def are_apart(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether nothing in the one life is known to go with anything in the other."""
    if not some or not others or some & others:
        return False
    return not any(frozenset((one, other)) in ALONGSIDE for one in some for other in others)


@lru_cache(maxsize=1 << 14)
def _walks(role: str) -> frozenset[str]:
    """The walk of life of the word that a role is about: the last before "of", "at", "for" …"""
    head = role.casefold().replace("-general", " general")
    of_what = " of " in head or " for " in head
    for preposition in (" of ", " at ", " for ", " in ", " with ", " from ", " to ", ", "):
        head = head.partition(preposition)[0]
    words = head.split()
    for before, word in reversed(list(pairwise(("", *words)))):
        if (walk := _COMPOUNDS.get(f"{before} {word}")) is not None:
            return frozenset(filter(None, (walk,)))
        if word == "minister" and not (of_what or before in _GOVERNMENT):
            return frozenset()
        if word in _WALK and not (word == "defender" and of_what):
            return frozenset((_WALK[word],))
    return frozenset()
