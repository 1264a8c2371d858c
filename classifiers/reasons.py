"""Every reason that the classifier can give, as stable codes: stored with the comment, counted, documented."""

from enum import StrEnum


class ReasonCode(StrEnum):
    """What in a comment raised its score."""

    WORDS = "words"
    AUTHOR_NAME = "author-name"
    LINK_IN_AUTHOR_NAME = "link-in-author-name"
    AUTHOR_LINK = "author-link"
    LINKS = "links"
    CONTACT = "contact-details"
    DISGUISED_TEXT = "disguised-text"
    SCRIPT_DIFFERS = "script-differs-from-article"
    OFF_TOPIC = "off-topic"
    REPEATED_ON_PAGE = "repeated-on-page"
    NEIGHBOURS = "like-its-neighbours"
    AUTHOR_HISTORY = "author-history"
    REPEATED_ON_SITE = "repeated-on-site"
    SHAPE = "text-shape"
    SITE_LABELS = "site-labels"
    OVERALL = "overall"
    APPEAL = "appeal"  # given by an author, not by a model
    HONEYPOT = "honeypot"  # given by what asks, not by a model
    SLICE_HELD = "slice-held"  # given where a model's own estimates left their target
