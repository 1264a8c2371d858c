"""The comment markup of known platforms: a table, one row each (docs/adding-a-platform.md).

Selectors are those of ``worker.separate.html.selectors``; of several apart by ``|`` the first that
matches anything counts. A row
names only what sets its platform apart: author and time that it leaves out are found as everywhere else.
"""

from dataclasses import dataclass

from worker.reasons import Reason
from worker.separate.html.marks import MARKS
from worker.separate.html.remote_services import REMOTE_NAMES
from worker.separate.html.selectors import names_of
from worker.separate.html.tree import Names, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """How one platform marks up its comments.

    ``item`` matches each comment, ``author``, ``time`` and ``text`` within it, ``furniture`` what inside the
    text isn't text, ``pager`` the links to the thread's other pages. ``container``: items outside of it don't
    count. ``runs``: an item reaches to the next one (``dt`` and ``dd``). ``opens``: the first item is the
    article itself, as in forums.
    """

    reason: Reason
    item: str
    container: str = ""
    author: str = ""
    time: str = ""
    text: str = ""
    furniture: str = ""
    pager: str = ""
    runs: bool = False
    opens: bool = False


PLATFORMS: tuple[Platform, ...] = (
    Platform(
        reason=Reason.PLATFORM_WORDPRESS_BLOCK,
        container=".wp-block-comment-template | .wp-block-comments | .wp-block-post-comments",
        item=".wp-block-comment-template li | .wp-block-post-comments li.comment",
        author=".wp-block-comment-author-name | .fn",
        time=".wp-block-comment-date | .comment-metadata",
        text=".wp-block-comment-content | .comment-content",
        furniture=".wp-block-comment-reply-link | .reply",
        pager=".wp-block-comments-pagination a",
    ),
    Platform(
        reason=Reason.PLATFORM_BLOGGER_OLD,
        container="#comments-block",
        item="dt.comment-author | dt | .comment-author",
        author="dt.comment-author a | dt.comment-author | dt a | dt",
        time=".comment-timestamp",
        text="dd.comment-body | .comment-body",
        furniture=".comment-footer | .comment-delete | .item-control",
        pager=".paging-control-container a",
        runs=True,
    ),
    Platform(
        reason=Reason.PLATFORM_BLOGGER,
        item="li.comment .comment-block | .comment-thread li.comment",
        container=".comments-content | .comment-thread | #comment-holder",
        author="cite.user | .user",
        time=".datetime",
        text=".comment-content",
        furniture=".comment-actions | .icon",
        pager=".paging-control-container a",
    ),
    Platform(
        reason=Reason.PLATFORM_DISQUS_RENDERED,
        item="li.post .post-content | .dsq-comment | li#dsq-comment-N",
        container="#posts | .post-list | #dsq-comments | .dsq-comments",
        author=".author | .dsq-commenter-name | #dsq-author-user-N | .dsq-comment-header cite",
        time=".time-ago | .dsq-comment-header-time",
        text=".post-message | .dsq-comment-text | .dsq-comment-message | .dsq-comment-body",
        furniture=".dsq-comment-footer | .post-actions",
    ),
    Platform(
        reason=Reason.PLATFORM_LIVEFYRE_RENDERED,
        item=".fyre-comment-article | .lf_comment_container",
        author=".fyre-comment-username | .lf_comment_user_nick",
        time=".fyre-comment-date | .lf_comment_date",
        text=".fyre-comment | .lf_body",
        furniture=".fyre-comment-footer | .lf_comment_footer",
    ),
    Platform(
        reason=Reason.PLATFORM_INTENSEDEBATE,
        item=".idc-c",
        author=".idc-c-h-inner a | .idc-c-h a",
        time=".idc-time | .idc-c-h-inner p",
        text=".idc-c-t-inner | .idc-c-t",
        furniture=".idc-c-b",
    ),
    Platform(
        reason=Reason.PLATFORM_TYPEPAD,
        item=".comments-content .comment | .comments-open-content .comment | .comments-body",
        container=".comments-content | .comments-body | .comments-open-content",
        author=(".comment-author | .comment-footer a | .comment-footer | .comments-post a | .comments-post"),
        time=".comment-date | .comment-footer | .comments-post",
        text=".comment-content",
        furniture=".comment-footer | .comments-post | .comment-header",
        pager=".comments-pagination a | .comments-paginate a",
    ),
    Platform(
        reason=Reason.PLATFORM_DRUPAL,
        item="article.comment | div.comment | .comment",
        container=".comment-wrapper | .field--name-comment | .field-name-comment",
        author=".comment__author | .username | .submitted a | .submitted",
        time=".comment__time | .comment-time | .submitted | .comment__submitted",
        text=(".field--name-comment-body | .field-name-comment-body | .comment__content | .content"),
        furniture=".links | .comment__links | .new | .user-picture | .user-signature",
        pager=".pager a",
    ),
    Platform(
        reason=Reason.PLATFORM_KOMENTO,
        item=".kmt-item",
        author=".kmt-author",
        time=".kmt-time",
        text=".kmt-text | .kmt-body",
        furniture=".kmt-control | .kmt-option",
    ),
    Platform(
        reason=Reason.PLATFORM_JCOMMENTS,
        container="#comments-list | #comments-list-N | .comments-list",
        item=".comment-box | .rbox",
        author=".comment-author | .author-homepage | .author",
        time=".comment-date | .date",
        text=".comment-body | .comment-text",
        furniture=".comments-buttons | .comments-vote",
    ),
    Platform(
        reason=Reason.PLATFORM_GHOST,
        item="[data-testid=comment-component]",
        author="[data-testid=member-name] | h4",
        time="[data-testid=comment-date]",
        text="[data-testid=comment-content] | .gh-comment-content",
        furniture="[data-testid=reply-button]",
    ),
    Platform(
        reason=Reason.PLATFORM_ISSO,
        item=".isso-comment",
        author=".isso-author",
        time=".isso-permalink | time",
        text=".isso-text",
        furniture=".isso-comment-footer",
    ),
    Platform(
        reason=Reason.PLATFORM_REMARK42,
        item="article.comment | .comment",
        container=".root__threads | .remark42 | .root",
        author=".comment__username | .comment__user-name",
        time=".comment__time",
        text=".raw-content | .comment__text",
        furniture=".comment__actions | .comment__controls",
    ),
    Platform(
        reason=Reason.PLATFORM_CORAL,
        item=".coral-comment",
        author=".coral-comment-username | .coral-username",
        time=".coral-comment-timestamp | .coral-timestamp",
        text=".coral-comment-content | .coral-content",
        furniture=".coral-comment-actionBar | .coral-comment-actionbar",
    ),
    Platform(
        reason=Reason.PLATFORM_COMMENTO,
        item=".commento-card",
        author=".commento-name",
        time=".commento-timeago",
        text=".commento-body",
        furniture=".commento-options",
    ),
    Platform(
        reason=Reason.PLATFORM_SQUARESPACE,
        container=".squarespace-comments | .sqs-comments",
        item=".comment",
        author=".comment-header .name | .comment-header .author | .author | .comment-author",
        time=".comment-header .date | .timestamp | .comment-date | .date",
        text=".comment-body",
        furniture=".comment-actions | .comment-controls",
    ),
    Platform(
        reason=Reason.PLATFORM_SUBSTACK,
        container=".comments-page | .comment-list-container | .single-post-container",
        item=".comment | [role=article]",
        author=".comment-meta .account-name | .comment-head a | .comment-meta a",
        time=".comment-timestamp | .comment-publish-date | .comment-head time",
        text=".comment-body",
        furniture=".comment-actions",
    ),
    Platform(
        reason=Reason.PLATFORM_MEDIUM,
        container=(".responsesstream | .js-responsesstream | .responseswrapper | [data-testid=responses]"),
        item=".streamitem | [data-testid=response] | .response",
        author=".postmetainline a | .ds-link | [rel=author]",
        time="time | .postmetainline time",
        text=".postarticle-content | .response-content | pre",
        furniture=".postactions | .u-clearfix",
    ),
    Platform(
        reason=Reason.PLATFORM_HACKER_NEWS,
        item="tr.comtr | .comtr",
        author=".hnuser",
        time=".age",
        text=".commtext",
        furniture=".reply",
        pager="a.morelink",
    ),
    Platform(
        reason=Reason.PLATFORM_REDDIT_OLD,
        container=".commentarea | .nestedlisting",
        item=".thing.comment",
        author=".author",
        time="time",
        text=".usertext-body",
        furniture=".flat-list",
        pager=".nextprev a",
    ),
    Platform(
        reason=Reason.PLATFORM_DISCOURSE,
        item=".crawler-post | .topic-post | article.boxed",
        author=(".creator [itemprop=name] | [itemprop=name] | .creator | .names .username | .username"),
        time="time.post-time | .post-time | .post-date | time",
        text=".post | [itemprop=text] | .cooked",
        furniture=(".crawler-linkback-list | .post-menu-area | [itemprop=interactionstatistic] | .meta"),
        pager="[rel=next], [rel=prev]",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_XENFORO,
        item="article.message--post | .message--post | li.message",
        author=".message-name | .username",
        time=".message-attribution-main time | .u-dt | .datetime",
        text=".message-body .bbwrapper | .bbwrapper | .messagetext",
        furniture=".bbcodeblock-expandlink, .message-signature, .js-selecttoquoteend, .quoteexpand, .signature",
        pager=".pagenav a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_VBULLETIN,
        item="li.postcontainer | li.postbit | .b-post | table#postN | #editN",
        author=".bigusername | .username | .b-userinfo__name | .author",
        time=".postdate .date | .postdate | .b-post__timestamp | .thead",
        text=("#post_message_N | .postcontent | .b-post__content .js-post__content-text"),
        furniture=".signature | .signaturecontainer | .postfoot",
        pager=".pagenav a | .pagination a | .threadpagenav a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_PHPBB,
        item="div.post | #pN | .postrow",
        container="#page-body | .viewtopic | .forumline | #phpbb",
        author=(
            ".author .username | .author .username-coloured | .username | .username-coloured | .postauthor | .name"
        ),
        time="time | .author | .postdetails",
        text=".postbody .content | .content | .postbody",
        furniture=".signature | .notice | .post-buttons",
        pager=".pagination a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_SMF,
        item=".post_wrapper",
        author=".poster h4 | .poster a",
        time=".keyinfo .smalltext | .postinfo | .keyinfo",
        text=".post .inner | .inner | #msg_N",
        furniture=".moderatorbar | .signature | .under_message",
        pager=".pagelinks a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_IPB,
        item="article.ipscomment | .ipscomment | .post_block | .post_wrap",
        author=(
            ".ipscomment_author .ipstype_break | .cauthorpane_author | .post_username | .author | .ipscomment_author"
        ),
        time="time | .published | .posted_info",
        text=("[data-role=commentcontent] | .ipstype_richtext | .entry-content | .post.entry-content"),
        furniture=".signature | .ipscomment_tools | [data-role=membersignature]",
        pager=".ipspagination a | .pagination a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_NODEBB,
        item="[component=post]",
        author="[itemprop=author] | [component=username] | .username",
        time=".timeago | time",
        text="[component=content] | .content",
        furniture="[component=actions] | .post-footer | .post-signature",
        pager="[component=pagination] a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_VANILLA,
        item=".itemdiscussion, .itemcomment",
        author=".username | .author a | .author",
        time="time | .datecreated",
        text=".message",
        furniture=".signature | .reactions",
        pager=".pager a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_WOLTLAB,
        item="article.wbbpost | article.message",
        container=".messagelist",
        author=".messageauthor .username | .username",
        time=".messagepublicationtime time | time",
        text=".messagetext",
        furniture=".messagesignature | .messagefooter",
        pager=".pagination a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_MYBB,
        item="#post_N",
        container="#posts",
        author=".author_information .largetext | .largetext",
        time=".post_date",
        text=".post_body",
        furniture=".signature | .post_meta",
        pager=".pagination a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_FLUXBB,
        item=".blockpost",
        author=".postleft dt",
        time="h2 a | h2",
        text=".postmsg",
        furniture=".postsignature | .postedit",
        pager=".pagelink a",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_FLARUM,
        item=".commentpost",
        author=".postuser-name .username | .postuser-name",
        time=".postmeta time | time",
        text=".post-body",
        furniture=".post-actions | .post-footer",
        opens=True,
    ),
    # What Flarum shows to whom no script runs for: a name and a text in turn.
    Platform(
        reason=Reason.PLATFORM_FLARUM_NOSCRIPT,
        item="#flarum-content h3",
        author="h3",
        text=".post-body",
        runs=True,
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_MASTODON,
        item=".entry-center, .entry-reply",
        author=".display-name__html | .display-name",
        time="time",
        text=".e-content | .status__content",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_HYPERKITTY,
        item=".email",
        author=".email-author .name | .name",
        time=".email-date .time | .email-date",
        text=".email-body",
        furniture=".email-info",
        opens=True,
    ),
    Platform(
        reason=Reason.PLATFORM_STACK_EXCHANGE,
        item=".answer, li.comment, .js-comment, tr.comment",
        container="#answers | #mainbar | #question",
        author=(".comment-user | .post-signature.owner .user-details a | .user-details a | .user-details"),
        time=".comment-date | .user-action-time | .relativetime",
        text=".comment-copy | .js-post-body | .s-prose | .post-text",
        furniture=".post-menu | .js-post-menu",
        pager=".pager-answers a",
    ),
    Platform(
        reason=Reason.PLATFORM_SLASHDOT,
        container="#commentlisting",
        item="li.comment",
        author=".by a | .by",
        time=".otherdetails",
        text=".commentbody | .title h4",
        furniture=".score, #hidestring_N",
    ),
    # A theme of WordPress that writes comments as definitions, answers as lists of them within.
    Platform(
        reason=Reason.PLATFORM_THESIS,
        container="dl#comment_list",
        item="dt.comment",
        author=".comment_author",
        time=".comment_time",
        text=".format_text",
        furniture=".reply",
        runs=True,
    ),
    # Half the web's themes use its names: what fits another row as well is the other's.
    Platform(
        reason=Reason.PLATFORM_WORDPRESS,
        item=(
            "li.depth-N, div.comment-childs | div.depth-N | article.depth-N | .commentlist li | li#comment-N | "
            "li#li-comment-N | li.comment | article.comment | div#comment-N | div.comment | "
            "li.pingback, li.trackback"
        ),
        author=".fn | .comment-author-name | .comment-author | .commentauthor | .comment_author",
        time=(".comment-date | .comment-time | .comment-metadata | .commentmetadata | .comment-meta"),
        text=(".comment-content | .comment-text | .comment_text | .commenttext | .comment-entry | .comment_content"),
        furniture=".reply | .comment-reply-link | .comment-awaiting-moderation | .edit-link",
        pager=".comment-navigation a | .comments-pagination a | #comment-nav-above a | #comment-nav-below a",
    ),
    Platform(
        reason=Reason.PLATFORM_LEMMY,
        item="li.comment",
        container=".comments",
        author=".person-listing",
        time=".moment-time",
        text=".md-div",
    ),
    Platform(
        reason=Reason.PLATFORM_H_ENTRY,
        item=".p-comment | .u-comment | .h-cite",
        author=".p-author .p-name | .p-author",
        time=".dt-published",
        text=".e-content | .p-content | .p-summary",
    ),
    Platform(
        reason=Reason.PLATFORM_MICRODATA,
        item="[itemtype=comment] | [itemtype=usercomments] | [itemprop=comment]",
        author="[itemprop=author] [itemprop=name] | [itemprop=author] | [itemprop=creator]",
        time="[itemprop=datecreated] | [itemprop=datepublished] | [itemprop=commenttime] | time",
        text="[itemprop=text] | [itemprop=commenttext] | [itemprop=description]",
    ),
    Platform(
        reason=Reason.PLATFORM_RDFA,
        item=("[typeof=comment] | [typeof=schema:comment] | [typeof=sioct:comment] | [typeof=sioc:post]"),
        author=("[property=author] | [rel=sioc:has_creator] | [property=foaf:name] | [property=schema:author]"),
        time=("[property=datecreated] | [property=dc:date] | [property=datepublished] | [property=schema:datecreated]"),
        text="[property=text] | [property=content:encoded] | [property=schema:text]",
        furniture=".links",
    ),
)

VOCABULARY: frozenset[str] = frozenset(
    name
    for row in PLATFORMS
    for selectors in (row.item, row.container, row.author, row.time, row.text, row.furniture, row.pager)
    for name in names_of(selectors)
)

# Every page is read with the same names, so what class strings say is worked out once.
NAMES = Names(VOCABULARY | REMOTE_NAMES | MARKS)

_BY_NAME: dict[str, tuple[int, ...]] = {}
for _at, _row in enumerate(PLATFORMS):
    for _name in names_of(_row.item):
        _BY_NAME[_name] = (*_BY_NAME.get(_name, ()), _at)


def candidates(tree: Tree) -> list[Platform]:
    """The platforms of which at least one item's name stands on the page, in the table's order."""
    found = {at for name in tree.marked for at in _BY_NAME.get(name, ())}
    return [PLATFORMS[at] for at in sorted(found)]
