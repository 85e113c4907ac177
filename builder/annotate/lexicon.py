"""Words that distinguish people from things: lists of names, titles, verbs, and endings of names of things."""

from dataclasses import dataclass
from functools import lru_cache

from builder.core.regex import regex

_COMMENT = regex(r"#.*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DATES = _words(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August"
    " September October November December Jan Feb Sept Oct Nov Dec"
)

FUNCTION = DATES | _words(
    "A About According After Again Against Ahead All Along Also Although Always Among An And Another Any As Asked At"
    " Back Because Before Behind Being Below Besides Best Between Beyond Both But By Can Could Despite Did Do Does"
    " Down During Each Earlier Either Even Every Everyone Few First Finally For Former From Further Given Had Has"
    " Have He Hello Her Here Hey Hi His How However I If In Indeed Inside Instead Into Is It Its Just Last Late Later"
    " Least Let Like Many Maybe Me Meanwhile Meet Members More Most Much My Near Neither Never Next No Nobody None Nor"
    " Not Nothing Now Of Off Often Oh On Once One Only Or Other Others Our Out Outside Over Overall Per Perhaps Please"
    " Rather Second See She Should Since So Some Someone Soon Still Such Than Thanks That The Their Then There These"
    " They This Those Though Through Throughout Thus To Today Together Tomorrow Tonight Too Toward Towards Two Under"
    " Unless Unlike Until Up Upon Us Via Was We Well Were What Whatever When Where Whether Which While Who Whoever"
    " Whose Why Will With Within Without Would Yes Yesterday Yet You Your"
)
"""Words that begin sentences and are not part of a name; "May", "Will" and "March" may be inside one."""

FUNCTION_NAMES = _words("An So To Do Than Most Few Just Best Down Per")
"""Those of them that are family names as well."""

MINOR = _words(
    "a an the and but or nor for of in on at to by as up off out per via vs v from with into over onto upon than amid"
    " after about against before between under through if is are be s t de la le du von van der where when how that who"
    " which his her its their our your"
)
"""Words that a headline in headline case leaves in lower case."""

HONORIFICS = _words(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Sir Lord Lady Dame Prof Prof. Rev Rev. Fr. St. Mx. Madame Monsieur"
)

OFFICES = _words(
    "President Chancellor Secretary Senator Congressman Congresswoman Governor Mayor Ambassador Chairman Chairwoman"
    " Commissioner Speaker Premier Minister Councilman Councilwoman Treasurer Prosecutor Chair Justice Judge Moderator"
    " Clerk Delegate"
)
"""Titles by which somebody is addressed, with "Mr." before them, and which are nobody's name."""

ROLE_NOUNS = _words(
    "leader president minister chancellor senator governor mayor king queen prince princess director head chief"
    " chairman chairwoman chair founder co-founder owner author writer novelist poet journalist reporter editor"
    " analyst expert researcher fellow professor scientist physicist chemist biologist historian economist lawyer"
    " attorney judge spokesman spokeswoman spokesperson coach captain player striker actor actress singer musician"
    " composer painter artist photographer filmmaker producer activist doctor physician nurse teacher student farmer"
    " engineer astronaut general colonel commander officer detective soldier diplomat ambassador envoy secretary"
    " adviser advisor aide candidate politician lawmaker dictator ruler emperor premier critic philosopher"
    " psychologist sociologist widow wife husband son daughter mother father brother sister cousin uncle aunt friend"
    " colleague resident manager executive entrepreneur businessman businesswoman banker investor designer architect"
    " chef explorer inventor virologist epidemiologist surgeon veteran winner champion grammarian mathematician"
    " brigadier lieutenant sergeant corporal president-elect publisher lecturer instructor guitarist drummer bassist"
    " vocalist goalkeeper defender midfielder quarterback pitcher runner swimmer boxer driver pilot comedian rapper"
    " columnist blogger translator librarian curator pastor priest bishop archbishop cardinal rabbi imam monk nun"
)
"""Words for people, in lower case before or after a name."""

PERSON_NOUNS = _words(
    "woman man boy girl child guy character hero heroine host nominee rival incumbent challenger opponent contender"
    " newcomer defendant plaintiff suspect victim gunman rookie teammate classmate roommate neighbor neighbour"
    " girlfriend boyfriend baby toddler teenager twin"
)
"""Words for people that say less of the name behind them."""

TITLES = (
    HONORIFICS
    | frozenset(noun.capitalize() for noun in ROLE_NOUNS)
    | _words(
        "President President-elect Premier Minister Chancellor Secretary Senator Sen. Sen Sens. Rep. Rep Reps."
        " Representative Congressman Congresswoman Governor Gov. Gov Mayor Judge Justice Ambassador King Queen Prince"
        " Princess Duke Duchess Emperor Empress Sultan Emir Sheikh Pope Cardinal Archbishop Bishop Father Sister"
        " Brother Rabbi Imam Ayatollah General Gen. Gen Colonel Col. Major Maj. Captain Capt. Lieutenant Lt. Sergeant"
        " Sgt. Admiral Adm. Marshal Commander Cmdr. Officer Detective Inspector Sheriff Director Chairman Chairwoman"
        " Chair CEO Professor Doctor Coach Manager Author Actor Actress Singer Director-General Commissioner"
        " Councilman Councilwoman Speaker Leader Spokesman Spokeswoman Uncle Aunt Comrade Pastor Tsar Czar Count"
        " Baron Baroness Saint Lama Candidate Negotiator Prosecutor Treasurer Mademoiselle"
        " Abba MP MEP Cpl. Pvt. Supt. Insp. Reverend Superintendent Viceroy Khedive Viscount Marquess Tsarina"
        " Editor-in-Chief Commander-in-Chief Secretary-General Attorney-General Major-General Caliph Mullah Postmaster"
        " Principal Provost Del. DJ VP Supervisor Assemblyman Assemblywoman Alderman Councilmember Chairperson"
        " Comptroller Committeeman Committeewoman Strategist Pollster Correspondent Deputy"
    )
)
"""Titles: stripped from a name, and evidence for it."""

SEVERAL = frozenset(f"{noun}s" for noun in ROLE_NOUNS) | _words(
    "congressmen congresswomen representatives justices generals bishops ministers secretaries"
)
"""Words for several people, before their names."""

POSTPOSED = _words("pasha bey effendi sahib esq esquire")
"""Titles behind a name, as in its key."""

FEMALE = _words(
    "Mrs Mrs. Ms Ms. Miss Lady Dame Madame Mademoiselle Queen Princess mother daughter sister wife aunt queen princess"
    " actress widow girlfriend grandmother niece businesswoman chairwoman spokeswoman congresswoman"
)
MALE = _words(
    "Mr Mr. Sir Lord King Prince father son brother husband uncle king prince widower boyfriend grandfather nephew"
    " businessman chairman spokesman congressman"
)
"""Words before a name that distinguish a couple or siblings."""

VERBS = _words(
    "said says told tells added adds asked asks wrote writes replied argued argues explained explains recalled recalls"
    " thinks thought believes believed knew knows joked laughed smiled nodded insisted insists acknowledged admitted"
    " complained warned noted notes tweeted testified declined refused agreed married died resigned grew graduated"
    " studied remembers remembered wants wanted hopes hoped feels felt loves loved hates described describes"
    " spoke speaks talked met visited arrived walked sat stood looked continued concluded predicted suggested"
    " born denied denies apologized apologised retired decided realized realised promised vowed confessed pleaded"
    " accused forgave befriended recovered learned learnt dreamed slept cried wept shouted whispered shrugged sighed"
    " danced sang drank ate fled taught confirmed praised criticized criticised urged quipped responded chose tried"
    " enrolled emigrated educated divorced wed fathered lives lived hired fired arrested convicted sentenced jailed"
    ""
)
"""Verbs that people do, and things rarely. Directly after a name, or after "has", "was", "also"."""

IN = frozenset({"in", "at", "near"})
PLACED = IN | {"from", "to"}
"""Words before the name of a place."""

NAMED = _words(
    "Storm Hurricane Cyclone Typhoon Lake Mount Fort Port Cape River Operation Project Camp HMS USS Planet Saint St."
    " Kibbutz"
)
"""Things whose own name follows: "Hurricane Berto" is not a person."""

FIGURES = frozenset(
    {
        ("jim", "crow"),
        ("uncle", "sam"),
        ("john", "bull"),
        ("john", "doe"),
        ("jane", "doe"),
        ("joe", "public"),
        ("mother", "jones"),
        ("gen", "x"),
        ("gen", "xer"),
        ("gen", "xers"),
        ("gen", "z"),
    }
)
"""Names that stand for a time, a country or anybody, as in their keys."""

DERIVED = regex(r"(?:care|ism|isms|ist|ists|ites?|esque|ia|nomics|gate|mania|land|world|ville|burg|ians?)")
"""Endings that make another word of a name: "Obamacare", "Thatcherism"."""

THING_NOUNS = _words(
    "company firm brand maker retailer bank band team club squad ship boat vessel species genus town city village"
    " island province region state river lake mountain storm hurricane cyclone film movie novel book album song"
    " series show website site app newspaper magazine game project programme program mission spacecraft satellite"
    " planet dog cat horse school college superstorm group organization organisation outfit movement faction militia"
    " startup start-up nonprofit consultancy"
)
"""Words for things directly before their name: "the bank Merkur"."""

THINGS = _words(
    "Catholic Catholics Orthodox Protestant Republican Republicans Democrat Democrats"
    " Staff Hurdle Stakes Handicap Derby Novices Marathon Rockets Mavericks"
    " Sinmun Shimbun Ribao Zeitung Diario Gazeta Pravda University College School Institute Institution Party Award"
    " Awards Prize Medal Group Company Corp Corp. Inc Inc. Ltd Ltd. LLC Bank Agency Council Committee Commission"
    " Ministry Department Center Centre Association Foundation Museum Library Hospital Airport Stadium Arena Cup"
    " League Club FC Union Times Post News Press Journal Magazine Tribune Herald Gazette Review Daily Weekly Street"
    " Avenue Boulevard Highway Freeway Motorway Expressway"
    " Bridge Festival Show Orchestra Band Records Studios Pictures Films Games Olympics"
    " Championship Championships Paralympics Tour Open Act Bill Law Treaty Agreement War Battle Revolution Movement"
    " Project Program Programme Service Services System Network Television TV Radio Organization Organisation"
    " Federation Society Academy Office Bureau Army Navy Force Forces Police Court Church Cathedral Temple Mosque"
    " Hotel Restaurant Cafe Theatre Theater Cinema Gallery Palace Castle Tower Square Plaza Valley Mountains Mountain"
    " Mount Ocean Sea Desert Island Islands River Lake Bay Beach Coast Peninsula County City Town Village District"
    " Province Region State States Airlines Airways Motors Industries Partners Holdings Fund Trust Capital Trail"
    " Creek Canyon Forest Day Week Night Year Christmas Easter Effect Syndrome Disease Virus Storm Hurricane Cyclone"
    " Typhoon Line Railway Station Campus House White Black Great North South East West New Northern Southern Eastern"
    " Western Central Royal National International Global World American European African Asian Supreme Senate"
    " Congress Parliament Assembly Administration Conference Summit Report Study PAC PACs Team Caucus Coalition"
    " Campaign Alliance Amendment Initiative High Elementary Democratic Bible Research Consulting Consultants Footwear"
    " Apparel Entertainment Productions Enterprises Associates Strategies Securities Ventures Publishing Laboratories"
    " Pharmaceuticals Technologies Analytics Insurance Invitational Classic"
)
"""A name that contains one of these belongs to a thing."""

SOFT = _words(
    "House White Black Great North South East West Bill Law Park Hill Hall Song Church Court Day Page Royal Bank"
)
"""… unless a known first name comes before it."""

PARTICLES = _words(
    "de da di del della der den das dos du la le van vanden vander von zu bin ibn bint al el ten ter y af av abu"
)

SUFFIXES = _words("Jr Jr. Sr Sr. II III IV")

_ENDINGS = (
    ("ies", "y"),
    *((f"{stem}es", stem) for stem in ("s", "x", "z", "ch", "sh", "o")),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    *((f"{ending}ly", stem) for ending in ("ing", "ed") for stem in ("", "e")),
    ("ily", "y"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Lists of names; compared by identity, so that it can be an argument of what is cached."""

    first: frozenset[str]
    """First names, where the family name comes last."""
    family_first: frozenset[str]
    """Family names that come first, in Korea, China, Vietnam."""
    words: frozenset[str] = frozenset()
    """Ordinary words in lower case, mostly without inflected forms."""
    female: frozenset[str] = frozenset()
    male: frozenset[str] = frozenset()
    """First names that hardly anybody of the other sex has."""
    surnames: frozenset[str] = frozenset()
    """Family names that are ordinary words as well: "Hill", "Young"."""
    spanish: frozenset[str] = frozenset()
    """Family names of which people have two: "García Ruiz"."""
    burmese: frozenset[str] = frozenset()
    """Words of names without a family name."""

    def is_ordinary(self, word: str) -> bool:
        """Whether a word, or its base form, is an ordinary one."""
        return _is_ordinary(self, word.lower())

    def is_name(self, word: str) -> bool:
        """Whether a word is a known first name, or family name that comes first."""
        return word in self.first or word in self.family_first

    def is_common(self, word: str) -> bool:
        """Whether a word is an ordinary one and no such name."""
        return not self.is_name(word) and self.is_ordinary(word)

    def sex(self, first: str) -> str:
        """The sex that a first name implies: "f", "m", or nothing."""
        return "f" if first in self.female else "m" if first in self.male else ""

    def is_first(self, word: str) -> bool:
        """Whether a word is a first name, or begins with one, like "Jean-Luc"."""
        return word in self.first or ("-" in word and word.split("-")[0] in self.first)


def lexicon(first: str, family: str, words: str = "") -> Lexicon:
    """The lexicon of these lists: words separated by white space, "#" begins a comment. ``words`` may be empty.

    A first name may have its sex behind it, "Anna/f"; among the family names, "Hill/l" comes last, "Ruiz/s" is Spanish,
    and "Aung/b" a word of Burmese names.
    """
    firsts, families = _marked(first), _marked(family)
    female, male = (frozenset(name for name, mark in firsts if mark == sex) for sex in ("f", "m"))
    before, last, spanish, burmese = (
        frozenset(name for name, mark in families if mark == kind) for kind in ("", *"lsb")
    )
    return Lexicon(frozenset(name for name, _ in firsts), before, _entries(words), female, male, last, spanish, burmese)


@lru_cache(maxsize=1 << 15)
def _is_ordinary(names: Lexicon, word: str) -> bool:
    return word in names.words or any(
        word.removesuffix(ending) + other in names.words for ending, other in _ENDINGS if word.endswith(ending)
    )


def is_family_first(words: tuple[str, ...], names: Lexicon) -> bool:
    """Whether the family name of a full name comes first, judging only by its words."""
    if len(words) < 2 or words[0] not in names.family_first or any(word.endswith(".") for word in words[1:]):
        return False
    if len(words) == 3 and words[0] not in names.first and words[2] in names.family_first:
        return True  # "Li Hung Chang": a given name may be one that others have as their first.
    if any(word in names.first and word.lower() not in PARTICLES for word in words[1:]):
        return False
    return len(words) == 3 or "-" in words[1] or words[0] not in names.first


def _marked(text: str) -> list[tuple[str, str]]:
    """The entries, each with the mark behind it."""
    return [(name, mark) for name, _, mark in (entry.partition("/") for entry in _entries(text))]


def _entries(text: str) -> frozenset[str]:
    return frozenset(_COMMENT.sub("", text).split())
