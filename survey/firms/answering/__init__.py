"""Answering: who the firm is, the questions page by page, and the last look before handing in."""
