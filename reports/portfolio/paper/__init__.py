"""A portfolio report on paper: chapters of blocks, made from nothing but a ``PortfolioReport``."""
