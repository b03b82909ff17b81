"""Everything that an organisation holds, as one ZIP: written to a file of its own a few clients at a time."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import IO, Any

import pandas as pd
from flask import current_app, render_template

from scoring.instrument import Instrument
from scoring.workbooks import write_workbook
from survey.consultants.files import making
from survey.naming import safe_words
from survey.storage import exporting, holdings
from survey.storage.clients import Client
from survey.storage.values import Member

FORMAT = 1
"""Version of the archive's form; raised when an older reader would misread a newer one."""

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""One moment for every file, the earliest a ZIP knows, so that the same holdings give the same archive."""

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


def archive(member: Member) -> IO[bytes]:
    """All of the member's organisation in a ZIP that is gone once it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        _Archive(zipped, member.organisation_id).write()
    return file


def of_client(member: Member, client: Client) -> bytes:
    """All of one client as JSON: what ``clients.json`` and ``assessments.jsonl`` of the archive say of it."""
    ids = [client.id]
    held = {
        "format": FORMAT,
        "organisation": member.organisation_name,
        "client": holdings.clients(member.organisation_id, ids)[0],
        "assessments": holdings.assessments(member.organisation_id, ids),
    }
    return _json(held, indent=1) + b"\n"


@dataclass(frozen=True)
class _Archive:
    """A ZIP in the making. No name of a file in it comes from what somebody typed."""

    zipped: zipfile.ZipFile
    organisation_id: int

    @cached_property
    def ids(self) -> list[int]:
        return exporting.client_ids(self.organisation_id)

    def write(self) -> None:
        # Lines end as every editor of every system understands.
        told = render_template("consultants/everything.txt").replace("\n", "\r\n")
        self._put("README.txt", told.encode("utf-8-sig"))
        instruments = holdings.instruments(self.organisation_id)
        self._put("organisation.json", _json(self._organisation(instruments), indent=1))
        if logo := holdings.logo(self.organisation_id):
            self._put("logo.png", logo)
        self._put_clients()
        self._put_table("clients.xlsx", making.client_tables(self.organisation_id, self.ids))
        self._put_assessments()
        for instrument in instruments:
            self._put_wordings(instrument["reference"], instrument["content_hash"])
        for asked in making.asked(self.organisation_id):
            name = _stem(asked.used.reference)
            self._put_table(f"answers-{name}.xlsx", making.answer_tables(asked, self.ids))
            self._put_table(f"scores-{name}.xlsx", making.score_tables(asked, self.ids))
        self._put("sheet_words.json", _json(holdings.sheet_words(self.organisation_id), indent=1))
        self._put_imports()

    def _organisation(self, instruments: Sequence[holdings.Record]) -> dict[str, Any]:
        return {"format": FORMAT, **holdings.organisation(self.organisation_id), "instruments": instruments}

    def _put_clients(self) -> None:
        with self._file("clients.json") as part:
            for place, record in enumerate(self._records(holdings.clients)):
                part.write((b",\n" if place else b"[\n") + _json(record))
            part.write(b"\n]\n" if self.ids else b"[]\n")

    def _put_assessments(self) -> None:
        with self._file("assessments.jsonl") as part:
            for record in self._records(holdings.assessments):
                part.write(_json(record) + b"\n")

    def _put_wordings(self, reference: str, content_hash: str) -> None:
        """The instrument in its own language, and in each on offer into which it is translated."""
        first = making.as_answered(reference, content_hash)
        wordings: dict[str, Instrument] = {}
        for language in dict.fromkeys((first.language, *current_app.config["WAYMARK"].languages) if first else ()):
            worded = making.as_answered(reference, content_hash, language)
            if worded and worded not in wordings.values():
                wordings[language] = worded
        for language, worded in wordings.items():
            content = _json(worded.model_dump(mode="json"), indent=1)
            self._put(f"instruments/{_stem(reference)}.{language}.json", content)

    def _put_imports(self) -> None:
        kept = []
        for file in holdings.uploaded_files(self.organisation_id):
            content = holdings.content_of(file)
            if content is not None:
                path = f"imports/{file.public_id}/{_name_in_archive(file)}"
                self._put(path, content)
                kept.append({"import": file.public_id, "position": file.position, "name": file.name, "file": path})
        self._put("imports.json", _json({"imports": holdings.imports(self.organisation_id), "files": kept}, indent=1))

    def _records(self, read: Any) -> Iterator[holdings.Record]:
        for some in exporting.batches(self.ids):
            yield from read(self.organisation_id, some)

    def _put_table(self, name: str, tables: Iterable[pd.DataFrame]) -> None:
        with tempfile.TemporaryFile() as table:
            write_workbook(table, tables)
            table.seek(0)
            with self._file(name) as part:
                shutil.copyfileobj(table, part)

    def _put(self, name: str, content: bytes) -> None:
        with self._file(name) as part:
            part.write(content)

    @contextmanager
    def _file(self, name: str) -> Iterator[IO[bytes]]:
        info = zipfile.ZipInfo(name, _MOMENT)
        info.external_attr = 0o644 << 16
        # A workbook is compressed already.
        info.compress_type = zipfile.ZIP_STORED if name.endswith(".xlsx") else zipfile.ZIP_DEFLATED
        # Its size is not known before; without this a part of 2 GB could not be written.
        with self.zipped.open(info, "w", force_zip64=True) as part:
            yield part


def _stem(reference: str) -> str:
    """What files about an instrument are called by."""
    return "-".join(safe_words(reference))


def _name_in_archive(file: holdings.UploadedFile) -> str:
    """By its place, with the ending that says what opens it."""
    if file.position < 0:
        return "cells"
    ending = PurePosixPath(file.name).suffix.lower()
    return f"{file.position + 1}{ending if _ENDING.fullmatch(ending) else ''}"


def _json(value: Any, indent: int | None = None) -> bytes:
    """Half of a surrogate pair, which UTF-8 cannot hold, is written as JSON writes it for ASCII."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent, default=datetime.isoformat)
    return text.encode(errors="backslashreplace")
