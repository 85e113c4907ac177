"""Verbs by which a text says whose words it quotes.

Not every one quotes wherever it is: "he smiled" does beside a quotation, but not before words that a sentence embeds.
"""

from collections.abc import Iterator
from typing import NamedTuple

from builder.core.regex import regex

_ANYWHERE = (
    "say tell write accuse acknowledge add admit advise allege announce answer argue ask assert blame boast brag"
    " call caution charge characterize characterise claim clarify comment complain concede conclude condemn"
    " confirm contend counter criticize criticise declare decry demand denounce deny deride describe dismiss dub"
    " emphasize emphasise exclaim explain hail insist joke label lament maintain mock note object observe opine"
    " pledge praise predict proclaim profess promise quip recall reiterate remark repeat reply respond retort"
    " ridicule slam state stress suggest testify tweet urge volunteer vow warn"
)
_BESIDE = (
    "affirm agree announce applaud bark bellow bemoan blast cackle chide chime chuckle confess continue counsel"
    " crack crow cry deadpan disagree disclose echo elaborate email e-mail exhort explode fume gasp giggle grin"
    " gripe groan growl grumble gush hint hiss holler howl implore inform inquire instruct intone interject"
    " interrupt jest laugh lecture marvel mention moan mumble murmur muse mutter nod offer plead post preach press"
    " pronounce protest question rail rant reason reassure rebut recount reflect rejoin relate remember remind"
    " report request reveal roar scoff scold scream shout shrug sigh smile snap sneer sniff snort sob speculate"
    " stammer stutter summarize summarise surmise taunt tease text thank theorize theorise think thunder tout"
    " trumpet venture wail whisper wonder worry yell"
)
_PHRASES = "went on", "goes on", "put it", "puts it", "shot back", "shoots back", "fired back", "cut in", "cuts in"
_DOUBLED = frozenset({"admit", "brag", "grin", "nod", "quip", "snap", "sob"})
_IRREGULAR = {
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "write": ("writes", "wrote", "writing"),
}


def _forms(verb: str) -> tuple[str, str, str]:
    """The third person, the past and the participle: "says", "said", "saying"."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"
    return (third, f"{verb}d", f"{verb[:-1]}ing") if verb.endswith("e") else (third, f"{stem}ed", f"{stem}ing")


_QUOTING = [_forms(verb) for verb in _ANYWHERE.split()]
FINITE = frozenset(form for third, past, _ in _QUOTING for form in (third, past))
"""Finite forms that quote wherever they are."""
PARTICIPLES = frozenset(participle for *_, participle in _QUOTING)
"""Participles that do."""
BASES = frozenset(_ANYWHERE.split())
"""What "did" and "would" make a finite form."""
BESIDE = FINITE | {form for verb in _BESIDE.split() for form in _forms(verb)[:2]} | set(_PHRASES)
"""Finite forms that quote beside a quotation."""
NOUNS = frozenset(
    "answers asks blasts boasts brags calls charges claims comments counters cries demands e-mails emails"
    " hails hints howls jokes labels laughs laments mentions moans notes objects offers pledges posts praises"
    " promises questions protests quips rants remarks replies reports requests retorts screams shouts sighs"
    " smiles snaps states texts tweets vows wails whispers wonders worries yells".split()
)
"""Forms that are nouns as well."""

_WORDS = BESIDE | PARTICIPLES | BASES | {phrase.partition(" ")[0] for phrase in _PHRASES}
_WORDS |= {word.capitalize() for word in _WORDS}
_SIGNS = ",.;:!?()\"'“”‘’—–…"
"""What may stand beside a word."""
_HELPED = regex(r"\b(?:did|does|would|will|could|can) (?:[a-z]+ly |also |then |later |even )?\Z")


_PLURAL = frozenset({"argue", "describe", "insist", "say", "tell", "write"})
"""What several people do: forms that are hardly anything else."""


class Verb(NamedTuple):
    """A verb of speech in a text, and its span."""

    start: int
    end: int
    word: str
    """In lower case."""
    participle: bool = False


def speech_verbs(text: str) -> Iterator[Verb]:
    """The verbs of speech in a text, in order."""
    # Splitting is several times as fast as a pattern, and nearly all words are no such verb.
    end = -1
    for piece in text.split(" "):
        start = end + 1
        end = start + len(piece)
        word = piece
        if word not in _WORDS:
            if word.isalpha():
                continue
            word = piece.strip(_SIGNS)
            if word not in _WORDS:
                continue
            start += piece.index(word)
        stop = start + len(word)
        word = word.lower()
        phrase = next((each for each in _PHRASES if text.startswith(each, start)), "") if stop == end else ""
        if phrase:
            yield Verb(start, start + len(phrase), phrase)
        elif word in BESIDE:
            yield Verb(start, stop, word)
        elif word in PARTICIPLES:
            yield Verb(start, stop, word, participle=True)
        elif word in _PLURAL or (word in BASES and _HELPED.search(text, max(0, start - 40), start)):
            yield Verb(start, stop, word)
