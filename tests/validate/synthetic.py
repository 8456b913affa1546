"""Case files that nobody has seen: every type, era and context, without any record."""

import datetime as dt
import random
from pathlib import Path

from tateyoko.world.crisis import ERAS, LEADS, SIGNALS, TYPES

_WEDNESDAYS = {
    "pre1998": dt.date(1990, 5, 9),
    "1998_2005": dt.date(2001, 5, 9),
    "2006_2013": dt.date(2009, 5, 13),
    "2014_2024": dt.date(2018, 5, 9),
    "2025_on": dt.date(2026, 5, 13),
}
assert set(_WEDNESDAYS) == set(ERAS)


def synthetic_case(number: int) -> tuple[str, str]:
    """Return id and text of one case; types and eras come round, the rest is drawn."""
    dice = random.Random(number)
    type = list(TYPES)[number % len(TYPES)]
    era = list(ERAS)[number // len(TYPES) % len(ERAS)]
    hour = dice.choice([None, *range(24)])
    if hour is None:
        off = dice.choice(["true", "false", ""])
    else:
        off = "true" if hour >= 20 or hour < 7 else dice.choice(["true", "false"])
    id = f"made_up_{number}"
    text = f"""\
id: {id}
title: {{ja: 架空の事例, en: An invented case}}
type: {type}
date: '{_WEDNESDAYS[era]}'
utc_offset: {dice.choice(["+09:00", "-05:00", "+00:00"])}
context:
  anticipated: {dice.choice(["true", "false"])}
  signal: {dice.choice(SIGNALS)}
  standing_authority: {dice.choice(["true", "false"])}
  local_hour: {"" if hour is None else hour}
  off_hours: {off}
  hops: {dice.randint(1, 10)}
  lead: {dice.choice(LEADS)}
  era: '{era}'
"""
    return id, text


def write_cases(folder: Path, numbers) -> None:
    """Write cases into a folder."""
    for number in numbers:
        id, text = synthetic_case(number)
        (folder / f"{id}.yaml").write_text(text, encoding="utf-8")
