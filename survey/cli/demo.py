"""``waymark demo``: invented organisations and firms to look around with."""

from __future__ import annotations

import click

from scoring.messages import N_, Message, Problem, WaymarkError
from survey.cli.server import reached_database
from survey.cli.terminal import say
from survey.cli.user import here
from survey.config import Settings

THERE = N_("Invented firms are there already. Write them anew with --again, or remove them with --remove.")
REAL = N_(
    "This database holds real firms or organisations. Take another one with WAYMARK_DATA_DIR, or write the invented"
    " firms beside the real ones with --beside."
)


@click.command()
@click.option("--again", is_flag=True, help="Remove what an earlier demo left, and write it anew.")
@click.option("--beside", is_flag=True, help="Also where there are real firms; what is invented is marked as such.")
@click.option("--remove", "only_remove", is_flag=True, help="Remove all that is invented, and nothing else.")
def demo(again: bool, beside: bool, only_remove: bool) -> None:
    """Fill the database with three organisations and 400 invented firms, and say how to look around."""
    from flask import url_for

    from survey import create_app
    from survey.demo import filling
    from survey.storage import inventing, migrations

    settings = Settings()
    app = create_app(settings)
    with reached_database():
        migrations.upgrade(app)
        with app.app_context():
            if again or only_remove:
                filling.remove()
            if only_remove:
                say(Message(N_("What was invented is removed.")))
                return
            _refuse_beside(inventing.is_there(), real=inventing.real_ones() and not beside)
            password = filling.fill()
        with app.test_request_context():
            _tell(f"{settings.public_url or here(settings)}{url_for('accounts.sign_in')}", password)


def _refuse_beside(there: bool, *, real: bool) -> None:
    for is_so, text in ((there, THERE), (real, REAL)):
        if is_so:
            raise WaymarkError([Problem("waymark demo", Message(text))])


def _tell(address: str, password: str) -> None:
    from survey.demo.filling import SHOWN

    click.echo(address)
    for shown in SHOWN:
        click.echo(f"  {shown.address:<28} {password}   {shown.name}, {shown.firms}")
    say(Message(N_("Start the site with waymark serve and sign in as one of them.")))
