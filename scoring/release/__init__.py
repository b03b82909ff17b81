"""Releases: published tables about firms that let nobody work out a single firm's answers.

``model`` says what a release is and what it was made from; ``membership`` which firms a cell speaks of.
"""
