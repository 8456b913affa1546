"""Experiments on a compiled model: which posture differs, by how much, and how sure that is."""

from tateyoko.study.results import Comparison

__all__ = ["Comparison"]
