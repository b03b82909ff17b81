"""Batches: many clients' reports ordered at once, worked on by any number of workers, kept as one archive for a while.

What a member may do and see; workers claim by ``survey.storage.items``.
"""

from survey.storage.batches.changing import cancel, pause, remove, resume, retry
from survey.storage.batches.files import archive_file, report_file
from survey.storage.batches.finding import find, is_for, items, listing
from survey.storage.batches.ordering import begin, eligible, ordered
from survey.storage.batches.values import (
    LONGEST_NAME,
    MOST,
    Batch,
    BatchStatus,
    Eligible,
    Item,
    ItemStatus,
    NobodyError,
    Only,
    OrderError,
    Page,
    TooManyError,
    TwiceError,
    UnfinishedError,
    UnknownClientsError,
    Wish,
)

__all__ = [
    "LONGEST_NAME",
    "MOST",
    "Batch",
    "BatchStatus",
    "Eligible",
    "Item",
    "ItemStatus",
    "NobodyError",
    "Only",
    "OrderError",
    "Page",
    "TooManyError",
    "TwiceError",
    "UnfinishedError",
    "UnknownClientsError",
    "Wish",
    "archive_file",
    "begin",
    "cancel",
    "eligible",
    "find",
    "is_for",
    "items",
    "listing",
    "ordered",
    "pause",
    "remove",
    "report_file",
    "resume",
    "retry",
]
