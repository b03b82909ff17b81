"""The directory of help that a body keeps for firms."""
