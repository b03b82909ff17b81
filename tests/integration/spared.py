"""Work that tests are spared, for it shows nothing to do it anew for every app; a test that is about it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import FileSystemBytecodeCache
from passlib.hash import argon2
from werkzeug.routing import Rule

from survey.extensions import limiter
from survey.storage import database
from survey.storage.releases import salt

DURABLE = database.PRAGMAS
"""How a database of the survey is opened, for a test of what outlives a power failure; the others need not wait."""


def spare(folder: Path) -> None:
    """From here on in this process. ``folder``: where compiled templates are kept."""
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
    argon2.default_rounds, argon2.memory_cost = 1, 64
    database.PRAGMAS = (*DURABLE, "synchronous = OFF")
    # Which accounts the audit draws hangs on it: by the same salt a release holds the same back each time.
    salt.drawn = lambda: "a7" * salt.BYTES
    Rule._compile_builder = _compiled_once(Rule._compile_builder)  # type: ignore[method-assign]


@contextmanager
def uncounted() -> Iterator[None]:
    """Requests are not counted, which takes as long as half of those that are turned away; not while an app is made."""
    limiter.enabled = False
    yield
    limiter.enabled = True


def _compiled_once(compile_builder: Callable[..., Any]) -> Callable[..., Any]:
    """Of each address two functions are written and compiled, which know nothing but the parts of that address."""
    known: dict[tuple[str, bool], Any] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        parts = repr((rule.rule, rule._trace, rule.defaults)), append_unknown
        if parts not in known:
            known[parts] = compile_builder(rule, append_unknown)
        return known[parts]

    return compiled
