"""Follow one order: a replication's trace told in words, step by step."""

from tateyoko.follow.order import HopTime, Story, follow_order
from tateyoko.follow.story import Line, tell
from tateyoko.follow.visits import Life, Moment, Pause, Visit, read_lives
from tateyoko.follow.words import Clock, span

__all__ = [
    "Clock",
    "HopTime",
    "Life",
    "Line",
    "Moment",
    "Pause",
    "Story",
    "Visit",
    "follow_order",
    "read_lives",
    "span",
    "tell",
]
