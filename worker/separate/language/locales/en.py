"""English."""

from worker.separate.language.record import Language

LANGUAGE = Language(
    code="en",
    verified=True,
    nouns=(
        "comment|comments|response|responses|reply|replies|thought|thoughts|review|reviews|reaction|"
        "reactions|remark|remarks|responded"
    ),
    announcing="response|responded|^replies|reaction|discussion|thought on|thoughts on",
    headings=(
        "comments|responses|replies|reader comments|discussion|join the discussion|what people say|"
        "join the conversation|feedback|reactions|all comments|user comments|follow-up postings|"
        "follow-ups"
    ),
    spelled=(
        "one comment=1|one response=1|one reply=1|one thought=1|one reaction=1|no comments=0|"
        "no responses=0|no replies=0|no thoughts=0|no reactions=0|no comment=0"
    ),
    about="on|to|for|so far",
    says="says|said|writes|wrote|responded|replied|commented|added",
    by=(
        "posted by blogger|posted by anonymous|posted by|written by|comment by|submitted by|commented by|"
        "left by|added by|by"
    ),
    when="posted on|posted|published|updated|joined|member since|registered|date|on|at|from|comment",
    tail=(
        "next|prev|root|"
        "up reply actions|reply actions|actions|reply to this|parent|permalink|link to this comment|"
        "link to comment|reply to comment|report abuse|report as abusive|report this comment|reply|"
        "posted on|posted at|posted|on|at|avatar|(author)|author|link|edit|quote|flag|my page|"
        "log in to reply|in response to|rate up|rate down|permanent link|share|comment|edited"
    ),
    unverified="not verified|unverified",
    answering="in reply to |in response to |replying to |reply to |responded to |replied to ",
    particles="and",
    reply=(
        "reply|quote|report|report abuse|report comment|flag|permalink|like|dislike|share|edit|"
        "log in to reply|reply to this comment|link to this comment|avatar|reply to this|"
        "reply to comment|reply actions|up reply actions|parent|recommend|spam|offensive|disagree|"
        "off topic|vote up|vote down|flag as inappropriate|thumb up|thumb down|rate this"
    ),
    form=(
        "leave a reply|leave a comment|leave a response|post a comment|post a reply|add a comment|"
        "add comment|write a comment|cancel reply|click here to cancel reply|"
        "your email address will not be|required fields are|you must be logged in|you must log in|"
        "comments are closed|name (required)|comments are now closed|"
        "want to participate in the conversation|post a new comment|postpost a new comment|"
        "enter your information below to add a new comment|mail (will not be published)|notify me of|"
        "you may use these html tags|submit comment|comments rss|rss feed for comments|"
        "subscribe to: post comments|feel free to leave a comment|be the first to comment|"
        "be the first to review|there are no comments|no comments yet|blog comments powered by|"
        "comments powered by|add your comment|add a reply|discuss this|sign in to add|sign in to comment|"
        "sign in to post|log in or join|login to post|log in to post|login to comment|log in to comment|"
        "register to post|post your comment|post comment|have your say|you need to be logged in|"
        "please log in|please login|please sign in|subscribe to the comments|subscribe to comments|"
        "all comments are moderated|comments are moderated|commenting is closed|"
        "and oh, if you want a pic to show|verify your comment|leave your comment|leave your reply|"
        "log in to leave|log in to add|post your reply"
    ),
    removed_what=(
        "this comment|the comment|your comment|comment|this post|your post|post|this message|message|this reply|reply"
    ),
    removed=(
        "has been deleted|was deleted|is deleted|deleted|has been removed|was removed|is removed|removed|"
        "has been hidden|is awaiting moderation|awaiting moderation|is held for moderation|"
        "has been held for moderation|held for moderation|is in moderation|in moderation|"
        "deleted by its author"
    ),
    removed_by="by|because",
    furniture=(
        "reply|replies|quote|report|permalink|permanent|link|edit|delete|like|likes|liked|unlike|share|"
        "flag|spam|says|said|wrote|writes|on|at|by|posted|comment|comments|to|this|that|log|in|pm|edited|"
        "unregistered|guest|author|post|abuse|inappropriate|offensive|as|recommend|recommended|thumbs|"
        "thumb|up|down|vote|votes|dislike|points|pts|point|rate|rating|tweet|facebook|twitter|email|"
        "reported|responded|respond|commented|via|from|top|back|parent|collapse|expand|show|hide|full|"
        "more|less|refresh|thread|number|the|is|login|register|signin|sign|join|now|your|please|context|"
        "view|profile|member|moderator|admin|owner|mod|location|website|site|url|ip|logged|hour|hours|"
        "minute|minutes|day|days|week|weeks|month|months|year|years|ago"
    ),
    promo_labels=(
        "watch|read|listen|see|see also|also see|also read|read also|read more|related|more|in pictures|"
        "photos|photo|video|videos|gallery|don't miss|don’t miss|recommended|also on"
    ),
    promos="read more|read next|read also|read the full|read our|more from|more on|more about|click here",
    mailing=(
        "unsubscribe|view in browser|view in your browser|view this email in|view this e-mail in|"
        "view this newsletter in|forward this to a friend|forward this email|forward to a friend|"
        "you receive this|you are receiving this|you're receiving this|you received this|manage preferences|"
        "manage your preferences|manage your subscription|update your preferences|"
        "update your email preferences|this email was sent to|this newsletter was sent to|"
        "if you no longer wish to receive|no longer want to receive"
    ),
    bylines="written by|posted by|published by|reported by|by",
    dated="date|published|updated|posted",
    openers={
        "share": "share|tweet|facebook|twitter|email|print|pin|whatsapp|linkedin",
        "related": "related|recommended|more|read|most|popular|trending|latest|recent|also|see",
        "filed": "posted|published|by|updated|filed|tagged|tags|tag|categories|category|written",
        "comments": "comments|comment|leave|reply|responses|add",
        "legal": "copyright|©|all|terms|privacy|cookie|cookies|this|advertisement|sponsored|about|contact",
        "join": (
            "sign|subscribe|log|login|register|join|follow|get|newsletter|your|click|download|watch|image|photo|credit"
        ),
        "browse": "next|previous|«|»|<|>|←|→|back|home|skip|menu|search",
    },
    names={
        "comment": (
            "comment|comments|commented|commenter|commenters|commenting|cmt|cmts|comm|disqus|dsq|responses|"
            "discussion|discussions|replies|talkback|talkbacks|guestbook"
        ),
        "author": (
            "author|authors|byline|fn|vcard|username|user|poster|commenter|nickname|nick|name|by|submitter|"
            "pseudo|screenname|displayname|member|profile"
        ),
        "time": "date|time|timestamp|datetime|published|posted|dateline|pubdate|ago|when|dat",
    },
    months={"sept": 9},
    weekdays="mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun",
    units={
        "sec": 0,
        "secs": 0,
        "s": 0,
        "min": 1,
        "mins": 1,
        "m": 1,
        "hr": 2,
        "hrs": 2,
        "h": 2,
        "d": 3,
        "wk": 4,
        "wks": 4,
        "w": 4,
        "mo": 5,
        "mos": 5,
        "yr": 6,
        "yrs": 6,
        "y": 6,
    },
    ago="ago|earlier",
    now="just|now",
    half_days={"am": 0, "pm": 12, "a.m": 0, "p.m": 12, "a. m": 0, "p. m": 12},
    one="a|an|one",
    joiners="at|on|the|of",
    hours="h",
    ordinals="st|nd|rd|th",
)
