"""``waymark serve``, ``worker``, ``db`` and ``backup``: the survey on this machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from scoring.messages import N_, Message, Problem, WaymarkError
from survey.cli.answers import instrument_of
from survey.cli.terminal import say
from survey.config import Settings


@click.command()
@click.option("--bind", metavar="HOST:PORT", help="Where to listen; default WAYMARK_HOST and WAYMARK_PORT.")
@click.option("--workers", type=click.IntRange(1, 64), help="Web processes; default WAYMARK_WORKERS.")
def serve(bind: str | None, workers: int | None) -> None:
    """Serve the survey: web and worker together, until Ctrl-C."""
    from survey import comparing, printing, serving

    settings = Settings()
    host, port = _address(bind) if bind else (settings.host, settings.port)
    instrument_of(settings.instrument)  # a wrong name ends here, not in every visitor's browser
    comparing.read_release(settings)  # likewise a wrong file, and not in every process
    printing.use_fonts(settings)
    with reached_database():
        sys.exit(serving.serve(host, port, workers or settings.workers, say=click.echo))


@click.command()
def worker() -> None:
    """Run a worker by itself; any number may share one database."""
    from survey import logs
    from survey.jobs.worker import run
    from survey.storage.app import storage_app

    settings = Settings()
    logs.configure(settings.log_level)
    run(storage_app(settings))


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to the state this version needs."""
    from survey.storage import migrations
    from survey.storage.app import storage_app

    with reached_database():
        migrations.upgrade(storage_app(Settings()))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to a new FILE, also while the survey is served."""
    from survey.storage import backup as storage

    storage.backup(Settings(), file)
    say(Message(N_("{path}: a copy of all that firms told us. Keep it as safe as the original."), {"path": file}))


@contextmanager
def reached_database() -> Iterator[None]:
    """A database that does not answer is told in a line, with the driver's reason; the address may hold a password."""
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except OperationalError as error:
        text = N_("The database does not answer. Check that it runs and that the address is right. {reason}")
        message = Message(text, {"reason": " ".join(str(error.orig).split())})
        raise WaymarkError([Problem("WAYMARK_DATABASE_URL", message)]) from error


def _address(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise click.BadParameter("must be HOST:PORT, for example 127.0.0.1:8000", param_hint="--bind")
    return host.strip("[]"), int(port)
