"""Who can see the answers of several firms of a campaign: what they know must not be enough to tell another firm's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from survey.storage.campaigns.belonging import in_campaign
from survey.storage.database import reading
from survey.storage.models import (
    AssessmentRow,
    CampaignRow,
    ClientRow,
    MembershipRow,
    OrganisationRow,
    RightRow,
)

Ids = NDArray[np.int64]


def viewers(campaign_id: int) -> list[Ids]:
    """For each account that can see two or more firms of the campaign the ids of their assessments in it, ascending.

    An account is a person with all consultancies that they are a member of, a consultancy by itself, or a browser with
    all rights that it holds. Of a firm that has ended sharing its adviser has seen the answers. The same set stands
    here once. Who sees one firm only, such as the firm itself, is not here.
    """
    with reading() as session:
        standing = session.scalar(sa.select(CampaignRow.standing).filter_by(id=campaign_id))
        mine = in_campaign(campaign_id, standing=bool(standing))
        clients = _frame(session, sa.union(_CLIENTS.where(mine), _PARTED.where(mine)))
        members = [(row.user_id, row.organisation_id) for row in session.execute(_MEMBERS)]
        browsers = _frame(session, _rights(mine))
    of_clients = _by_viewer(clients)
    return _distinct([*_persons(of_clients, members), *of_clients.values(), *_by_viewer(browsers).values()])


_CLIENTS = sa.select(ClientRow.organisation_id, AssessmentRow.series, AssessmentRow.id).join(
    ClientRow, ClientRow.id == AssessmentRow.client_id
)
_PARTED = sa.select(AssessmentRow.seen_by, AssessmentRow.series, AssessmentRow.id).where(
    AssessmentRow.seen_by.is_not(None)
)
_MEMBERS = (
    sa.select(MembershipRow.user_id, MembershipRow.organisation_id)
    .join(OrganisationRow, OrganisationRow.id == MembershipRow.organisation_id)
    .where(OrganisationRow.kind == "consultancy")
)


def _rights(mine: sa.ColumnElement[bool]) -> sa.Select[tuple[str, str, int]]:
    """What browsers can see: a right to one stage is one to its firm."""
    held = sa.orm.aliased(AssessmentRow)
    seen = sa.select(RightRow.browser_hash, held.series).join(held, held.id == RightRow.assessment_id).distinct()
    theirs = seen.where(held.series.in_(sa.select(AssessmentRow.series).where(mine))).subquery()
    several = sa.select(theirs.c.browser_hash).group_by(theirs.c.browser_hash).having(sa.func.count() > 1)
    return (
        sa.select(theirs.c.browser_hash, AssessmentRow.series, AssessmentRow.id)
        .join(AssessmentRow, AssessmentRow.series == theirs.c.series)
        .where(mine, theirs.c.browser_hash.in_(several))
    )


def _frame(session: Session, query: sa.Select[Any] | sa.CompoundSelect[Any]) -> pd.DataFrame:
    return pd.DataFrame(session.execute(query).all(), columns=["who", "series", "id"])


def _by_viewer(seen: pd.DataFrame) -> dict[object, pd.DataFrame]:
    return dict(iter(seen.groupby("who", sort=False)))


def _persons(of_clients: dict[object, pd.DataFrame], members: Iterable[tuple[int, int]]) -> list[pd.DataFrame]:
    """What those see who are members of more than one; the others see what their consultancy sees."""
    houses: dict[int, set[int]] = defaultdict(set)
    for person, house in members:
        if house in of_clients:
            houses[person].add(house)
    together = {frozenset(several) for several in houses.values() if len(several) > 1}
    return [pd.concat([of_clients[house] for house in sorted(several)]) for several in together]


def _distinct(found: Iterable[pd.DataFrame]) -> list[Ids]:
    kept: dict[bytes, Ids] = {}
    for rows in found:
        if rows["series"].nunique() > 1:
            ids = np.unique(rows["id"].to_numpy(dtype=np.int64))
            kept.setdefault(ids.tobytes(), ids)
    return list(kept.values())
