"""What each kind of job does."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import current_app
from flask_babel import force_locale

from survey.config import Settings
from survey.mail.letter import letter
from survey.mail.server import MailError, MailRefusedError, send, server_of
from survey.storage import access, outbox
from survey.storage.jobs import ATTEMPTS, HopelessError, Job
from survey.storage.purging import purge

logger = logging.getLogger(__name__)


def run_purge(_job: Job) -> None:
    """Remove what the settings say must not be kept."""
    removed = purge(current_app.config["WAYMARK"].draft_age)
    logger.info("purged %s", ", ".join(f"{count} {table}" for table, count in removed.items()))


def send_mail(job: Job) -> None:
    """Make a private link and send it. Another attempt makes another link, and the last one that fails leaves none."""
    settings: Settings = current_app.config["WAYMARK"]
    if not (settings.smtp_url and settings.mail_from and settings.public_url):
        raise MailError("there is no mail server in the settings any more")
    order, link = outbox.letter_of(job), outbox.fresh_link(job)
    if link is None:
        return
    address = f"{settings.public_url}/r/{link.token}"
    with force_locale(order.language):
        kind = "invitation" if order.by else order.kind
        message = letter(kind, address, sender=settings.mail_from, recipient=order.address, by=order.by)
    try:
        send(server_of(settings.smtp_url.get_secret_value()), message)
    except MailError as error:
        if not isinstance(error, MailRefusedError) and job.attempt < ATTEMPTS:
            raise  # the server may have taken the letter and hung up: its link lives until the next attempt
        access.revoke(order.assessment, link.id)
        raise HopelessError(str(error)) from None


HANDLERS: dict[str, Callable[[Job], None]] = {"purge": run_purge, outbox.KIND: send_mail}

HOURLY = frozenset({"purge"})
"""Kinds that are ordered once in every hour, however many workers there are."""
