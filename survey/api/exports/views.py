"""Clients, answers and scores as whole tables: the same that people download, and as JSON."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import IO, Annotated, Literal

import pandas as pd
from flask import Response, abort
from flask_babel import gettext as _
from pydantic import Field

from survey.api.document import File
from survey.api.operations import operation
from survey.api.words import Given, Line
from survey.consultants.files import kinds, making
from survey.consultants.files.making import Asked
from survey.consultants.files.wishes import CLIENTS
from survey.naming import file_name
from survey.sending import CSV, JSON, XLSX, written_attachment
from survey.storage import client_tags, exporting
from survey.storage.exporting import Which
from survey.storage.keys import Program

FILES = File((CSV, XLSX, JSON))

Format = Literal["csv", "xlsx", "json"]


class TableAsked(Given):
    """Of which clients, as what kind of file."""

    format: Format = Field("json", description="CSV is UTF-8 with commas; JSON is a list of objects, one for each row.")
    clients: Literal["current", "archived", "all"] = Field("current", description="Those in use, put away, or both.")
    tag: Annotated[Line, Field(max_length=client_tags.LONGEST)] = Field("", description="Only those with this tag.")


class ScoresAsked(TableAsked):
    """By which instrument as well."""

    instrument: Annotated[Line, Field(max_length=200)] | None = Field(
        None, description="With its version; by default the one that was last handed in."
    )


class AnswersAsked(ScoresAsked):
    """Of which stages and in which words as well."""

    stages: Literal["newest", "all"] = Field("newest", description="Of each client the last, or all that it finished.")
    cells: Literal["ids", "labels"] = Field(
        "ids", description="Answers by ids, the same in every language, or in words."
    )


@operation("exports:read", tag="exports", query=TableAsked, returns=FILES)
def export_clients(program: Program, asked: TableAsked) -> Response:
    """Get a table of clients"""
    tables = making.client_tables(program.member.organisation_id, _ids(program, asked))
    return _file(program, asked.format, tables, _("clients"))


@operation("exports:read", tag="exports", query=AnswersAsked, returns=FILES, refuses=(404,))
def export_answers(program: Program, asked: AnswersAsked) -> Response:
    """Get a table of answers

    In the columns of the template of sheets. 404 where no client has handed in anything by the instrument."""
    one, ids = _chosen(program, asked), _ids(program, asked)
    tables = making.answer_tables(one, ids, newest=asked.stages == "newest", labels=asked.cells == "labels")
    return _file(program, asked.format, tables, _("answers"), one.used.reference)


@operation("exports:read", tag="exports", query=ScoresAsked, returns=FILES, refuses=(404,))
def export_scores(program: Program, asked: ScoresAsked) -> Response:
    """Get a table of scores

    A row for each stage that was handed in. 404 where no client has handed in anything by the instrument."""
    one = _chosen(program, asked)
    return _file(program, asked.format, making.score_tables(one, _ids(program, asked)), _("scores"), one.used.reference)


def _ids(program: Program, asked: TableAsked) -> Sequence[int]:
    which = Which(CLIENTS[asked.clients], client_tags.key_of(asked.tag))
    return exporting.client_ids(program.member.organisation_id, which)


def _chosen(program: Program, asked: ScoresAsked) -> Asked:
    offered = {one.used.reference: one for one in making.asked(program.member.organisation_id)}
    return offered.get(asked.instrument or next(iter(offered), "")) or abort(404)


def _file(program: Program, wanted: Format, tables: Iterator[pd.DataFrame], what: str, of: str = "") -> Response:
    name = file_name(wanted, program.member.organisation_name, what, of)
    if wanted == "json":
        return written_attachment(_as_json(tables), JSON, name)
    kind = kinds.KINDS[wanted]
    return written_attachment(kinds.written(kind, tables), kind.mimetype, name)


def _as_json(tables: Iterator[pd.DataFrame]) -> IO[bytes]:
    whole = pd.concat(list(tables), ignore_index=True)
    return io.BytesIO(whole.to_json(orient="records", force_ascii=False, double_precision=10).encode())
