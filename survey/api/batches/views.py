"""Batches as programs order and follow them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response, abort, url_for
from flask_babel import get_locale

from survey.api.batches import models
from survey.api.batches.models import BatchReport, BatchReports, NewBatch, ReportsAsked
from survey.api.clients.models import Idempotency
from survey.api.document import File
from survey.api.operations import Made, operation
from survey.api.problems import Fault, RefusedError
from survey.api.reading import MOST_FAULTS, check_language, conflict
from survey.naming import file_name
from survey.sending import PDF, ZIP, attachment, stored_attachment
from survey.storage import batches, client_tags
from survey.storage.batches import (
    Batch,
    NobodyError,
    OrderError,
    TwiceError,
    UnfinishedError,
    UnknownClientsError,
    Wish,
)
from survey.storage.keys import Program
from survey.storage.models import now
from survey.storage.tokens import id_of, new_id


@operation("batches:read", tag="batches", returns=models.Batches)
def list_batches(program: Program) -> models.Batches:
    """List the newest batches"""
    return models.Batches(items=[_told(one) for one in batches.listing(program.member.organisation_id)])


@operation(
    "batches:write", tag="batches", body=NewBatch, headers=Idempotency, returns=models.Batch, makes=True, refuses=(409,)
)
def order_batch(program: Program, given: NewBatch, beside: Idempotency) -> Made:
    """Order a batch

    The newest report of each client, made one after another; ask again how far it is. With an `Idempotency-Key`, the
    same order sent again after a lost answer orders nothing and is answered with the batch of the first time."""
    check_language(given.language, "body")
    wish = _wish(program, given)
    key = id_of("api", beside.key) if beside.key else new_id()
    moment = now()
    try:
        batch = _found(program, batches.begin(program.member, wish, key))
    except OrderError as refused:
        raise _refused(refused, wish.clients) from None
    before = batch.created_at < moment
    if before and not _is_same(program, batch, wish, named=given.clients is not None):
        raise conflict("idempotency_key_used", "This Idempotency-Key was sent with another order.", "header")
    address = url_for("api.get_batch", batch_id=batch.public_id)
    return Made(_told(batch), address, 200 if before else 201)


@operation("batches:read", tag="batches", returns=models.Batch)
def get_batch(program: Program, batch_id: str) -> models.Batch:
    """Get a batch, and how far it is"""
    return _told(_found(program, batch_id))


@operation("batches:write", tag="batches", returns=models.Batch, refuses=(409,))
def pause_batch(program: Program, batch_id: str) -> models.Batch:
    """Pause a batch

    What is in hand is finished."""
    return _changed(program, batch_id, batches.pause)


@operation("batches:write", tag="batches", returns=models.Batch, refuses=(409,))
def resume_batch(program: Program, batch_id: str) -> models.Batch:
    """Go on with a paused batch"""
    return _changed(program, batch_id, batches.resume)


@operation("batches:write", tag="batches", returns=models.Batch, refuses=(409,))
def cancel_batch(program: Program, batch_id: str) -> models.Batch:
    """Cancel a batch

    Its files are removed."""
    return _changed(program, batch_id, batches.cancel)


@operation("batches:write", tag="batches", returns=models.Batch, refuses=(409,))
def retry_batch(program: Program, batch_id: str) -> models.Batch:
    """Try again what failed"""
    return _changed(program, batch_id, batches.retry)


@operation("batches:read", tag="batches", query=ReportsAsked, returns=BatchReports)
def list_batch_reports(program: Program, batch_id: str, asked: ReportsAsked) -> BatchReports:
    """List the reports of a batch"""
    member = program.member
    page = batches.items(member.organisation_id, batch_id, page=asked.page, only=asked.status or "") or abort(404)
    items = [BatchReport.model_validate(vars(one)) for one in page.items]
    return BatchReports(items=items, page=page.number, pages=page.pages, total=page.found)


@operation("batches:read", tag="batches", returns=File((PDF,)))
def get_batch_report(program: Program, batch_id: str, position: int) -> Response:
    """Get one report of a batch

    As soon as it is made, and for as long as the batch is kept. What is for `us` an adviser's key gets alone."""
    _taken(program, batch_id)
    name, content = batches.report_file(program.member.organisation_id, batch_id, position) or abort(404)
    return attachment(content, PDF, name)


@operation("batches:read", tag="batches", returns=File((ZIP,)))
def get_batch_archive(program: Program, batch_id: str) -> Response:
    """Get the archive of a batch

    All its reports and an index sheet, once it is done; 404 until then, and after its time. What is for `us` an
    adviser's key gets alone."""
    found = _taken(program, batch_id)
    path = batches.archive_file(program.member.organisation_id, batch_id) or abort(404)
    name = file_name("zip", program.member.organisation_name, found.name)
    try:
        return stored_attachment(path, ZIP, name, conditional=False)
    except FileNotFoundError:  # removed a moment ago
        abort(404)


def _found(program: Program, batch_id: str) -> Batch:
    return batches.find(program.member.organisation_id, batch_id) or abort(404)


def _taken(program: Program, batch_id: str) -> Batch:
    """The batch, if the member whose key it is may take its files."""
    found = _found(program, batch_id)
    return found if program.member.may(found.takers) else abort(404)


def _changed(program: Program, batch_id: str, change: Callable[[int, str], bool]) -> models.Batch:
    found = _found(program, batch_id)
    if not change(program.member.organisation_id, found.public_id):
        raise conflict("not_now", f"This cannot be done with a batch that is {found.status}.")
    return _told(_found(program, batch_id))


def _wish(program: Program, given: NewBatch) -> Wish:
    clients = given.clients if given.clients is not None else _every(program, given)
    if given.clients is not None and (given.tag or given.only_new):
        faults = [Fault(loc=["body", "clients"], msg="Name clients, or say which by `tag` and `only_new`, not both")]
        raise RefusedError(422, "invalid", "The order says twice of which clients.", faults)
    language = given.language or str(get_locale())
    name = " ".join(given.name.split())
    return Wish(name, tuple(clients), language, given.paper, given.audience == "us", given.letter)


def _every(program: Program, given: NewBatch) -> list[str]:
    tag = client_tags.key_of(given.tag)
    found = batches.eligible(program.member.organisation_id, new_since_last=given.only_new, tag=tag)
    return [one.public_id for one in found]


def _is_same(program: Program, batch: Batch, wish: Wish, *, named: bool) -> bool:
    """``named``: the order names its clients; who else it is for changes from one moment to the next."""
    there = (batch.name, batch.language, batch.paper, batch.for_us, batch.letter)
    if there != (wish.name, wish.language, wish.paper, wish.for_us, wish.letter):
        return False
    return not named or batches.is_for(program.member.organisation_id, batch.public_id, wish.clients)


def _refused(refused: OrderError, clients: Sequence[str]) -> RefusedError:
    """Why an order cannot be taken, each client at its place."""
    if isinstance(refused, NobodyError):
        return conflict("not_submitted", "There is no client of which a report could be made.")
    if isinstance(refused, UnfinishedError):
        return conflict("not_submitted", "Of some of these clients nothing was handed in yet.")
    if isinstance(refused, TwiceError):
        fault = Fault(loc=["body", "clients"], msg="A client is named more than once")
        return RefusedError(422, "invalid", "A client is named more than once.", [fault])
    unknown = set(refused.clients) if isinstance(refused, UnknownClientsError) else set()
    places = [place for place, client in enumerate(clients) if client in unknown]
    faults = [Fault(loc=["body", "clients", place], msg="There is no such client") for place in places]
    return RefusedError(422, "invalid", "Some of these are no clients of the organisation.", faults[:MOST_FAULTS])


def _told(batch: Batch) -> models.Batch:
    return models.Batch(
        id=batch.public_id,
        name=batch.name,
        by=batch.by,
        status=batch.status,
        language=batch.language,
        paper=batch.paper,
        audience="us" if batch.for_us else "others",
        letter=batch.letter,
        day=batch.day,
        total=batch.total,
        done=batch.done,
        failed=batch.failed,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        expires_at=batch.expires_at,
        seconds_left=batch.seconds_left,
        size=batch.size,
    )
