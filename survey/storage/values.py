"""What storage returns about an assessment: plain values, and the states in which it refuses a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from reports.firm.house import Advice
from scoring.answers import Answer, AnswerTable
from scoring.roadmap import RoadmapChoices
from scoring.scores import Scores

HIGHEST_ID = 2**31 - 1
"""What an integer column of PostgreSQL holds; asking for more than a database can hold is an error of its own."""

LinkKind = Literal["owner", "reader", "colleague"]
"""What a private link makes of who takes it: the firm itself; who may see results; who may answer some pages."""

Role = Literal["owner", "adviser", "viewer", "reader", "colleague"]
"""Who may do what with an assessment, the widest first. To those of private links come members of the organisation that
the firm is a client of: an adviser answers and plans for the firm, but neither consents nor deletes in its name; a
viewer sees results."""

Source = Literal["self", "interview", "import"]
"""Who gave the answers of an assessment: the firm itself, an adviser who asked it, or a sheet."""

OrganisationKind = Literal["consultancy", "body"]

MemberRole = Literal["owner", "adviser", "viewer"]
"""What a member of an organisation may do, the widest first: also lead it; work with its clients; look."""

MEMBER_ROLES: tuple[MemberRole, ...] = ("owner", "adviser", "viewer")

SheetLayout = Literal["wide", "interview"]

ReleaseStatus = Literal["draft", "published", "withdrawn"]
"""Where a release stands: a draft only its body sees; of a withdrawn one everybody sees that it was there."""

Rhythm = Literal["on demand", "monthly", "quarterly", "half-yearly", "yearly"]
"""How often a campaign makes a release by itself."""

Verified = Literal["", "code", "list"]
"""How it is known that a firm is one: by the code that invited it, or as its body ticked it in the list of names."""

ImportStatus = Literal["reading", "columns", "checking", "preview", "writing", "done", "failed"]
"""Where a sheet on its way in stands: ``columns`` and ``preview`` wait for a person, the others for the worker."""


@dataclass(frozen=True)
class Calling:
    """The campaign that an assessment was begun for, as far as each of its pages says it; ``body``: whose it is."""

    id: int
    campaign: str
    """Public id."""
    name: str
    body: str


@dataclass(frozen=True)
class Assessment:
    """One stage of one firm. ``profile``: firm, trade, people, country, region (see ``survey.profiles``).

    ``revision`` counts submissions, with the one that is being made; ``has_results``: one exists, and while an update
    is open it still is the result. ``previous`` and ``following``: public ids of the stages before and after.
    ``role``: what the asking browser is here.
    """

    public_id: str
    instrument: str
    content_hash: str
    profile: dict[str, Any]
    stage: str
    status: Literal["open", "submitted"]
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None
    counted: bool | None
    counted_at: datetime | None
    choices: RoadmapChoices
    series: str
    revision: int
    previous: str | None
    following: str | None
    role: Role = "owner"
    source: Source = "self"
    client: str | None = None
    organisation: str | None = None
    """Public ids of the client that this is an assessment of, and of the organisation whose client it is."""
    organisation_name: str = ""
    advice: Advice = Advice()  # noqa: RUF009 - frozen
    """What its adviser says about the roadmap; nothing for the firm and its readers once it ended sharing."""
    advice_revision: int = 0
    calling: Calling | None = None
    """None where nobody invited the firm."""
    taking_part: dict[str, Any] = field(default_factory=dict)
    own_answers: dict[str, Any] = field(default_factory=dict)
    """What the firm said for the campaign alone: see ``campaigns.values.TakingPart`` and ``OwnQuestion``. By what it is
    told from other firms only the firm itself is handed."""
    verified: Verified = ""
    verified_at: datetime | None = None
    """Of the body's decision, also where it does not know the firm."""
    invited: bool = False
    """Whether a code began it, or the stage before it counts by one."""

    @property
    def has_results(self) -> bool:
        return self.submitted_at is not None

    @property
    def may_change(self) -> bool:
        """Whether who asks may answer and plan: see ``finding.WORKERS``."""
        return self.role in ("owner", "adviser")


@dataclass(frozen=True)
class StoredAnswer:
    """An answer and how often it was written; None: it was cleared. ``by``: the colleague who gave it, if one did."""

    value: Answer | None
    revision: int
    by: str = ""


@dataclass(frozen=True)
class Conflict:
    """Someone else changed this question since the page was drawn; nothing was written for it."""

    question: str
    stored: StoredAnswer
    posted: Answer | None


@dataclass(frozen=True)
class Submission:
    """What was handed in, as it was scored then."""

    revision: int
    profile: dict[str, Any]
    answers: dict[str, Answer]
    table: AnswerTable
    scores: Scores
    submitted_at: datetime
    scorer_version: int


@dataclass(frozen=True)
class Member:
    """A person in an organisation, as the mechanism of access hands both to a page."""

    user_id: int
    name: str
    email: str
    role: MemberRole
    organisation_id: int
    organisation: str
    """Public id."""
    organisation_name: str
    kind: OrganisationKind
    invented: bool = False
    """Whether the organisation is one to look around in, whose clients are nobody."""

    def may(self, least: MemberRole) -> bool:
        """Whether the role is at least this one."""
        return MEMBER_ROLES.index(self.role) <= MEMBER_ROLES.index(least)


class AlreadyBegun(Exception):  # noqa: N818 - a state, not a fault
    """An assessment was begun by this code before; a code begins one and opens none."""


class AlreadySubmitted(Exception):  # noqa: N818 - a state, not a fault
    """Answers, notes and profile are frozen once handed in; an update opens them again."""


class NotSubmitted(Exception):  # noqa: N818 - a state, not a fault
    """This needs a result, and nothing has been handed in yet."""
