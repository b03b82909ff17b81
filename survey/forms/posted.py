"""What every form of ours is made from: it reads the fields that a page posts, and nothing else."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.validators import StopValidation


class PostedForm(FlaskForm):
    """A Flask-WTF form that takes neither uploaded files nor JSON: their values need not be text."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> MultiDict[str, str] | None:
            """What the caller gave, which may be nothing; by default what was posted."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return request.form or None if form.is_submitted() else None


def only_one(_form: PostedForm, field: Field) -> None:
    """Validator: a field that a page has once was not posted with several values, of which one would silently win."""
    if len(set(field.raw_data or ())) > 1:
        raise StopValidation(_("Choose one answer only."))
