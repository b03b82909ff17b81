"""Files that a command writes: their names are checked before any work is done for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

STREAM = Path("-")
"""What stands for standard output."""


class OutputFile(click.ParamType[Path]):
    """A file with one of these endings in a folder that exists; also ``-`` where ``stream`` says so.

    ``fresh``: never in the place of a file that holds anything.
    """

    name = "file"

    def __init__(self, *endings: str, stream: bool = True, fresh: bool = False) -> None:
        self.endings, self.stream, self.fresh = endings, stream, fresh

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        path = Path(value)
        if path == STREAM and self.stream:
            return path
        if path.suffix.lower() not in self.endings:
            self.fail(f"“{value}” must end in {' or '.join(self.endings)}.", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"there is no folder “{path.parent}”.", param, ctx)
        if self.fresh and path.exists() and path.stat().st_size:
            self.fail(f"“{value}” is there already and may hold answers. Choose another name.", param, ctx)
        return path


def keep_answers(answers: str, *outputs: Path | None) -> None:
    """Raise a usage error where an output would take the place of the answers that it is made from."""
    for output in outputs:
        if output is not None and output.exists() and output.samefile(answers):
            raise click.UsageError(f"“{output}” holds the answers and would be replaced. Choose another name.")
