"""Everything that is held about one firm, as files it can take along."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from reports.firm.record import stated
from scoring.answers import Answer
from scoring.instrument import GridQuestion, MultipleQuestion, Question
from scoring.writing import guarded
from survey import instruments
from survey.naming import safe_words
from survey.profiles import profile_row
from survey.storage import access, assessments, colleagues, notes
from survey.storage.assessments import Assessment, Submission

PROFILE_COLUMNS = ("firm", "sector", "size", "staff", "country", "region")


def as_json(assessment: Assessment, others: Sequence[Assessment] = ()) -> bytes:
    """All that is stored of one stage, and of the ``others`` of the same firm after it.

    Profile, answers with their revisions and who gave them, notes, colleagues' answers, everything handed in with its
    scores, choices, times, and when links were used.
    """
    held = _held(assessment) | {"other_stages": [_held(other) for other in others]}
    return json.dumps(held, ensure_ascii=False, indent=2, default=_plain).encode()


def stages(assessment: Assessment, find: Callable[[str], Assessment | None]) -> list[Assessment]:
    """The other stages of the same firm that ``find`` lets whoever asks see, earliest first."""
    return [*reversed(list(_along(assessment, "previous", find))), *_along(assessment, "following", find)]


def _along(assessment: Assessment, way: str, find: Callable[[str], Assessment | None]) -> Iterator[Assessment]:
    """The stages one after the other, on the way back or forth."""
    here: Assessment | None = assessment
    while here and (public_id := getattr(here, way)):
        here = find(public_id)
        if here:
            yield here


def _held(assessment: Assessment) -> dict[str, Any]:
    public_id = assessment.public_id
    handed_in = [assessments.submission(public_id, revision + 1) for revision in range(assessment.revision)]
    submissions = [_submission(one) for one in handed_in if one]
    calling = assessment.calling
    return dataclasses.asdict(assessment) | {
        "calling": {"campaign": calling.name, "body": calling.body} if calling else None,
        "answers": {name: dataclasses.asdict(one) for name, one in assessments.answers(public_id).items()},
        "notes": {name: dataclasses.asdict(one) for name, one in notes.notes(public_id).items()},
        "colleagues": {
            name: [dataclasses.asdict(one) for one in given]
            for name, given in colleagues.contributions(public_id).items()
        },
        "links": [dataclasses.asdict(link) for link in access.links(public_id)],
        "submission": submissions[-1] if submissions else None,
        "earlier_submissions": submissions[:-1],
    }


def as_csv(assessment: Assessment) -> bytes:
    """The answers as one row with ids, in the columns that ``waymark score`` reads."""
    instrument = instruments.by_reference(assessment.instrument)
    answers = _answers(assessment)
    profile = profile_row(assessment.profile)
    profile["sector"] = profile.get("division", profile.get("sector", ""))
    profile["staff"] = {True: "yes", False: "no", None: ""}[profile.get("staff")]
    row: dict[str, Any] = {name: profile.get(name, "") for name in PROFILE_COLUMNS}
    row |= {"stage": assessment.stage, "source": assessment.source, "counted": "yes" if assessment.counted else "no"}
    for question in instrument.questions.values():
        row |= _CELLS[question.type](question, answers.get(question.id))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(row)
    writer.writerow([guarded(value) for value in row.values()])
    # The mark tells Excel that this is UTF-8.
    return text.getvalue().encode("utf-8-sig")


def file_name(assessment: Assessment, ending: str, what: str = "") -> str:
    """A file name with the firm's own name in its own script, safe on every system; ``what`` tells files apart."""
    date = assessment.submitted_at or assessment.updated_at
    words = ["Waymark", *safe_words(assessment.profile["firm"]), *safe_words(what), date.date().isoformat()]
    return f"{'-'.join(words)}.{ending}"


def _answers(assessment: Assessment) -> Mapping[str, Answer]:
    submission = assessments.submission(assessment.public_id)
    if submission:
        return submission.answers
    stored = assessments.answers(assessment.public_id)
    return {name: one.value for name, one in stored.items() if one.value is not None}


def _submission(submission: Submission) -> dict[str, Any]:
    return {
        "revision": submission.revision,
        "submitted_at": submission.submitted_at,
        "scorer_version": submission.scorer_version,
        "answers": submission.answers,
        **dataclasses.asdict(stated(submission.scores)),
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else dict(value)


def _one_cell(question: Question, answer: Answer | None) -> dict[str, Any]:
    return {question.id: "" if answer is None else answer}


def _multiple_cells(question: MultipleQuestion, answer: Answer | None) -> dict[str, Any]:
    """One cell in which ticks are listed, as a sheet has it: empty says nothing, "none" says none of these."""
    ticks = ";".join(answer) or "none" if isinstance(answer, list) else answer
    return _one_cell(question, ticks)


def _grid_cells(question: GridQuestion, answer: Answer | None) -> dict[str, Any]:
    rows = answer if isinstance(answer, Mapping) else {row.id: answer or "" for row in question.rows}
    return {f"{question.id}.{row.id}": rows.get(row.id, "") for row in question.rows}


_CELLS: Mapping[str, Callable[..., dict[str, Any]]] = {
    "single": _one_cell,
    "multiple": _multiple_cells,
    "grid": _grid_cells,
    "number": _one_cell,
    "text": _one_cell,
}
