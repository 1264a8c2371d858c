"""Every outcome's reason code: stored with the row, counted, and documented in docs/reasons.md."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an article was refused, why it is dead, and how its comments were found."""

    # Refused at submission: nothing is stored but the count.
    TOO_LARGE = "TOO_LARGE"
    SCHEMA = "SCHEMA"
    BAD_URL = "BAD_URL"
    ARCHIVE = "ARCHIVE"
    OUTWEIGHED = "OUTWEIGHED"  # of a file of labels

    # Passed over: a record of an archive that is no page; nothing is stored but the count.
    RECORD_TYPE = "RECORD_TYPE"
    STATUS = "STATUS"
    MEDIA_TYPE = "MEDIA_TYPE"

    # Dead: accepted, but can't be processed; the raw bytes are kept.
    EMPTY = "EMPTY"
    NOT_TEXT = "NOT_TEXT"
    DECODE = "DECODE"
    DECOMPRESSION = "DECOMPRESSION"
    DEPTH = "DEPTH"  # also refused at submission, where JSON is nested too deep
    COMPLEXITY = "COMPLEXITY"  # ... where it is little but brackets and numbers
    TOO_MANY = "TOO_MANY"  # ... where it brings too many comments
    XML_FORBIDDEN = "XML_FORBIDDEN"
    CRASH = "CRASH"
    MEMORY = "MEMORY"
    TIMEOUT = "TIMEOUT"

    # How a separation found its comments.
    NONE = "none"
    GIVEN = "given"
    TEXT_SECTION = "text:section"
    TEXT_MODEL = "text:model"
    STRUCTURE_REPEATED = "structure:repeated-siblings"
    PLATFORM_WORDPRESS_BLOCK = "platform:wordpress-block"
    PLATFORM_BLOGGER_OLD = "platform:blogger-old"
    PLATFORM_BLOGGER = "platform:blogger"
    PLATFORM_DISQUS_RENDERED = "platform:disqus-rendered"
    PLATFORM_LIVEFYRE_RENDERED = "platform:livefyre-rendered"
    PLATFORM_INTENSEDEBATE = "platform:intensedebate"
    PLATFORM_TYPEPAD = "platform:typepad"
    PLATFORM_DRUPAL = "platform:drupal"
    PLATFORM_KOMENTO = "platform:komento"
    PLATFORM_JCOMMENTS = "platform:jcomments"
    PLATFORM_GHOST = "platform:ghost"
    PLATFORM_ISSO = "platform:isso"
    PLATFORM_REMARK42 = "platform:remark42"
    PLATFORM_CORAL = "platform:coral"
    PLATFORM_COMMENTO = "platform:commento"
    PLATFORM_SQUARESPACE = "platform:squarespace"
    PLATFORM_SUBSTACK = "platform:substack"
    PLATFORM_MEDIUM = "platform:medium"
    PLATFORM_HACKER_NEWS = "platform:hacker-news"
    PLATFORM_REDDIT_OLD = "platform:reddit-old"
    PLATFORM_DISCOURSE = "platform:discourse"
    PLATFORM_XENFORO = "platform:xenforo"
    PLATFORM_VBULLETIN = "platform:vbulletin"
    PLATFORM_PHPBB = "platform:phpbb"
    PLATFORM_SMF = "platform:smf"
    PLATFORM_IPB = "platform:ipb"
    PLATFORM_NODEBB = "platform:nodebb"
    PLATFORM_STACK_EXCHANGE = "platform:stack-exchange"
    PLATFORM_H_ENTRY = "platform:h-entry"
    PLATFORM_MICRODATA = "platform:microdata"
    PLATFORM_RDFA = "platform:rdfa"
    PLATFORM_WORDPRESS = "platform:wordpress"
    PLATFORM_JSON_LD = "platform:json-ld"
    REMOTE_GISCUS = "remote:giscus"
    REMOTE_UTTERANCES = "remote:utterances"
    REMOTE_HYVOR = "remote:hyvor"
    REMOTE_FACEBOOK = "remote:facebook"
    REMOTE_DISQUS = "remote:disqus"
    REMOTE_ISSO = "remote:isso"
    REMOTE_REMARK42 = "remote:remark42"
    REMOTE_CORAL = "remote:coral"
    REMOTE_COMMENTO = "remote:commento"
    REMOTE_LIVEFYRE = "remote:livefyre"
    REMOTE_INTENSEDEBATE = "remote:intensedebate"
    REMOTE_OPENWEB = "remote:openweb"
    REMOTE_VIAFOURA = "remote:viafoura"
    REMOTE_VUUKLE = "remote:vuukle"
