"""What this browser has to do with which firm, in words: begun, finished, to read only, or a part to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from survey.firms.answering.draft import draft_of
from survey.storage.assessments import Assessment


@dataclass(frozen=True)
class Begun:
    """One line of the list: how things stand, where to go on, and a second place to go to where there is one."""

    assessment: Assessment
    state: str
    go: tuple[str, str]
    """Address and words."""
    also: tuple[str, str] | None = None

    @property
    def firm(self) -> str:
        return str(self.assessment.profile["firm"] or _("Your firm"))


def begun(found: Iterable[Assessment]) -> tuple[Begun, ...]:
    """A line for each firm and role, in the order found; of a firm's stages only the newest that this browser sees."""
    return tuple(_LINES[assessment.role](assessment) for assessment in _newest(found))


def _newest(found: Iterable[Assessment]) -> Iterator[Assessment]:
    """Owners see every stage of a series, so all but the last are left out; other roles are held for one stage each."""
    return (one for one in found if one.role != "owner" or one.following is None)


def _owned(assessment: Assessment) -> Begun:
    place = assessment.public_id
    if assessment.status == "submitted":
        return Begun(assessment, _finished(assessment), (_address("results", place), _("See the results")))
    if assessment.has_results:
        state = _("An update is open; the results stay as they are until you hand it in.")
        return Begun(assessment, state, _go_on(place), (_address("results", place), _("See the results")))
    if assessment.previous:
        earlier = (_address("results", assessment.previous), _("See the earlier results"))
        return Begun(assessment, _in_progress(assessment), _go_on(place), earlier)
    return Begun(assessment, _in_progress(assessment), _go_on(place))


def _finished(assessment: Assessment) -> str:
    date = format_date(assessment.submitted_at, "long")
    if not assessment.previous:
        return str(_("finished on %(date)s", date=date))
    return str(_("assessment %(number)s, finished on %(date)s", number=_number(assessment), date=date))


def _in_progress(assessment: Assessment) -> str:
    draft = draft_of(assessment)
    asked = len(draft.path.questions)
    answered = sum(question.id in draft.answers for question in draft.path.questions)
    counts = ngettext(
        "in progress: %(answered)s of %(num)s question answered",
        "in progress: %(answered)s of %(num)s questions answered",
        asked,
        answered=answered,
    )
    if not assessment.previous:
        return str(counts)
    return str(_("assessment %(number)s, %(state)s", number=_number(assessment), state=counts))


def _number(assessment: Assessment) -> int:
    """T0 is the first."""
    return int(assessment.stage.removeprefix("T")) + 1


def _read(assessment: Assessment) -> Begun:
    state = _("You were given these results to read. You cannot change them.")
    return Begun(assessment, state, (_address("results", assessment.public_id), _("See the results")))


def _helped(assessment: Assessment) -> Begun:
    if assessment.status == "submitted":
        state = _("Pages that were sent to you. The firm has handed in; nothing is left to do.")
    else:
        state = _("Pages that were sent to you to answer. You see nothing else of this firm.")
    return Begun(assessment, state, (_address("part", assessment.public_id), _("Open the pages")))


def _go_on(place: str) -> tuple[str, str]:
    return _address("go_on", place), _("Continue")


def _address(endpoint: str, place: str) -> str:
    return url_for(f"firms.{endpoint}", public_id=place)


_LINES: Mapping[str, Callable[[Assessment], Begun]] = {"owner": _owned, "reader": _read, "colleague": _helped}
