"""The command ``waymark``: exit 0 done, 1 the data had errors (every one listed), 2 wrong usage."""

from __future__ import annotations

import click

from survey.cli.batch import batch
from survey.cli.crosswalk import crosswalk
from survey.cli.demo import demo
from survey.cli.divide import divide
from survey.cli.instruments import instrument
from survey.cli.measure import report, score
from survey.cli.plan import plan
from survey.cli.progress import progress
from survey.cli.quality import quality
from survey.cli.release import release
from survey.cli.sector import sector
from survey.cli.segment import segment
from survey.cli.server import backup, db, serve, worker
from survey.cli.terminal import Reporting
from survey.cli.user import user
from survey.cli.verify import verify


@click.group(cls=Reporting, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="waymark-readiness", prog_name="waymark")
def main() -> None:
    """Digital readiness of small and medium firms: a survey, scores, and a roadmap for each firm."""


for command in (
    serve,
    worker,
    db,
    backup,
    demo,
    user,
    instrument,
    score,
    report,
    batch,
    verify,
    quality,
    segment,
    divide,
    progress,
    crosswalk,
    release,
    sector,
    plan,
):
    main.add_command(command)
