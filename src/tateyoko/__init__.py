"""Tateyoko: an open simulation laboratory for crisis decision-making and alliance command."""

__all__ = ["__version__"]

__version__ = "0.1.0"
