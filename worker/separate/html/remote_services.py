"""Comment services whose comments are not in the page: named by what loads them, not guessed at."""

from dataclasses import dataclass

from worker.reasons import Reason
from worker.separate.html.tree import Tree


@dataclass(frozen=True, slots=True)
class Remote:
    """A service's signs: names or tags of the element it fills, and parts of the script's address."""

    reason: Reason
    names: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


REMOTES: tuple[Remote, ...] = (
    Remote(Reason.REMOTE_GISCUS, (".giscus",), ("giscus.app/client",)),
    Remote(Reason.REMOTE_UTTERANCES, (".utterances",), ("utteranc.es/client",)),
    Remote(Reason.REMOTE_HYVOR, ("#hyvor-talk-view",), ("talk.hyvor.com",), ("hyvor-talk-comments",)),
    Remote(Reason.REMOTE_DISQUS, ("#disqus_thread",), (".disqus.com/embed.js", ".disqus.com/count.js")),
    Remote(Reason.REMOTE_FACEBOOK, (".fb-comments",), (), ("fb:comments",)),
    Remote(Reason.REMOTE_ISSO, ("#isso-thread",), ("/isso/js/embed",)),
    Remote(Reason.REMOTE_REMARK42, ("#remarkN",)),
    Remote(Reason.REMOTE_CORAL, ("#coral_thread", "#coral_talk_stream")),
    Remote(Reason.REMOTE_COMMENTO, ("#commento",), ("commento.io/js",)),
    Remote(Reason.REMOTE_LIVEFYRE, ("#livefyre-comments",), ("livefyre.com/wjs",)),
    Remote(Reason.REMOTE_INTENSEDEBATE, ("#idc-container",), ("intensedebate.com/js",)),
    Remote(Reason.REMOTE_OPENWEB, (), ("launcher.spot.im", "recirculation.spot.im")),
    Remote(Reason.REMOTE_VIAFOURA, (".viafoura",), ("cdn.viafoura.net",)),
    Remote(Reason.REMOTE_VUUKLE, ("#vuukle-comments",), ("cdn.vuukle.com",)),
)
REMOTE_NAMES = frozenset(name for remote in REMOTES for name in remote.names)


def find_remote(tree: Tree) -> Reason | None:
    """The service that would load this page's comments, or None."""
    scripts = "\n".join(tree.scripts)
    tags = set(tree.tag)
    for remote in REMOTES:
        if (
            any(name in tree.marked for name in remote.names)
            or any(part in scripts for part in remote.scripts)
            or any(tag in tags for tag in remote.tags)
        ):
            return remote.reason
    return None
