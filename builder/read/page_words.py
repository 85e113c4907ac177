"""Words of web pages around an article, in the languages of many sites: what they ask of readers, and headings."""

import re

from builder.core.regex import regex

_SITE = frozenset(
    # English, and what other languages have taken from it.
    "cookie cookies newsletter newsletters subscribe subscribed subscriber subscribers subscription subscriptions "
    "unsubscribe inbox copyright trademark trademarks privacy affiliate advertising advertisement advertisements "
    "advertiser advertisers javascript browser notification notifications app apps recaptcha email website click "
    "password comments signup login "
    # German, French, Spanish, Portuguese, Italian, Turkish, Russian.
    "datenschutz datenschutzerklärung impressum agb anmelden anmeldung abonnieren abonnement abo registrieren "
    "confidentialité abonnez inscrivez privacidad privacidade suscríbete suscribirse suscripción reservados reservadas "
    "riservati riservate assine gizlilik çerez подписка подписаться подпишитесь защищены конфиденциальности "
    "конфиденциальность регистрация персональных".split()
)
_SITE_PHRASES = (
    *("sign up", "sign in", "signing up", "log in", "logged in", "rights reserved", "e-mail", "©", "ⓒ", "(c) 20"),
    *("terms of", "terms and", "terms &", "follow us", "contact us", "this site", "our site", "this web", "our web"),
    *("our readers", "our team", "our content", "our partners", "our community", "our free", "our daily", "our weekly"),
    *(
        "our social",
        "mentions légales",
        "무단",
        "저작권",
        "개인정보",
        "版权",
        "著作権",
        "利用規約",
        "プライバシー",
        "隐私",
        "登录",
        "登録",
    ),
)
"""Found in sentences about a site, and rarely in an article; in lower case."""
_READERS = frozenset(
    "you your yours we us our sie ihr ihre ihren uns unser unsere unseren vous votre vos nos notre usted nuestra "
    "nuestro nuestras nuestros você seu sua nosso вы вас ваш ваши мы нас".split()
)
"""With these a site addresses its readers."""
_WORD = regex(r"\w+")


def site_words(text: str) -> int:
    """How many different words of a text, in lower case, are about a site rather than its subject."""
    return len(_SITE.intersection(_WORD.findall(text))) + sum(1 for phrase in _SITE_PHRASES if phrase in text)


def addresses_readers(text: str) -> bool:
    """Whether a text, in lower case, speaks to its readers, or of rights."""
    return "©" in text or not _READERS.isdisjoint(_WORD.findall(text))


COMMENTS = regex(
    r"(?:\d[\d.,]*\s+)?(?:comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|"
    r"комментари[ийев]+|yorumlar|komentar|komentarze|댓글|评论|コメント|responses?|replies|"
    r"(?:thoughts?|comments?|responses?) (?:on|to)\b.*|(?:antworten|kommentare?|gedanken) (?:auf|zu)\b.*)"
    r"\W*(?:\d{1,6}\W*)?|"
    r"(?:post|leave|add|write|submit|join|view|show|schreibe?n?|hinterlass\w*|laisser|deja|deje|dejar|escribe|deixe|"
    r"lascia|оставить|добавить|написать) .{0,30}(?:comments?|reply|replies|conversation|discussion|kommentar\w*|"
    r"antwort|commentaire|réponse|comentario|respuesta|comentário|resposta|commento|risposta|комментарий)s?\b.{0,30}|"
    r".{0,30}disqus.{0,20}|discussion|what do you think\??",
    re.IGNORECASE,
)
"""Headings of readers' comments."""

LISTS = regex(
    r"(?:related|more|most|latest|top|popular|recommended|trending|recent|similar|other|next|previous|tags?|"
    r"topics?|filed|share|read|see|you (?:may|might)|weitere|mehr|ähnliche|verwandte|auch interessant|articles?|"
    r"lire aussi|à lire|plus|relacionad\w+|más|mais|leia|altri|leggi|другие|читайте|похожие|также)\b.{0,40}",
    re.IGNORECASE,
)
"""Headings of lists that follow or interrupt an article: other articles, tags, ways to share it."""
