"""The salt by which firms in snapshots have no names: made once for an installation, the same for all its campaigns.

By one salt the same firm has the same key wherever it is counted, so that releases of several campaigns can be audited
beside each other.
"""

from __future__ import annotations

import secrets

from survey.storage.database import insert, reading, writing
from survey.storage.models import InstallationRow

NAME = "salt of firms in snapshots"
BYTES = 32


def salt() -> bytes:
    """The salt; made when first asked for, by one process only."""
    found = _kept()
    if found is None:
        new = {"name": NAME, "value": drawn()}
        with writing() as session:
            session.execute(insert(InstallationRow).values(**new).on_conflict_do_nothing())
        found = _kept()
    if found is None:
        raise LookupError(NAME)
    return bytes.fromhex(found)


def drawn() -> str:
    return secrets.token_hex(BYTES)


def _kept() -> str | None:
    with reading() as session:
        row = session.get(InstallationRow, NAME)
        return row.value if row else None
