"""A firm's report as a document to edit: what each chapter of it holds. It only reads a ``FirmReport``."""
