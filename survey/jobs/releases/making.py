"""Making a release: from what counts to tables that passed the audit, kept with the firms they were made from."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import replace

from flask import current_app

from scoring.instrument import Instrument
from scoring.loading import load
from scoring.messages import N_, Message, WaymarkError
from scoring.release.audit import Finding
from scoring.release.build import build
from scoring.release.disclosure import Rules
from scoring.release.model import Published
from scoring.release.passing import Passed, passed
from scoring.release.segmenting import with_segments
from survey.storage import jobs
from survey.storage.campaigns import finding
from survey.storage.campaigns.rounding import firms_needed
from survey.storage.campaigns.values import Campaign
from survey.storage.jobs import Job
from survey.storage.models import now
from survey.storage.releases import HeldBack, Told, keeping
from survey.storage.releases.firms import Firms, firms_of
from survey.storage.releases.history import history, others
from survey.storage.releases.keeping import OutdatedError

logger = logging.getLogger(__name__)

TRIES = 3
"""How often a release is made anew at once, where another one was kept meanwhile."""

NOBODY_INVITED = "Firms that nobody invited"
"""What releases of the standing campaign are called where nobody named it, in files that are the same for everybody;
whoever shows one says it in the reader's language."""

TOO_FEW = N_("Fewer than {n} firms count so far: there is nothing to release yet.")
ALL_KNOWN = N_("There are accounts that know so many of these firms that no figure may be published yet.")
ALL_HELD = N_("Nothing can be published: all of it would give a firm away.")


class NothingError(Exception):
    """There is nothing that may be published; ``reason`` says why, and no release is kept."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.id)
        self.reason = reason


def make(job: Job) -> None:
    """Make the release that was ordered, or say why there is none, and end the job. What goes wrong otherwise is noted
    in the job, which is tried again."""
    campaign = finding.numbered(job.payload["campaign"])
    if campaign is None:
        jobs.finish(job)
        return
    try:
        _made(job, campaign)
    except NothingError as nothing:
        keeping.refuse(job, campaign.id, [nothing.reason])
    except WaymarkError as error:
        keeping.refuse(job, campaign.id, [problem.message for problem in error.problems])
    except Exception as error:
        # What went wrong may quote an answer, which has no place in a log; where it went wrong has.
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__} in {place.name}, line {place.lineno}"
        logger.error("a release could not be made in attempt %s: %s", job.attempt, told)
        jobs.fail(job, told)


def _made(job: Job, campaign: Campaign) -> None:
    """Made anew where another release was kept meanwhile, since this one was not audited beside it."""
    for attempt in range(TRIES):
        since = keeping.seen()
        published, told = release_of(campaign)
        try:
            keeping.keep(job, campaign.id, published, told, since=since)
        except OutdatedError:
            if attempt + 1 == TRIES:
                raise
        else:
            return


def release_of(campaign: Campaign) -> tuple[Published, Told]:
    """The next release of a campaign as it may be published, and what is told of it.

    Raises ``NothingError``, and the errors of scoring, such as ``ReleaseError``.
    """
    instrument = load(campaign.instrument, folder=current_app.config["WAYMARK"].instrument_dir)
    firms = firms_of(campaign, instrument)
    past = history(campaign.id, instrument)
    made, segments = with_segments(_built(campaign, instrument, firms, past), instrument, past)
    beside = others(campaign.id, instrument, made.snapshot.keys)
    result = passed(past, made, instrument, beside)
    if not result.published.release.tables:
        raise NothingError(Message(ALL_HELD))
    called = replace(result.published.release, campaign=campaign.name or NOBODY_INVITED)
    return replace(result.published, release=called), _told(made, result, (*firms.notes, segments))


def _built(campaign: Campaign, instrument: Instrument, firms: Firms, past: Sequence[Published]) -> Published:
    """What may be published before the audit. The campaign is called by its id, as its history is."""
    rules = Rules(campaign.least)
    if len(firms.snapshot) < (needed := firms_needed(rules.least)):
        raise NothingError(Message(TOO_FEW, {"n": needed}))
    made = build(
        firms.snapshot,
        instrument,
        campaign=campaign.public_id,
        date=now().date(),
        history=past,
        rules=rules,
        merges=campaign.grouping,
        titles=firms.titles,
        choices=firms.choices,
        response=firms.response,
    )
    if not made.release.tables:
        raise NothingError(Message(ALL_KNOWN))
    return made


def _told(made: Published, result: Passed, notes: Sequence[Message]) -> Told:
    left = {table.fields for table in result.published.release.tables}
    return Told(
        held_back=_findings(result.held_back),
        earlier=_findings(result.earlier),
        whole_tables=tuple(table.fields for table in made.release.tables if table.fields not in left),
        out_of_time=result.out_of_time,
        notes=tuple(notes),
    )


def _findings(findings: Sequence[Finding]) -> tuple[HeldBack, ...]:
    """Each once, and without how many firms it is about."""
    told = (HeldBack(one.fields, one.measure, one.what, one.viewer) for one in findings)
    return tuple(dict.fromkeys(told))
