"""Answers questions about New Zealand Defence Force deployments, on two clocks and according to whom."""

__version__ = "0.1.0"
