"""What each kind of job does."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta

from flask import current_app
from flask_babel import force_locale

from survey.accounts import letters
from survey.bodies.inviting.letter import campaign_words
from survey.config import Settings
from survey.mail.letter import letter
from survey.mail.server import MailError, MailRefusedError, send, server_of
from survey.storage import access, outbox
from survey.storage.batches import purging as batches
from survey.storage.campaigns import letters as inviting
from survey.storage.imports import uploads
from survey.storage.items import PACK
from survey.storage.jobs import ATTEMPTS, HopelessError, Job
from survey.storage.models import now
from survey.storage.purging import purge
from survey.storage.releases import ordering as releases

logger = logging.getLogger(__name__)

DESERTED_AFTER = timedelta(hours=1)


def run_purge(_job: Job) -> None:
    """Remove what the settings say must not be kept, and end or order again what every worker died of."""
    removed = purge(current_app.config["WAYMARK"].draft_age)
    for deserted in uploads.deserted(now() - DESERTED_AFTER):
        _give_up(deserted)
    removed = {**removed, "files of batches": batches.purge()}
    logger.info("purged %s", ", ".join(f"{count} {table}" for table, count in removed.items()))


def order_releases(_job: Job) -> None:
    """Have those releases made that their campaigns' rhythm asks for."""
    if ordered := releases.order_due(now().date()):
        logger.info("ordered %s releases", ordered)


def send_mail(job: Job) -> None:
    """Make a private link and send it. Another attempt makes another link, and the last one that fails leaves none."""
    site = _site()
    order, link = outbox.letter_of(job), outbox.fresh_link(job)
    if link is None:
        return
    try:
        kind = "firm_invitation" if order.by else order.kind
        _send(kind, f"{site}/r/{link.token}", order.address, order.language, by=order.by)
    except MailError as error:
        if not isinstance(error, MailRefusedError) and job.attempt < ATTEMPTS:
            raise  # the server may have taken the letter and hung up: its link lives until the next attempt
        access.revoke(order.assessment, link.id)
        raise HopelessError(str(error)) from None


def send_account_mail(job: Job) -> None:
    """Make the link of a letter about an account and send it, as long as there is somebody it is for."""
    site = _site()
    order = outbox.account_letter_of(job)
    path = letters.path_of(order)
    if path is None:
        return
    try:
        _send(order.kind, f"{site}{path}", order.address, order.language)
    except MailRefusedError as error:
        raise HopelessError(str(error)) from None


def send_campaign_mail(job: Job) -> None:
    """Make a code for a firm that a campaign invites, and send it; one that fails for good leaves the code before."""
    site = _site()
    order = inviting.fresh(job)
    if order is None:
        return
    with force_locale(order.language):
        said = campaign_words(order, site)
    try:
        _send(f"campaign_{order.kind}", recipient=order.address, language=order.language, **said)
    except MailError as error:
        if not isinstance(error, MailRefusedError) and job.attempt < ATTEMPTS:
            raise
        inviting.not_delivered(job, order)
        raise HopelessError(str(error)) from None


def run_pack(job: Job) -> None:
    """Make the archive of a batch."""
    from survey.jobs.batches import packing  # noqa: PLC0415 - analytics take seconds to import

    packing.run_pack(job)


class ImportBrokenError(Exception):
    """An import failed for a reason that nobody foresaw."""


def run_import(job: Job) -> None:
    """Take a sheet on until it waits for a person. After the last attempt that fails it ends, and says so."""
    from survey.consultants.sheets import steps  # noqa: PLC0415 - analytics take seconds to import

    try:
        steps.advance(job.payload[uploads.KIND])
    except Exception as error:
        if job.attempt >= ATTEMPTS:
            _give_up(job.payload[uploads.KIND])
        # What went wrong may quote an answer, which has no place in a log; where it went wrong has.
        place = traceback.extract_tb(error.__traceback__)[-1]
        raise ImportBrokenError(f"{type(error).__name__} in {place.name}, line {place.lineno}") from None


def _give_up(import_id: str) -> None:
    from survey.consultants.sheets import steps  # noqa: PLC0415 - analytics take seconds to import

    steps.give_up(import_id)


def _site() -> str:
    """What links begin with. Raises ``MailError`` where no mail can be sent."""
    settings: Settings = current_app.config["WAYMARK"]
    if not (settings.smtp_url and settings.mail_from and settings.public_url):
        raise MailError("there is no mail server in the settings any more")
    return settings.public_url


def _send(kind: str, link: str, recipient: str, language: str, **said: str) -> None:
    settings: Settings = current_app.config["WAYMARK"]
    with force_locale(language):
        message = letter(kind, link, sender=settings.mail_from or "", recipient=recipient, **said)
    send(server_of(settings.smtp_url.get_secret_value() if settings.smtp_url else ""), message)


HANDLERS: dict[str, Callable[[Job], None]] = {
    "purge": run_purge,
    "releases due": order_releases,
    outbox.KIND: send_mail,
    outbox.ACCOUNT_KIND: send_account_mail,
    inviting.KIND: send_campaign_mail,
    uploads.KIND: run_import,
    PACK: run_pack,
}

HOURLY = frozenset({"purge", "releases due"})
"""Kinds that are ordered once in every hour, however many workers there are."""
