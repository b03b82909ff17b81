"""What every form of ours is made from: it reads the fields that a page posts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import StopValidation

from survey.forms.faults import Fault, stale


class PostedForm(FlaskForm):
    """A Flask-WTF form that takes neither uploaded files nor JSON: their values need not be text."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            """What the caller gave, which may be nothing; by default what was posted."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form or None if form.is_submitted() else None

    def page_faults(self) -> list[Fault]:
        """What is wrong with the page as a whole: its token has expired or is missing."""
        return [stale()] if "csrf_token" in self and self.csrf_token.errors else []

    def faults_at(self, anchors: Mapping[str, str]) -> list[Fault]:
        """Every fault in the order of the page; ``anchors``: the id of the control to go to, by field."""
        found = [Fault(anchor, error) for name, anchor in anchors.items() for error in self[name].errors]
        return [*self.page_faults(), *found]


def only_one(_form: PostedForm, field: Field) -> None:
    """Validator: a field that a page has once was not posted with several values, of which one would silently win."""
    if len(set(field.raw_data or ())) > 1:
        raise StopValidation(_("Choose one answer only."))
