"""Top-level domains: what tells a host from two words that lack a blank. A table, not code."""

from typing import Final

# The codes of countries (ISO 3166-1 alpha-2, as delegated in the DNS root).
_COUNTRIES: Final = """
    ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc
    cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga
    gb gd ge gf gg gh gi gl gm gn gp gq gr gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp
    ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms
    mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro
    rs ru rw sa sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt
    tv tw tz ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""
# Generic ones that sites of the public use; the root holds a thousand more that nobody meets.
_GENERIC: Final = """
    com net org info biz name pro mobi asia edu gov int mil app art bar best bet bid bio blog buzz cafe care cash
    casino cfd chat city click clinic cloud club coach company cool cyou dating day deals dev digital direct email
    energy expert express fashion finance fit fun fund fyi games garden gift gold group guru health help homes
    host hosting icu ink jobs land legal life link live loan loans lol love ltd marketing media men mom money
    monster movie network news one online page partners party photo photos pics plus poker porn press promo quest
    racing red rent repair report rest reviews rocks run sale sbs services sex sexy shop shopping show site social
    software solutions space store stream studio style support surf systems team tech tips today tools top tours
    town toys trade trading travel video vip vegas wang watch webcam website wiki win wine work works world wtf
    xin xxx xyz zone бел рф срб укр мкд онлайн сайт
"""
COUNTRIES: Final = tuple(_COUNTRIES.split())
TOP_LEVEL: Final = frozenset([*COUNTRIES, *_GENERIC.split()])

# Those that everybody uses, and every country's.
_USUAL: Final = "com net org edu gov io me dev eu app blog social бел рф срб укр мкд"
_PRICED_LOW: Final = """
    xyz top site online club info biz shop store icu live vip win bid loan work click link pw tk ml ga cf gq su cc ws
    pro space website fun monster buzz rest cyou sbs cfd bet casino poker world today life center best
"""
_SHORTENING: Final = """
    bit.ly goo.gl tinyurl.com t.co ow.ly is.gd buff.ly adf.ly cutt.ly rebrand.ly shorturl.at urlz.fr clck.ru vk.cc
    t.me wa.me bitly.com tiny.cc rb.gy s.id linktr.ee
"""
_NETWORKS: Final = """
    about.me behance.net bsky.app codeberg.org deviantart.com discourse.org disqus.com facebook.com flickr.com
    fosstodon.org github.com gitlab.com goodreads.com gravatar.com habr.com hachyderm.io instagram.com keybase.io
    last.fm linkedin.com mastodon.online mastodon.social medium.com news.ycombinator.com note.com openid.net
    orcid.org pinterest.com qiita.com quora.com reddit.com soundcloud.com stackoverflow.com steamcommunity.com
    strava.com threads.net tiktok.com tumblr.com twitch.tv twitter.com vimeo.com vk.com weibo.com x.com xing.com
    youtube.com zenn.dev zhihu.com
"""
COMMON: Final = frozenset([*_USUAL.split(), *COUNTRIES])
# Those that throw-away sites favour.
CHEAP: Final = frozenset(_PRICED_LOW.split())
SHORTENERS: Final = frozenset(_SHORTENING.split())
# Networks where millions have pages of their own, named by their accounts.
PROFILES: Final = frozenset(_NETWORKS.split())
# Labels below a country's domain that only public bodies, schools and universities are given, and the domains that are
# theirs alone: nobody buys one to sell something.
_PUBLIC: Final = "gov gob gouv gv govt go gub edu ac mil nic museum int"
PUBLIC: Final = frozenset(_PUBLIC.split())
# Works of reference that readers point one another to.
_REFERENCES: Final = (
    "wikipedia.org wikimedia.org wiktionary.org archive.org doi.org arxiv.org openstreetmap.org europa.eu"
)
REFERENCES: Final = frozenset(_REFERENCES.split())
# What names of software and of firms end in, and hosts too.
PRODUCT_SUFFIXES: Final = frozenset(["net", "js", "io"])
