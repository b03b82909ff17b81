"""A firm's report on paper: chapters of blocks, made from nothing but a ``FirmReport``."""
