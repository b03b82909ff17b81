"""Sheets for tests: an organisation that uploads them, and what its clients' answers are afterwards."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from scoring.template import template
from survey import instruments
from survey.jobs.worker import work_once
from survey.storage.database import reading
from survey.storage.models import AssessmentRow, ClientRow, SubmissionRow
from tests.integration.members import member, organisation, signed_in
from tests.integration.pages import Page, Visitor, checked, words

Rows = Sequence[Sequence[str]]


@dataclass
class Office:
    """An organisation, and one of its advisers at a browser."""

    app: Flask
    organisation: str
    visitor: Visitor

    @property
    def sheets(self) -> str:
        return f"/o/{self.organisation}/sheets"

    def upload(self, *files: tuple[str, bytes]) -> Page:
        """Upload these files; where that leads."""
        _, values = self.visitor.get(self.sheets).form("/sheets")
        posted = [FileStorage(io.BytesIO(content), filename=name) for name, content in files]
        data = MultiDict(
            [*(pair for pair in values.items() if pair[0] != "files"), *(("files", one) for one in posted)]
        )
        boundary, body = encode_multipart(data)
        kind = f'multipart/form-data; boundary="{boundary}"'
        response = self.visitor.client.post(self.sheets, data=body, content_type=kind)
        if response.status_code >= 400:
            return checked(self.sheets, response)
        return self.visitor.get(response.location)

    def worked(self, page: Page) -> Page:
        """The same page, after a worker has done all there is to do."""
        work(self.app)
        return self.visitor.get(page.address)

    def imported(self, page: Page) -> Page:
        """Press the button that imports; the page when all is done."""
        rows = "good" if b'value="good"' in page.html.encode() else "all"
        return self.worked(self.visitor.send(page, {"rows": rows}, action="/import"))

    def stored(self, number: int = 0) -> dict[str, Stage]:
        """What clients have at this stage, by their number, or name where they have none."""
        with self.app.app_context(), reading() as session:
            query = (
                sa.select(ClientRow, AssessmentRow, SubmissionRow)
                .join(AssessmentRow, AssessmentRow.client_id == ClientRow.id)
                .join(SubmissionRow, SubmissionRow.assessment_id == AssessmentRow.id)
                .where(SubmissionRow.revision == AssessmentRow.revision, AssessmentRow.stage == f"T{number}")
            )
            rows = [row for row in session.execute(query) if self._owns(session, row.ClientRow)]
            return {row.ClientRow.ref or row.ClientRow.name: Stage.of(row) for row in rows}

    def _owns(self, session: sa.orm.Session, client: ClientRow) -> bool:
        from survey.storage.models import OrganisationRow  # noqa: PLC0415

        return session.get_one(OrganisationRow, client.organisation_id).public_id == self.organisation


@dataclass(frozen=True)
class Stage:
    """What is stored of one stage of one client."""

    client: str
    email: str
    client_profile: dict[str, str]
    profile: dict[str, str]
    answers: dict[str, object]
    overall: float
    dimensions: dict[str, float]
    revision: int
    source: str
    day: str
    counted: bool | None

    @classmethod
    def of(cls, row: sa.Row) -> Stage:  # type: ignore[type-arg]
        client, stage, last = row.ClientRow, row.AssessmentRow, row.SubmissionRow
        return cls(
            client.name,
            client.email,
            client.profile,
            last.profile,
            last.answers,
            last.scores["overall"],
            last.scores["dimensions"],
            stage.revision,
            stage.source,
            stage.submitted_at.date().isoformat(),
            stage.counted,
        )


def office(app: Flask, name: str = "Harbour Advisers") -> Office:
    """A new organisation and its adviser."""
    theirs = organisation(app, name)
    return Office(app, theirs, signed_in(app, member(app, theirs, "adviser").user_id))


def tally(page: Page) -> dict[str, int]:
    """What the preview says becomes of the rows; only what is not 0."""
    pairs = [
        (words(one.find("dt")), words(one.find("dd"))) for one in page.root.iter("div") if one.find("dd") is not None
    ]
    return {name: int(count.replace(",", "")) for name, count in pairs if count != "0"}


def work(app: Flask) -> None:
    """Let a worker do all imports that are ordered."""
    from survey.jobs.handlers import run_import  # noqa: PLC0415

    while work_once(app, {"import": run_import}):
        pass


def as_csv(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(rows: Rows) -> bytes:
    """A workbook; what looks like a number is one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return file.getvalue()


def real_rows(reference_data: Path, firms: int = 100) -> list[list[str]]:
    """The answers of real firms, with a name and a number for each."""
    with (reference_data / "firms" / "it_flexibility.csv").open() as file:
        header, *rows = csv.reader(file)
    named = [[f"Firm {at:03}", f"{at:05}", *row] for at, row in enumerate(rows[:firms], start=1)]
    return [["firm", "ref", *(name.lower() for name in header)], *named]


def interviews(app: Flask, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Each row in a workbook of its own, filled in as an adviser would fill in the template."""
    import openpyxl  # noqa: PLC0415

    with app.app_context():
        empty = template(instruments.current(), "xlsx", layout="interview")
    header, *firms = rows
    for firm in firms:
        book = openpyxl.load_workbook(io.BytesIO(empty))
        sheet = book.worksheets[0]
        for line in sheet.iter_rows(min_col=1, max_col=1):
            name = str(line[0].value or "")
            if name in header:
                value = firm[header.index(name)]
                sheet[f"D{line[0].row}"] = int(value) if value.isdigit() and name != "ref" else value
        out = io.BytesIO()
        book.save(out)
        yield f"{firm[0]}.xlsx", out.getvalue()
