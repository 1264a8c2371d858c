"""Comment services whose comments are not in the page: named by what loads them, not guessed at."""

from worker.reasons import Reason

# The first service of which the page holds any sign; signs are lower-case, as in scripts and containers.
REMOTES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (Reason.REMOTE_GISCUS, ("giscus.app/client", 'class="giscus"')),
    (Reason.REMOTE_UTTERANCES, ("utteranc.es/client",)),
    (Reason.REMOTE_HYVOR, ("talk.hyvor.com", "<hyvor-talk-comments")),
    (Reason.REMOTE_DISQUS, ('id="disqus_thread"', "disqus_shortname", ".disqus.com/embed.js")),
    (Reason.REMOTE_FACEBOOK, ('class="fb-comments"', "<fb:comments")),
    (Reason.REMOTE_ISSO, ('id="isso-thread"',)),
    (Reason.REMOTE_REMARK42, ('id="remark42"', "remark_config")),
    (Reason.REMOTE_CORAL, ('id="coral_thread"', "coral.createstreamembed")),
    (Reason.REMOTE_COMMENTO, ('id="commento"', "commento.io/js")),
    (Reason.REMOTE_LIVEFYRE, ("livefyre.com/wjs", "fyre.conv.load")),
    (Reason.REMOTE_INTENSEDEBATE, ("intensedebate.com/js",)),
    (Reason.REMOTE_OPENWEB, ("launcher.spot.im", "data-spotim-module")),
    (Reason.REMOTE_VIAFOURA, ("cdn.viafoura.net", 'class="viafoura"')),
    (Reason.REMOTE_VUUKLE, ("cdn.vuukle.com",)),
)


def find_remote(html: str) -> Reason | None:
    """The service that would load this page's comments, or None."""
    lowered = html.lower()
    return next((reason for reason, signs in REMOTES if any(sign in lowered for sign in signs)), None)
