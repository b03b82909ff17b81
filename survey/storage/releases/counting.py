"""What counts in the releases of a campaign, read in one query that opens no JSON of answers or scores."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import sqlalchemy as sa
from numpy.typing import NDArray

from scoring.answers import AnswerTable, from_blobs
from scoring.instrument import Instrument
from scoring.release.model import NOT_STATED, OWN
from survey.profiles import profile_columns
from survey.storage.campaigns.belonging import in_campaign
from survey.storage.campaigns.values import LISTS, Campaign
from survey.storage.campaigns.viewers import viewers
from survey.storage.database import reading
from survey.storage.models import AssessmentRow, CampaignInvitationRow, SubmissionRow

_LATER = sa.orm.aliased(SubmissionRow)


@dataclass(frozen=True)
class Answered:
    """Everything that was handed in for a campaign: one row for each stage, as it was handed in last.

    ``table``: its ``counted`` says of which stage the firm agreed to be counted and is known to be one; the others are
    there since a firm that agreed once may not agree at its latest stage.
    ``fields``: the groups of each list of the body's own; ``choices``: int8, the marks of its own questions.
    ``accounts``: for each account that sees answers of several firms the rows that it sees.
    """

    table: AnswerTable
    fields: pd.DataFrame
    choices: pd.DataFrame
    accounts: tuple[NDArray[np.intp], ...]


def answered(campaign: Campaign, instrument: Instrument) -> Answered:
    """What counts in this campaign, by this instrument; invented firms never do."""
    with reading() as session:
        # Past the mapping to objects, which costs as much again as the query.
        rows = session.connection().execute(_query(campaign, instrument)).all()
    known = {text: _understood(text) for text in {row.own for row in rows}}  # many chose alike
    own = [known[row.own] for row in rows]
    ids = np.array([row.id for row in rows], dtype=np.int64)
    return Answered(
        from_blobs(instrument, [row.codes for row in rows], _profile(campaign, rows)),
        _fields(campaign, [one.get("taking_part", {}) for one in own]),
        _choices(campaign, [one.get("own_answers", {}) for one in own]),
        tuple(_rows(ids, seen) for seen in viewers(campaign.id)),
    )


def _rows(ids: NDArray[np.int64], seen: NDArray[np.int64]) -> NDArray[np.intp]:
    """Where some of the assessments stand among ``ids``, which ascend; those that are not there are no matter."""
    return np.searchsorted(ids, seen[np.isin(seen, ids, assume_unique=True)])


def _query(campaign: Campaign, instrument: Instrument) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            AssessmentRow.id,
            AssessmentRow.series,
            AssessmentRow.stage,
            AssessmentRow.source,
            AssessmentRow.counted,
            AssessmentRow.verified,
            sa.type_coerce(AssessmentRow.submitted_at, sa.DateTime(timezone=True)).label("submitted_at"),
            sa.cast(AssessmentRow.taking_part, sa.Text).label("taking_part"),
            sa.cast(SubmissionRow.own, sa.Text).label("own"),
            CampaignInvitationRow.ref,
            CampaignInvitationRow.email,
            CampaignInvitationRow.firm,
            sa.cast(SubmissionRow.profile, sa.Text).label("profile"),
            SubmissionRow.codes,
        )
        .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
        .outerjoin(CampaignInvitationRow, CampaignInvitationRow.id == AssessmentRow.invitation_id)
        .where(
            in_campaign(campaign.id, standing=campaign.standing),
            AssessmentRow.invented.is_(False),
            SubmissionRow.content_hash == instrument.content_hash,
            SubmissionRow.revision
            == sa.select(sa.func.max(_LATER.revision))
            .where(_LATER.assessment_id == AssessmentRow.id)
            .correlate(AssessmentRow)
            .scalar_subquery(),
        )
        .order_by(AssessmentRow.id)
    )


def _profile(campaign: Campaign, rows: Sequence[Any]) -> pd.DataFrame:
    """The profile of each row, with what makes its firm count once: what it says of that now, not when it handed in."""
    said = [_understood(row.taking_part) for row in rows]
    profiles = [json.loads(row.profile) for row in rows]
    names = [profile.get("firm") or row.firm or "" for profile, row in zip(profiles, rows, strict=True)]
    emails = [one.get("email") or row.email or "" for row, one in zip(rows, said, strict=True)]
    refs = [_ref(campaign, row, one, email) for row, one, email in zip(rows, said, emails, strict=True)]
    series = pd.Series([row.series for row in rows], dtype="str")
    stage = np.array([int(row.stage.removeprefix("T")) for row in rows], dtype=int)
    known = pd.DataFrame({"firm": names, "ref": refs, "email": emails}, dtype="str")
    known = _alike_in_series(known, series, stage)
    nameless = (known == "").all(axis=1)
    known["ref"] = known["ref"].mask(nameless, "series " + series)
    known = known.astype("string").mask(known == "", pd.NA)
    counted = _counted(campaign, rows, series, stage)
    return profile_columns(profiles).assign(
        firm=known["firm"],
        ref=known["ref"],
        email=known["email"],
        stage=pd.Series([row.stage for row in rows], dtype="string"),
        date=pd.Series([_day(row.submitted_at) for row in rows], dtype="string"),
        source=pd.Series([row.source for row in rows], dtype="string"),
        counted=pd.Series(counted, dtype="boolean"),
    )


def _ref(campaign: Campaign, row: Any, said: Mapping[str, str], email: str) -> str:
    """The number of a firm: in a public register, in whatever form it is written; else, where it has no e-mail address,
    that of the body's own list, which means nothing to another body."""
    register = "".join(sign for sign in said.get("register", "") if sign.isalnum())
    if register:
        return f"register {register}"
    return f"{row.ref} in the list of {campaign.organisation_id}" if row.ref and not email else ""


def _alike_in_series(known: pd.DataFrame, series: pd.Series, stage: NDArray[np.int_]) -> pd.DataFrame:
    """What any stage of a series says of who the firm is, said of all: it is one firm, and counts once."""
    order = np.argsort(stage, kind="stable")
    stated = known.iloc[order].where(known.iloc[order] != "")
    first = stated.groupby(series.iloc[order].to_numpy(dtype=object)).first()
    found = first.reindex(series).reset_index(drop=True).fillna("")
    return found.set_index(known.index)


def _counted(campaign: Campaign, rows: Sequence[Any], series: pd.Series, stage: NDArray[np.int_]) -> NDArray[np.bool_]:
    """Which stages count: the firm agreed to it, and by this stage or one before it is known to be a firm.

    Of those that nobody invited it is known by the list alone: a code that another campaign sent does not count here.
    """
    enough = {"list"} if campaign.standing else {"code", "list"}
    known = np.array([row.verified in enough for row in rows], dtype=bool)
    first = pd.Series(np.where(known, stage, np.iinfo(int).max)).groupby(series.to_numpy(dtype=object)).transform("min")
    agreed = np.array([bool(row.counted) for row in rows], dtype=bool)
    found: NDArray[np.bool_] = agreed & (stage >= first.to_numpy(dtype=int))
    return found


def _fields(campaign: Campaign, said: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """The groups of the body's own lists, where it has such a list; what is not in the list is not stated."""
    columns = {}
    for name in LISTS:
        entries = {entry.id for entry in getattr(campaign.lists, name)}
        if entries:
            chosen = [one.get(name, "") for one in said]
            columns[name] = [group if group in entries else NOT_STATED for group in chosen]
    return pd.DataFrame(columns, index=range(len(said)), dtype="str")


def _choices(campaign: Campaign, answers: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """The marks of the body's own questions: 1 chosen, 0 not chosen, -1 not answered; int8 (rows, options)."""
    columns: dict[str, NDArray[np.int8]] = {}
    for question in campaign.questions:
        given = [_chosen(one.get(question.id)) for one in answers]
        for option in question.options:
            marks = [-1 if chosen is None else int(option.id in chosen) for chosen in given]
            columns[f"{OWN}{question.id}.{option.id}"] = np.array(marks, dtype=np.int8)
    return pd.DataFrame(columns, index=range(len(answers)))


def _chosen(given: Any) -> Sequence[str] | None:
    """The options chosen: of a single choice one; None where nothing was answered."""
    if given is None or given == "":
        return None
    return [given] if isinstance(given, str) else list(given)


def _understood(text: str) -> dict[str, Any]:
    """Most stages say nothing for the campaign alone, and need not be opened."""
    found: dict[str, Any] = {} if text == "{}" else json.loads(text)
    return found


def _day(moment: datetime) -> str:
    """In UTC, which SQLite's moments are without saying so."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
