"""The files of a release: the same for everybody, so that whoever stands in between may keep them for a while."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from flask import Response, request, send_file

from survey.naming import safe_words
from survey.published import asked, finding, making
from survey.published.finding import Found
from survey.security import may_be_kept
from survey.sending import JSON, PDF

SVG = "image/svg+xml"
READ_HERE = (JSON, PDF, SVG)
"""What a browser shows; the others are for other programs to open."""

SECONDS = 300
"""For so long a copy counts without asking again: a release that is withdrawn is gone as soon."""


@dataclass(frozen=True)
class Named:
    name: str
    mimetype: str


def file(campaign: str, number: int, file: str) -> Response:
    """One of ``making.FILES``, as ``figures.json``."""
    found, one = _asked_for(campaign, number)
    mimetype, _write = making.FILES[file]
    return _sent(found, making.file(one, file), Named(file, mimetype))


def chart(campaign: str, number: int, exhibit: str) -> Response:
    """The picture of one exhibit."""
    found, one = _asked_for(campaign, number)
    return _sent(found, making.chart(one, exhibit), Named(f"{exhibit}.svg", SVG))


def _asked_for(campaign: str, number: int) -> tuple[Found, making.Made]:
    """The release, whose figures may be read: of one that was withdrawn there are no files any more."""
    asked.check("language")
    found = finding.with_figures(campaign, number)
    return found, making.made(found, asked.language())


def _sent(found: Found, content: bytes, named: Named) -> Response:
    name = "-".join([*safe_words(found.campaign.name), str(found.kept.number), named.name])
    as_attachment = named.mimetype not in READ_HERE
    response = send_file(io.BytesIO(content), named.mimetype, as_attachment=as_attachment, download_name=name)
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    if not found.is_draft:  # which nobody may keep, as any page
        may_be_kept(response, SECONDS)
    response.make_conditional(request)
    return response
