"""The room of the portfolio: all clients side by side."""
