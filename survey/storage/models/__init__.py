"""The tables. Nothing outside ``survey.storage`` sees these rows: its functions return plain values."""

from survey.storage.models.accounts import InvitationRow, MembershipRow, OrganisationRow, UserRow
from survey.storage.models.base import Base, UtcDateTime, now
from survey.storage.models.batches import BatchRow
from survey.storage.models.campaigns import (
    CampaignInvitationRow,
    CampaignRow,
    HelpRow,
    InstallationRow,
    ReleaseRow,
)
from survey.storage.models.clients import (
    ClientNoteRow,
    ClientRow,
    ClientTagRow,
    ImportFileRow,
    ImportRow,
    SheetWordRow,
)
from survey.storage.models.firms import (
    AnswerRow,
    AssessmentRow,
    ContributionRow,
    InstrumentRow,
    LinkRow,
    NoteRow,
    Revised,
    RightRow,
    SubmissionRow,
)
from survey.storage.models.houses import HouseRow
from survey.storage.models.jobs import CounterRow, JobItemRow, JobRow
from survey.storage.models.keys import KeyRow

__all__ = [
    "AnswerRow",
    "AssessmentRow",
    "Base",
    "BatchRow",
    "CampaignInvitationRow",
    "CampaignRow",
    "ClientNoteRow",
    "ClientRow",
    "ClientTagRow",
    "ContributionRow",
    "CounterRow",
    "HelpRow",
    "HouseRow",
    "ImportFileRow",
    "ImportRow",
    "InstallationRow",
    "InstrumentRow",
    "InvitationRow",
    "JobItemRow",
    "JobRow",
    "KeyRow",
    "LinkRow",
    "MembershipRow",
    "NoteRow",
    "OrganisationRow",
    "ReleaseRow",
    "Revised",
    "RightRow",
    "SheetWordRow",
    "SubmissionRow",
    "UserRow",
    "UtcDateTime",
    "now",
]
