"""Releases: published tables about firms that let nobody work out a single firm's answers.

``model`` says what a release is and what it was made from; ``membership`` which firms a cell speaks of. ``build`` makes
one: ``grouping`` declares the tables, ``shown`` and ``withholding`` say what may stand in them, ``statistics`` and
``cells`` work it out, ``disclosure`` rounds it, ``recompute`` repeats what changed too little.
"""
