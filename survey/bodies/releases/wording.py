"""Releases in words: where one stands, what its tables and measures are called, why something is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from reports.firm.peers import shown_figure
from reports.firm.wording import Words
from reports.sector.figures import share_shown
from reports.sector.naming import corner, group_title
from scoring.instrument import Instrument
from scoring.release.audit import WEIGHTED
from scoring.release.codebook import meaning_of
from scoring.release.index import DII
from scoring.release.marks import ACTION
from scoring.release.model import OVERALL, Figure, Release
from scoring.release.proposing import Awaited
from scoring.release.segmenting import SEGMENT
from scoring.release.shown import CHANGE
from survey.languages import translations
from survey.storage.releases import HeldBack
from survey.storage.values import ReleaseStatus, Rhythm


def status_words(status: ReleaseStatus) -> str:
    """Where a release stands."""
    return str({"draft": _("draft"), "published": _("published"), "withdrawn": _("withdrawn")}[status])


def rhythm_words(rhythm: Rhythm) -> str:
    """How often releases are made by themselves."""
    told = {
        "on demand": _("when somebody orders it"),
        "monthly": _("every month"),
        "quarterly": _("every three months"),
        "half-yearly": _("every six months"),
        "yearly": _("every year"),
    }
    return str(told[rhythm])


def figure_words(figure: Figure | None, *, share: bool = False) -> str:
    """A published figure; a dash where there is none."""
    if figure is None:
        return "–"
    return share_shown(_words(), figure) if share else shown_figure(_words(), figure)


def field_words(field: str) -> str:
    return str(_("Segment")) if field == SEGMENT else corner(_words(), field)


def table_words(fields: Sequence[str]) -> str:
    """What a table is called: by the fields that its groups are of."""
    return " × ".join(field_words(field) for field in fields) or str(_("All firms"))


def group_words(field: str, group: str, titles: Mapping[str, Mapping[str, str]]) -> str:
    """What a group of a field is called; in a body's own list by the body."""
    return group_title(_words(), field, group, titles.get(field, {}))


def _words() -> Words:
    locale = get_locale() or Locale("en")
    return Words(locale, translations(locale))


def groups_words(fields: Sequence[str], group: Sequence[str], titles: Mapping[str, Mapping[str, str]]) -> str:
    """A group of a table by several fields."""
    return " × ".join(group_words(field, one, titles) for field, one in zip(fields, group, strict=True))


def measure_words(measure: str, instrument: Instrument, release: Release) -> str:
    """What a score or mark is called."""
    if measure.endswith(WEIGHTED):
        return str(
            _("%(measure)s, weighted", measure=measure_words(measure.removesuffix(WEIGHTED), instrument, release))
        )
    if measure == CHANGE or measure.startswith(f"{CHANGE}."):
        about = measure.removeprefix(CHANGE).removeprefix(".") or OVERALL
        return str(_("Change: %(measure)s", measure=measure_words(about, instrument, release)))
    if measure == OVERALL:
        return str(_("Overall score"))
    dimensions = {one.id: one.title for one in instrument.dimensions}
    return dimensions.get(measure) or _mark_words(measure, instrument, release)


def _mark_words(mark: str, instrument: Instrument, release: Release) -> str:
    entry = meaning_of(mark, release, instrument, _words().translations)
    if mark.startswith(ACTION):
        return str(_("What helps: %(action)s", action=entry.title if entry else mark.removeprefix(ACTION)))
    if entry is None or mark.startswith(DII):
        return entry.title if entry else mark
    return str(_("%(question)s %(answer)s", question=entry.title, answer=entry.detail))


@dataclass(frozen=True)
class Reason:
    """Measures of one table that are not shown for one reason."""

    table: str
    why: str
    measures: tuple[str, ...]


def reasons(found: Iterable[HeldBack], instrument: Instrument, release: Release) -> list[Reason]:
    """What was held back, by table and reason."""
    grouped: dict[tuple[tuple[str, ...], str, str], dict[str, None]] = {}
    for one in found:
        called = measure_words(one.measure, instrument, release)
        grouped.setdefault((one.table, one.what, one.viewer), {})[called] = None
    return [
        Reason(table_words(table), _why(what, viewer), tuple(measures))
        for (table, what, viewer), measures in grouped.items()
    ]


def _why(what: str, viewer: str) -> str:
    who = {
        "outsider": _("anybody who reads it"),
        "account": _("an account that sees some of the firms"),
        "random": _("somebody who knows a fifth of the firms"),
        "firm": _("a firm that sees its own answers"),
    }[viewer]
    told = {
        "determined": _("From it, %(who)s could work out what is true of a single firm.", who=who),
        "narrow": _("From it, %(who)s could come close to what is true of a single firm, or that could not be ruled"
                    " out.", who=who),
        "computable": _("From it, %(who)s could work out a group that is withheld.", who=who),
        "structure": _("It would speak of groups that are not published."),
    }  # fmt: skip
    return str(told[what])


def firms_words(firms: int | None) -> str:
    """A live count: it tells only between which fives it lies."""
    if not firms:
        return str(_("under 5"))
    return str(_("%(low)s to %(high)s", low=format_decimal(firms), high=format_decimal(firms + 4)))


def fate_words(awaited: Awaited) -> str:
    """What would become of a group, and why."""
    fates = {
        "published": _("shown"),
        "merged": _("goes into “other”: too few firms"),
        "withheld": _("withheld"),
    }
    reasons = {
        "few": _("withheld: too few firms that no single account knows"),
        "protects": _("withheld: else a smaller group could be worked out"),
        "alone": _("withheld: a table takes two groups that are large enough"),
    }
    found = reasons.get(awaited.why) if awaited.fate == "withheld" else None
    likely = str(found or fates[awaited.fate])
    return likely if awaited.sure else str(_("on the border, a few firms decide; likely %(fate)s", fate=likely))
