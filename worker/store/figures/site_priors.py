"""The priors of sites, told anew from their newest scores while comments come in (`classifiers.model.site_prior`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, func, select, update

from classifiers.model.logistic import logit
from classifiers.model.site_prior import WINDOW, is_flooded, site_prior
from worker.store.base.any_of import any_of
from worker.store.base.bulk_rows import upsert
from worker.store.base.schema import comments, site_priors, sweeps
from worker.store.base.transactions import AnyRow, instant, reading, writing

# Sites that are looked at in one go, those with most new comments: a look takes a millisecond or two. The others wait
# until they have more.
_SITES_AT_ONCE: Final = 500
# Probabilities nearer to 0 and 1 than this are as far from even as a number tells.
_LEAST: Final = 1e-15


@dataclass(frozen=True, slots=True)
class KnownPrior:
    """A site's prior: its share of spam, the shift of log-odds, from how many comments, and whether it is frozen."""

    site: str
    spam: float
    shift: float
    comments: int
    frozen: bool


def settle_priors(engine: Engine) -> int:
    """Tell the priors anew of sites with comments that were not looked at yet; return how many sites those are.

    Where one page floods, what was known before stays. Cheap where nothing came in.
    """
    with reading(engine) as connection:
        seen = connection.scalar(select(sweeps.c.priors_to)) or 0
        newest = connection.scalar(select(func.max(comments.c.id)))
        if newest is None or newest <= seen:
            return 0
        sites = connection.scalars(_with_news(seen, newest)).all()
        found = {site: connection.execute(_newest(site)).all() for site in sites}
    with writing(engine) as connection:
        connection.execute(update(sweeps).values(priors_to=newest))
        known = _known(connection, sites)
        now = connection.scalar(select(instant(connection)))
        rows = [_row(site, found[site], known.get(site)) | {"told_at": now} for site in sorted(sites)]
        upsert(connection, site_priors, ("site",), rows)
    return len(sites)


def known_priors(engine: Engine, limit: int) -> list[KnownPrior]:
    """Return the priors that move verdicts most, strongest first."""
    columns = site_priors.c
    with reading(engine) as connection:
        rows = connection.execute(
            select(columns.site, columns.spam, columns.shift, columns.comments, columns.frozen)
            .where(columns.shift.is_not(None))
            .order_by(func.abs(columns.shift).desc(), columns.site)
            .limit(limit)
        )
        return [KnownPrior(*row) for row in rows]


def flooded_sites(engine: Engine, limit: int) -> list[str]:
    """Return sites of whose newest comments one page has more than half, in the order of their names."""
    columns = site_priors.c
    with reading(engine) as connection:
        chosen = select(columns.site).where(columns.frozen).order_by(columns.site).limit(limit)
        return list(connection.scalars(chosen))


def prior_counts(connection: Connection) -> dict[str, int]:
    """Count the sites: with a prior that is ``known``, with too ``few`` comments for one, with one that is ``frozen``.

    A frozen one is known too, unless the flood came before enough else.
    """
    columns = site_priors.c
    known, frozen = func.count(columns.shift), func.count().filter(columns.frozen)
    row = connection.execute(select(func.count(), known, frozen).select_from(site_priors)).one()
    return {"known": row[1], "few": row[0] - row[1], "frozen": row[2]}


def _with_news(seen: int, newest: int) -> Any:
    columns = comments.c
    return (
        select(columns.site)
        .where(columns.id > seen, columns.id <= newest, columns.site.is_not(None))
        .group_by(columns.site)
        .order_by(func.count().desc(), columns.site)
        .limit(_SITES_AT_ONCE)
    )


def _newest(site: str) -> Any:
    columns = comments.c
    return (
        select(columns.article_id, columns.probability, columns.shift)
        .where(columns.site == site, ~columns.gone)
        .order_by(columns.id.desc())
        .limit(WINDOW)
    )


def _known(connection: Connection, sites: Sequence[str]) -> Mapping[str, AnyRow]:
    columns = site_priors.c
    rows = connection.execute(select(columns.site, columns.spam, columns.shift).where(any_of(columns.site, sites)))
    return {row.site: row for row in rows}


def _row(site: str, newest: Sequence[AnyRow], known: AnyRow | None) -> dict[str, Any]:
    frozen = is_flooded([row.article_id for row in newest])
    prior = known if frozen else site_prior(_unshifted(newest))
    return {
        "site": site,
        "comments": len(newest),
        "spam": prior.spam if prior else None,
        "shift": prior.shift if prior else None,
        "frozen": frozen,
    }


def _unshifted(newest: Sequence[AnyRow]) -> NDArray[np.float64]:
    """Return the log-odds that the model gave before a prior moved them."""
    probabilities = np.clip(np.array([row.probability for row in newest], float), _LEAST, 1 - _LEAST)
    shifts = np.array([row.shift or 0.0 for row in newest], float)
    found: NDArray[np.float64] = logit(probabilities) - shifts
    return found
