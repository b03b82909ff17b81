"""Everything that was ever released, as the making of the next release and its audit need it.

Whatever became of a release, its body has read it, so drafts and withdrawn ones are here as well. Campaigns are told
apart by their public ids: names may change, and two campaigns may have the same one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from scoring import jsonfile
from scoring.instrument import Instrument
from scoring.release.files import from_json
from scoring.release.model import Published
from scoring.release.snapshot_file import keys_in, read_snapshot
from survey.storage.database import reading
from survey.storage.models import CampaignRow, ReleaseRow

_NUMBERS = (
    sa.select(ReleaseRow.id, ReleaseRow.number, CampaignRow.public_id)
    .join(CampaignRow, CampaignRow.id == ReleaseRow.campaign_id)
    .order_by(CampaignRow.id, ReleaseRow.number)
)


def history(campaign_id: int, instrument: Instrument) -> tuple[Published, ...]:
    """All releases of a campaign, the oldest first, each with the firms that it was made from.

    Raises ``ReleaseError`` where one is of another instrument, or broken.
    """
    return tuple(_published(row, instrument) for row in _numbers(CampaignRow.id == campaign_id))


def others(campaign_id: int, instrument: Instrument, keys: Collection[str]) -> tuple[tuple[Published, ...], ...]:
    """The histories of all other campaigns by this scoring in which one of these firms is counted, or was."""
    wanted = frozenset(keys)
    found: dict[str, list[Any]] = {}
    for row in _numbers(CampaignRow.id != campaign_id):
        found.setdefault(row.public_id, []).append(row)
    return tuple(
        tuple(_published(row, instrument) for row in rows)
        for rows in found.values()
        if _is_by(rows[-1], instrument) and any(not wanted.isdisjoint(_keys(row)) for row in rows)
    )


def _numbers(which: sa.ColumnElement[bool]) -> list[Any]:
    with reading() as session:
        return list(session.execute(_NUMBERS.where(which)))


def _published(row: Any, instrument: Instrument) -> Published:
    """One release, read apart from the others: each with its firms may take tens of MB."""
    data, snapshot = _content(row, ReleaseRow.data, ReleaseRow.snapshot)
    content = jsonfile.understood(data)
    release = from_json(content, instrument)
    firms = read_snapshot(snapshot, belongs_to=content["checksum"])
    return Published(replace(release, campaign=row.public_id), firms)


def _is_by(row: Any, instrument: Instrument) -> bool:
    (data,) = _content(row, ReleaseRow.data)
    return bool(jsonfile.understood(data)["hash"] == instrument.content_hash)


def _keys(row: Any) -> Iterator[str]:
    (snapshot,) = _content(row, ReleaseRow.snapshot)
    yield from keys_in(snapshot)


def _content(row: Any, *columns: Any) -> tuple[Any, ...]:
    with reading() as session:
        return tuple(session.execute(sa.select(*columns).where(ReleaseRow.id == row.id)).one())
