"""The keys of articles that came with a site's history."""

from classifiers.digests import digest


def history_key(url: str) -> str:
    """Return the key of the article that the history of a page is stored under, by its canonical address.

    Never that of the crawled page: it shows no spam, and would mark what the export holds as gone.
    """
    return digest(f"history {url}")
