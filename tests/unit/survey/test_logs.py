"""Logs hold no token of a private link, wherever in a line it stands."""

from __future__ import annotations

import logging

import pytest

from survey.logs import MaskingFormatter, mask

TOKEN = "h4Xr-Zk_9"  # noqa: S105


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f"GET /r/{TOKEN} HTTP/1.1", "GET /r/… HTTP/1.1"),
        (f"GET /r/{TOKEN}?lang=de HTTP/1.1", "GET /r/…?lang=de HTTP/1.1"),
        (f'"POST /r/{TOKEN}" 302 "http://host/r/{TOKEN}"', '"POST /r/…" 302 "http://host/r/…"'),
        (f"GET /%72/{TOKEN}", "GET /%72/…"),
        (f"GET //r//{TOKEN}", "GET //r//…"),
        (f"GET /r%2F{TOKEN}", "GET /r%2F…"),
        (f"GET /i/{TOKEN} HTTP/1.1", "GET /i/… HTTP/1.1"),
        (f"GET /account/set/{TOKEN} HTTP/1.1", "GET /account/set/… HTTP/1.1"),
        (f"POST /account/confirm/{TOKEN}", "POST /account/confirm/…"),
        (f"POST /account/address/{TOKEN}", "POST /account/address/…"),
        (f"GET /account/%69nvitation//{TOKEN}", "GET /account/%69nvitation//…"),
        (
            f"GET /account/sign-in?next=%2Faccount%2Finvitation%2F{TOKEN}&lang=de",
            "GET /account/sign-in?next=%2Faccount%2Finvitation%2F…",
        ),
        ("GET /account/address HTTP/1.1", "GET /account/address HTTP/1.1"),
        ("GET /a/public/results HTTP/1.1", "GET /a/public/results HTTP/1.1"),
        ("GET /r/ HTTP/1.1", "GET /r/ HTTP/1.1"),
        (f"Authorization: Bearer wmk_{TOKEN}", "Authorization: Bearer wmk_…"),
    ],
)
def test_a_token_is_masked_wherever_it_stands(line: str, masked: str) -> None:
    assert mask(line) == masked


def test_arguments_and_tracebacks_are_masked() -> None:
    formatter = MaskingFormatter("%(message)s")
    try:
        raise ValueError(f"at /r/{TOKEN}")
    except ValueError as error:
        failure = (type(error), error, error.__traceback__)
    record = logging.LogRecord("name", logging.ERROR, "file", 1, "failed on %s", (f"/r/{TOKEN} [POST]",), failure)
    text = formatter.format(record)
    assert "failed on /r/… [POST]" in text
    assert "ValueError: at /r/…" in text
    assert TOKEN not in text
