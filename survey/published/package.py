"""What the files of a release are, for programs: a description in the form of Frictionless Data Packages."""

from __future__ import annotations

from typing import Any

from reports.sector import SectorReport
from reports.sector.files import COLUMNS
from scoring import jsonfile
from scoring.release import codebook, tables
from survey.naming import safe_words
from survey.sending import CSV, JSON, XLSX

LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
"""As campaigns call them → the name and the address that programs know them by."""

NUMBERS = {"value": "number", "n": "integer", "number": "integer", "date": "date"}
"""Columns that are no text."""


def data_package(report: SectorReport, licence: str) -> bytes:
    """The bytes of ``datapackage.json``."""
    return jsonfile.written({
        "profile": "data-package",
        "name": "-".join([*safe_words(report.campaign), str(report.number)]).lower(),
        "title": report.title,
        "description": report.headline or report.nothing,
        "version": str(report.number),
        "created": f"{report.date.isoformat()}T00:00:00Z",
        "licenses": [_licence(licence)],
        "sources": [{"title": report.cite}],
        "contributors": [{"title": report.host, "role": "publisher"}] if report.host else [],
        "resources": [
            {"name": "figures", "path": "figures.json", "format": "json", "mediatype": JSON},
            _table("figures-table", "figures.csv", tables.COLUMNS),
            {"name": "codebook", "path": "codebook.json", "format": "json", "mediatype": JSON},
            _table("codebook-table", "codebook.csv", codebook.COLUMNS),
            _table("report-tables", "tables.csv", COLUMNS),
            {"name": "workbook", "path": "tables.xlsx", "format": "xlsx", "mediatype": XLSX},
        ],
    })  # fmt: skip


def _licence(called: str) -> dict[str, str]:
    if called not in LICENCES:
        return {"name": called, "title": called}
    name, address = LICENCES[called]
    return {"name": name, "path": address, "title": called}


def _table(name: str, path: str, columns: tuple[str, ...]) -> dict[str, Any]:
    fields = [{"name": column, "type": NUMBERS.get(column, "string")} for column in columns]
    table = {"profile": "tabular-data-resource", "format": "csv", "mediatype": CSV, "encoding": "utf-8"}
    return {"name": name, "path": path, **table, "schema": {"fields": fields, "missingValues": [""]}}
