"""One story in saved pages of twenty shapes, as well-known kinds of sites write them; the words are ours."""

TITLE = "The ferry that runs on batteries"
AUTHOR = "Ana Bell"
DAY = "2021-06-03"
STORY = (
    "HARBOR TOWN — For a hundred and twelve years a steam whistle told the islanders when to run for the boat, and on "
    "Thursday morning, for the first time, there was no whistle at all.",
    "The new ferry left the pier without a sound, carrying sixty passengers, four bicycles and the mail, and it was "
    "halfway across the sound before some of the people on the terrace noticed that it had gone.",
    "“I kept waiting for the engine to start,” said Marta Lind, who has sold coffee on the pier for thirty "
    "years. “Then "
    "I looked up, and they were waving at me from the water.”",
    "The boat was built in a yard in the north of the country, where two hundred people once made fishing boats, and "
    "where, until the order for the ferry came, only eleven of them were left.",
    "It carries its batteries under the deck, in two rooms as large as garages, and it takes on power at both ends of "
    "its route, from a cable that a machine lowers to the hull in less than a minute.",
    "Not everyone is pleased. The fishermen say that they can no longer hear it coming in the fog, and the council has "
    "promised them a bell, although nobody has yet decided who will pay for it.",
)
NOISE = (
    "We use cookies to give you the best experience on our website.",
    "Ten recipes for a long summer evening in the garden",
    "Sign up for our morning newsletter and never miss a thing.",
    "I think the old boat was nicer, and it smelled of home.",
    "Copyright 2024 Example Media Group. All rights reserved.",
)
_COOKIES, _TEASER, _SIGN_UP, _COMMENT, _FOOTER = NOISE

_P = "".join(f"<p>{text}</p>" for text in STORY)
_NAV = '<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
_MENU = (
    '<div id="menu"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a '
    'href="/s">Sport</a></li></ul></div>'
)
_COOKIE = f'<div class="cookie-banner" role="dialog">{_COOKIES} <button>Accept</button></div>'
_TEASERS = (
    f'<aside class="related"><h2>Read more</h2><ul><li><a href="/r">{_TEASER}</a></li>'
    '<li><a href="/q">What the weather does to the apples</a></li></ul></aside>'
)
_NEWSLETTER = f'<div class="newsletter-signup"><p>{_SIGN_UP}</p><form><input type="email"></form></div>'
_COMMENTS = f'<div id="comments" class="comments"><h3>1 comment</h3><div class="comment"><p>{_COMMENT}</p></div></div>'
_FOOT = f'<footer class="site-footer"><p>{_FOOTER}</p></footer>'
_OG = f'<meta property="og:title" content="{TITLE}"><meta property="og:type" content="article">'
_LD = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"'
    + TITLE
    + '","datePublished":"2021-06-03T07:30:00+02:00","author":{"@type":"Person","name":"'
    + AUTHOR
    + '"}}</script>'
)
_TIME = '<time datetime="2021-06-03T07:30:00+02:00">3 June 2021</time>'
_PUBLISHED = '<meta property="article:published_time" content="2021-06-03T07:30:00+02:00">'
_BY = f'<meta name="author" content="{AUTHOR}">'


def _page(head: str, body: str, title: str = f"{TITLE} | Example") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


SHAPES = {
    "newspaper": _page(
        _OG + _LD,
        f"{_COOKIE}<header>{_NAV}</header><main><article><h1>{TITLE}</h1><p class='byline'>By <a rel='author' "
        f"href='/a'>"
        f"{AUTHOR}</a></p>{_TIME}<section class='article-body'>{_P}</section></article>{_TEASERS}</main>{_FOOT}",
    ),
    "wire agency": _page(
        _OG + _PUBLISHED + _BY,
        f"<div class='Page'>{_NAV}<h1 class='Page-headline'>{TITLE}</h1><div class='Page-authors'>By {AUTHOR}</div>"
        f"<div class='RichTextStoryBody RichTextBody'>{_P}</div></div>{_TEASERS}{_FOOT}",
    ),
    "broadcaster": _page(
        _OG + _LD,
        f"<header>{_NAV}</header><main id='main-content'><article><header><h1 id='main-heading'>{TITLE}</h1></header>"
        + "".join(f"<div data-component='text-block'><p>{text}</p></div>" for text in STORY)
        + f"</article></main>{_TEASERS}{_FOOT}",
    ),
    "magazine": _page(
        _OG + _LD,
        f"{_NAV}<article class='article main-content'><div class='content-header'><h1>{TITLE}</h1></div>"
        f"<div class='article__body'><div class='body__inner-container'>{_P}</div></div></article>{_NEWSLETTER}{_FOOT}",
    ),
    "WordPress blog": _page(
        _OG + _PUBLISHED,
        f"<div id='page'>{_MENU}<article class='post type-post hentry'><h1 class='entry-title'>{TITLE}</h1><div class="
        f"'entry-meta'><span class='author vcard'><a class='url fn n' href='/author/ana' "
        f"rel='author'>{AUTHOR}</a></span>"
        f"</div><div class='entry-content'>{_P}</div></article>{_COMMENTS}<div id='secondary' "
        f"class='widget-area sidebar'>"
        f"<ul><li><a href='/r'>{_TEASER}</a></li></ul></div></div>{_FOOT}",
    ),
    "block theme": _page(
        _OG + _LD,
        f"<div class='wp-site-blocks'><header class='wp-block-template-part'>{_NAV}</header><main><h1 class="
        f"'wp-block-post-title'>{TITLE}</h1><div class='entry-content wp-block-post-content'>{_P}</div>"
        f"</main>{_COMMENTS}</div>{_FOOT}",
    ),
    "writing platform": _page(
        _OG + _PUBLISHED + _BY,
        f"<div id='root'>{_NAV}<article><section><h1>{TITLE}</h1><div class='sp sq'><span>6 min read</span></div>"
        + "".join(f"<p class='pw-post-body-paragraph'>{text}</p>" for text in STORY)
        + f"</section></article>{_NEWSLETTER}</div>{_FOOT}",
    ),
    "newsletter platform": _page(
        _OG + _LD,
        f"<div id='entry'>{_NAV}<div class='single-post'><article class='post'><h1 class='post-title'>{TITLE}</h1>"
        f"<div class='available-content'><div class='body markup'>{_P}</div></div></article>"
        f"</div>{_COMMENTS}</div>{_FOOT}",
    ),
    "static blog": _page(
        _OG + _PUBLISHED + _BY,
        f"<header>{_NAV}</header><main><article class='post h-entry'><h1 class='p-name'>{TITLE}</h1><div class="
        f"'post-content e-content'>{_P}</div></article></main>{_FOOT}",
    ),
    "hosted blog": _page(
        _OG,
        f"<div class='content-outer'>{_MENU}<div class='post hentry'><h3 class='post-title entry-title'>{TITLE}</h3>"
        f"<div class='post-body entry-content'>{'<br><br>'.join(STORY)}</div><div class='post-footer'>Posted by "
        f"<span class="
        f"'fn'><a rel='author' href='/a'>{AUTHOR}</a></span> on <abbr class='published' "
        f"title='2021-06-03T07:30:00+02:00'>"
        f"June 3, 2021</abbr></div></div>{_COMMENTS}</div>{_FOOT}",
    ),
    "university news": _page(
        _OG + _PUBLISHED + _BY,
        f"{_MENU}<div class='region-content'><div class='node node--type-news'><h1 "
        f"class='page-title'>{TITLE}</h1><div class="
        f"'field field--name-body field--type-text-with-summary'>{_P}</div></div></div>{_FOOT}",
    ),
    "government": _page(
        _OG + _PUBLISHED + _BY,
        f"{_COOKIE}<div id='wrapper'><main id='content'><h1 class='gem-c-title__text'>{TITLE}</h1><div "
        f"class='gem-c-govspeak "
        f"govspeak'>{_P}</div></main></div>{_FOOT}",
    ),
    "company news": _page(
        _OG + _LD,
        f"<header>{_NAV}</header><section class='hero'><h1>{TITLE}</h1></section><section class='news-article'>"
        f"<div class="
        f"'container rich-text'>{_P}</div></section>{_NEWSLETTER}{_FOOT}",
    ),
    "tabloid": _page(
        _OG + _LD,
        f"{_NAV}<div class='articleWide'><h1>{TITLE}</h1><ul class='share'><li>Share</li><li>12 shares</li></ul>"
        f"<div itemprop="
        f"'articleBody'>"
        + "".join(f"<p class='mol-para-with-font'>{text}</p>" for text in STORY)
        + f"</div></div>{_TEASERS}{_COMMENTS}{_FOOT}",
    ),
    "fast page": _page(
        _OG + _LD,
        f"<amp-sidebar><ul><li><a href='/'>Home</a></li></ul></amp-sidebar><article class='amp-wp-article'><h1 class="
        f"'amp-wp-title'>{TITLE}</h1><div class='amp-wp-article-content'>{_P}</div></article>{_FOOT}",
    ),
    "tables": _page(
        _BY + "<meta name='date' content='2021-06-03'>",
        f"<table width='800'><tr><td width='150'><a href='/'>Home</a><br><a href='/w'>World</a></td><td>"
        f"<h1>{TITLE}</h1>"
        f"<font face='Times'>{_P}</font></td></tr></table><center><font size='1'>{_FOOTER}</font></center>",
    ),
    "public radio": _page(
        _OG + _LD,
        f"{_NAV}<article class='story'><div class='storytitle'><h1>{TITLE}</h1></div><div id='storytext' "
        f"class='storytext "
        f"storylocation'>{_P}</div></article>{_NEWSLETTER}{_FOOT}",
    ),
    "science news": _page(
        _OG + _PUBLISHED + _BY,
        f"{_NAV}<main><article class='news-article'><h1 class='text-extra-large'>{TITLE}</h1><div "
        f"class='article-main'>{_P}"
        f"</div></article><div class='sidebar'>{_TEASERS}</div></main>{_FOOT}",
    ),
    "local paper": _page(
        _OG + _LD,
        f"{_COOKIE}{_NAV}<div id='site-container'><section><h1 class='headline'>{TITLE}</h1><span "
        f"itemprop='author'>{AUTHOR}"
        f"</span><div class='asset-content subscriber-premium' itemprop='articleBody'>"
        + "".join(f"<div class='subscriber-only'><p>{text}</p></div>" for text in STORY)
        + f"</div></section>{_TEASERS}</div>{_FOOT}",
    ),
    "non-profit": _page(
        _OG + _PUBLISHED + _BY,
        f"<div class='sqs-layout'><header>{_NAV}</header><article class='hentry'><h1 "
        f"class='blog-title'>{TITLE}</h1><div class="
        f"'blog-item-content'><div class='sqs-block-content'>{_P}</div></div></article></div>{_NEWSLETTER}{_FOOT}",
    ),
}
"""Pages by kind of site. All name the author and the day in a way of their own."""
