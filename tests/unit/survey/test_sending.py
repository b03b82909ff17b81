"""A large file is sent with a sign of life for each part, and closed whatever happens."""

from __future__ import annotations

import io

from flask import Flask, Response

from survey.sending import CSV, SIGN_OF_LIFE, patiently, written_attachment


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


def test_a_file_that_was_written_is_sent_from_its_beginning_and_closed() -> None:
    with Flask("survey").test_request_context():
        file = io.BytesIO()
        file.write(b"a\nb\n")
        response = written_attachment(file, CSV, "list.csv")
        assert response.content_length == len(response.get_data()) == 4
        assert file.closed
