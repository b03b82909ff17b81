"""The pages of published releases: the list of all of them, the way to the newest of a campaign, and one as a
dashboard."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from survey.published import asked, finding, making
from survey.storage import releases as kept


def releases() -> ResponseReturnValue:
    """The newest release of every campaign that has published one."""
    asked.check("lang")
    return render_template("published/releases.html", listed=kept.listed())


def latest(campaign: str) -> ResponseReturnValue:
    """To the newest release of a campaign; where none is published, those that were, or that may be seen."""
    asked.check("lang")
    found, versions = finding.versions(campaign)
    newest = finding.newest_of(versions)
    if newest:
        return redirect(url_for("published.release", campaign=campaign, number=newest.number), 303)
    return render_template("published/versions.html", campaign=found, versions=versions)


def release(campaign: str, number: int) -> ResponseReturnValue:
    """One release, with everything that it says; of one that was withdrawn, when and why it was."""
    asked.check("lang")
    found = finding.release(campaign, number)
    if found.kept.status == "withdrawn":
        return render_template("published/withdrawn.html", found=found)
    one = making.made(found, str(get_locale()))
    shown = making.exhibits(one)
    return render_template("published/release.html", found=found, report=one.report, shown=shown)
