"""Files that a command writes: their names are checked before any work is done for them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from scoring.messages import WaymarkError

if TYPE_CHECKING:
    import pandas as pd

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


table_option = click.option(
    "-o",
    "--output",
    default="-",
    type=OutputFile(".csv", ".xlsx", ".parquet"),
    help=".csv, .xlsx or .parquet; CSV on standard output by default.",
)


def put_table(table: pd.DataFrame, output: Path) -> None:
    """Write a table where ``table_option`` says: to a file by its ending, or as CSV to standard output."""
    from scoring.writing import write_table

    if output == STREAM:
        write_table(table, sys.stdout.buffer, format="csv")
    else:
        write_table(table, output)


def writer_to(output: Path) -> Callable[[bytes], None]:
    """A function that writes the whole result: to a file, all of it or nothing, or for ``-`` to standard output.

    To be asked for before the work that makes it: from then on nothing else comes to standard output."""
    stream = own_output()
    if output == STREAM:

        def to_stream(data: bytes) -> None:
            stream.write(data)
            stream.flush()

        return to_stream

    def to_file(data: bytes) -> None:
        from scoring.writing import replacing

        with replacing(output) as file:
            file.write(data)

    return to_file


def own_output() -> BinaryIO:
    """Standard output for results alone: what a library in C prints from here on goes to standard error.

    HiGHS prints a line now and then, whatever it is told; at the end of a PDF or of JSON it would spoil them.
    """
    try:
        if sys.stdout.fileno() != 1:
            return sys.stdout.buffer
    except (OSError, io.UnsupportedOperation):
        return sys.stdout.buffer
    sys.stdout.flush()
    kept = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return kept


def keep_answers(answers: str, *outputs: Path | None) -> None:
    """Raise a usage error where an output would take the place of the answers that it is made from."""
    for output in outputs:
        if output is not None and output.exists() and output.samefile(answers):
            raise click.UsageError(f"“{output}” holds the answers and would be replaced. Choose another name.")


@contextmanager
def faults_of(path: object, place: str) -> Iterator[None]:
    """What is raised inside as a fault at ``place`` is told as one of this file."""
    try:
        yield
    except WaymarkError as error:
        told = [replace(problem, place=str(path)) if problem.place == place else problem for problem in error.problems]
        raise WaymarkError(told) from error
