"""Talking to a terminal: messages in its language on standard error, problems as an exit status."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from gettext import NullTranslations
from typing import Any, Protocol

import click

from reports.catalogues import catalogue
from scoring.loading import UnknownInstrumentError
from scoring.messages import Message, WaymarkError
from survey.config import ConfigurationError
from survey.languages import CATALOGUES

DATA_ERRORS, WRONG_USAGE = 1, 2
USAGE = (UnknownInstrumentError,)


class Reporting(click.Group):
    """A group whose commands may raise any of our errors: each problem becomes a line, and the status says the kind."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except WaymarkError as error:
            say_problems(error.problems)
            ctx.exit(WRONG_USAGE if isinstance(error, USAGE) else DATA_ERRORS)
        except ConfigurationError as error:
            click.echo(str(error), err=True)
            ctx.exit(WRONG_USAGE)


@lru_cache(maxsize=1)
def terminal_translations() -> NullTranslations:
    """The catalogues in the language that the environment asks for."""
    asked = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "C"
    code = (locale.normalize(asked).split(".")[0]).split("@")[0]
    return catalogue("en_GB" if code == "C" else code, CATALOGUES)


def say(message: Message) -> None:
    click.echo(message.render(terminal_translations()), err=True)


class Told(Protocol):
    """A problem that knows its place and words."""

    def render(self, translations: NullTranslations) -> str: ...


def say_problems(problems: Sequence[Told]) -> None:
    for problem in problems:
        click.echo(problem.render(terminal_translations()), err=True)


@contextmanager
def progress(message: Message, total: int) -> Iterator[Any]:
    """A progress bar on standard error: calls of the value it gives advance it; nothing where nobody watches."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(message.render(terminal_translations()), total=total)
        yield lambda count: bar.advance(task, count)
