"""A large file is sent with a sign of life for each part, and closed whatever happens."""

from __future__ import annotations

import io

from flask import Flask, Response

from survey.sending import SIGN_OF_LIFE, patiently


def test_each_part_is_a_sign_of_life() -> None:
    app, signs = Flask("survey"), [0]
    app.config[SIGN_OF_LIFE] = lambda: signs.append(1)
    with app.app_context():
        file = io.BytesIO(b"a\nb\n")
        response = patiently(Response(file))
        assert next(iter(response.response)) == b"a\n"
        assert sum(signs) == 1
        response.close()
        assert file.closed


def test_where_nobody_wants_signs_the_response_stays_as_it_is() -> None:
    with Flask("survey").app_context():
        file = io.BytesIO(b"a\nb\n")
        assert patiently(Response(file)).response is file
