"""How many firms take part in a campaign, live, as its body may know it: every figure rounded by ``rounding``.

Firms that came by a code and those that came by the open link are told apart and never added up: of the latter the body
knows for certain those whose names it was shown, and by a sum of both it could count out the former. For the same
reason the cells of the quotas are of what firms said of themselves, not of what stands in an invitation, which the body
can change; and a withdrawn invitation takes nothing away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from scoring.fields import SIZES
from scoring.instrument import Instrument
from scoring.release.grouping import SECTOR_GROUPS
from survey.profiles import profile_row
from survey.storage.campaigns.belonging import belongs_to
from survey.storage.campaigns.rounding import LEAST_INVITED, Bounds, among, bounds, down, share, tells_too_much, whole
from survey.storage.campaigns.values import Campaign, Quota
from survey.storage.database import reading
from survey.storage.models import AnswerRow, AssessmentRow, CampaignInvitationRow

CLOSING = "last-questions"
"""The page of questions that belong to no dimension, as ``firms.answering.path`` calls it."""

NO_PAGE = ""
"""Who has begun and answered nothing."""

_BEFORE = aliased(AssessmentRow)

Cell = tuple[str, str]
"""Sector and size, "" where a firm does not say."""


@dataclass(frozen=True)
class Way:
    """Firms that came by one way; None where there are too few to say anything of them."""

    begun: int | None
    handed_in: int | None
    agreed: int | None
    counted: int | None


@dataclass(frozen=True)
class Filled:
    """A quota and how many firms it has so far; None where it is of a sector that is none of the campaign's."""

    quota: Quota
    firms: int | None


@dataclass(frozen=True)
class Participation:
    """All figures as ``rounding`` has them. ``response``: percent in steps of 5, of those that came by a code.

    ``left_at``: page → firms that have begun and not handed in, by the last page with an answer, in the order of pages;
    None where these figures would tell too much beside the others.
    """

    invited: int
    by_code: Way
    by_link: Way
    response: int | None
    quotas: tuple[Filled, ...]
    left_at: Mapping[str, int] | None


@dataclass(frozen=True)
class _Numbers:
    """Firms that came by one way, before anything is rounded. ``cells``: the counted ones by sector and size."""

    begun: int
    handed_in: int
    agreed: int
    cells: Counter[Cell]

    @property
    def counted(self) -> int:
        return self.cells.total()


def participation(campaign: Campaign, instrument: Instrument) -> Participation:
    """The figures of this moment. ``instrument``: of the campaign."""
    with reading() as session:
        ever, standing = _invited(session, campaign)
        groups = session.execute(_groups(campaign)).all()
        pages = _pages(session, campaign, instrument)
    code, link = (_numbers(campaign, [row for row in groups if row.by_code == way]) for way in (True, False))
    by_code, by_link = _of_code(campaign, code, ever), _of_link(link)
    parts = {page: down(pages[page]) for page in _page_order(instrument)}
    return Participation(
        invited=down(standing),
        by_code=by_code,
        by_link=by_link,
        response=share(by_code.handed_in, down(standing)),
        quotas=tuple(Filled(quota, _filled(campaign, quota, code, link)) for quota in campaign.quotas),
        left_at=None if _too_much(list(parts.values()), (by_code, ever), (by_link, link)) else parts,
    )


def _invited(session: Session, campaign: Campaign) -> tuple[int, int]:
    """How many were ever invited, and how many of them still are."""
    stands = sa.func.count().filter(CampaignInvitationRow.withdrawn_at.is_(None))
    query = sa.select(sa.func.count(), stands).where(CampaignInvitationRow.campaign_id == campaign.id)
    ever, standing = session.execute(query).one()
    return ever, standing


def _first_stages(campaign: Campaign) -> sa.ColumnElement[bool]:
    """A firm is one, however often it has answered for the campaign: by the first time."""
    before = sa.select(_BEFORE.id).where(
        _BEFORE.id == AssessmentRow.previous_id, _BEFORE.campaign_id.is_not_distinct_from(AssessmentRow.campaign_id)
    )
    return belongs_to(campaign) & ~before.exists()


def _groups(campaign: Campaign) -> sa.Select[Any]:
    """How many firms there are of each kind, in one pass that opens no answers."""
    by_code = AssessmentRow.invitation_id.is_not(None)
    said = AssessmentRow.profile
    columns = {
        "by_code": by_code,
        "handed_in": AssessmentRow.submitted_at.is_not(None),
        "agreed": AssessmentRow.submitted_at.is_not(None) & sa.func.coalesce(AssessmentRow.counted, sa.false()),
        "known": AssessmentRow.verified != "",
        "own_sector": AssessmentRow.taking_part["sector"].as_string(),
        "trade": said["trade"].as_string(),
        "people": said["people"].as_string(),
        "size": said["size"].as_string(),
    }
    kinds = sa.select(*(column.label(name) for name, column in columns.items())).where(_first_stages(campaign))
    table = kinds.subquery()
    return sa.select(*table.columns, sa.func.count().label("firms")).group_by(*table.columns)


def _numbers(campaign: Campaign, groups: Iterable[Any]) -> _Numbers:
    totals, cells = Counter[str](), Counter[Cell]()
    for row in groups:
        totals["begun"] += row.firms
        totals["handed_in"] += row.firms * row.handed_in
        totals["agreed"] += row.firms * row.agreed
        if row.agreed and row.known:
            cells[_cell(campaign, row)] += row.firms
    return _Numbers(totals["begun"], totals["handed_in"], totals["agreed"], cells)


def _cell(campaign: Campaign, row: Any) -> Cell:
    known = profile_row({"trade": row.trade or "", "people": row.people or "", "size": row.size})
    own = row.own_sector or ""
    sector = own if campaign.lists.sector else SECTOR_GROUPS.get(str(known.get("sector", "")), "")
    return sector, str(known.get("size", ""))


def _of_code(campaign: Campaign, numbers: _Numbers, invited: int) -> Way:
    """``invited``: of how many firms that the body knows by name."""
    # Whoever agreed and came by a code is counted: neither figure may say more than beside the cells of the quotas.
    most = whole(numbers.counted, [numbers.cells[cell] for cell in product(_sectors(campaign), SIZES)])
    figures = (numbers.begun, numbers.handed_in, numbers.agreed, numbers.counted)
    told = [among(n, invited) for n in figures]
    return Way(*told[:2], *(None if figure is None else min(figure, most) for figure in told[2:]))


def _of_link(numbers: _Numbers) -> Way:
    return Way(down(numbers.begun), down(numbers.handed_in), down(numbers.agreed), down(numbers.counted))


def _filled(campaign: Campaign, quota: Quota, code: _Numbers, link: _Numbers) -> int | None:
    """The sum of what is told of the cells, which alone are rounded: sums that overlap could be taken from each other.

    Those that the body ticked it knows, and so they are added as they are.
    """
    if quota.sector and quota.sector not in _sectors(campaign):
        return None

    def fits(cell: Cell) -> bool:
        return quota.sector in ("", cell[0]) and quota.size in ("", cell[1])

    rounded = sum(down(n) for cell, n in code.cells.items() if fits(cell))
    return down(rounded + sum(n for cell, n in link.cells.items() if fits(cell)))


def _sectors(campaign: Campaign) -> list[str]:
    return [entry.id for entry in campaign.lists.sector] or list(dict.fromkeys(SECTOR_GROUPS.values()))


def _page_order(instrument: Instrument) -> list[str]:
    closing = [CLOSING] if instrument.closing else []
    return [NO_PAGE, *(dimension.id for dimension in instrument.dimensions), *closing]


def _pages(session: Session, campaign: Campaign, instrument: Instrument) -> Counter[str]:
    """Firms that have begun and not handed in, by the last page with an answer."""
    order = _page_order(instrument)
    asked = [*(dimension.questions for dimension in instrument.dimensions), instrument.closing]
    place = {question.id: at for at, questions in enumerate(asked, 1) for question in questions}
    answered = (
        sa.select(sa.func.max(sa.case(place, value=AnswerRow.question, else_=0)))
        .where(AnswerRow.assessment_id == AssessmentRow.id, AnswerRow.value.is_not(None))
        .scalar_subquery()
    )
    left = sa.select(sa.func.coalesce(answered, 0).label("page"))
    table = left.where(_first_stages(campaign), AssessmentRow.submitted_at.is_(None)).subquery()
    found = session.execute(sa.select(table.c.page, sa.func.count()).group_by(table.c.page))
    return Counter({order[page]: firms for page, firms in found})


def _too_much(parts: Sequence[int], code: tuple[Way, int], link: tuple[Way, _Numbers]) -> bool:
    by_code, invited = code
    by_link, known = link
    begun, finished = [_widest(by_code.begun, invited)], [_widest(by_code.handed_in, invited)]
    # Their names the body has read.
    named = known.agreed
    begun.append(bounds(by_link.begun or 0, at_least=named))
    finished.append(bounds(by_link.handed_in or 0, at_least=named))
    return tells_too_much(parts, begun, finished)


def _widest(figure: int | None, invited: int) -> Bounds:
    """What is known of firms by code, of which at most all that were invited are."""
    if figure is None or invited < LEAST_INVITED:
        return 0, invited
    highest = down(invited - 4)
    return figure, invited if figure == highest else figure + 4
