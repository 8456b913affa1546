"""Elements of a provision, as its text enumerates them, become cases.

An entry of `elements:` in tests/law/cases says what an article asks for, read from the source that
it names, not from the catalogue::

    of        the action, rule, or situation with its layer (``S_BK.met``)
    begins    days on which it begins: it holds on the day, and not the day before
    dates     one day for each wording in time to which the entry applies
    with      the elements: together they suffice, and each of them is needed
    also      what is given besides, for example the facts behind a recognition
    without   facts that do not hold, such as the other ways of an alternative
    bars      each of them alone, or each list of them together, shuts the way
    numbers   {name: [a value that suffices, one that does not]}
    source    the document; says: what its text says

One case expects that it holds; then one case for each element taken away, for each bar and for each
number beyond its bound expects that it does not.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

__all__ = ["KEYS", "cases_of"]

KEYS = {
    *("of", "dates", "begins", "with", "also", "without", "bars", "numbers", "source", "says"),
}


def cases_of(entry: dict[str, Any], kinds: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Give the cases of one entry, in the form in which cases are written.

    ``kinds`` gives the kind of every fact: an act that is left out has not been done, any other
    fact that is left out is said not to hold.
    """
    assert set(entry) <= KEYS, f"{entry['of']}: unknown {sorted(set(entry) - KEYS)}"
    elements, bars = list(entry["with"]), [_listed(bar) for bar in entry.get("bars", ())]
    numbers = entry.get("numbers", {})
    given = [*elements, *entry.get("also", ())]
    absent = [*entry.get("without", ()), *(one for bar in bars for one in bar if one not in given)]
    assert not set(given) & set(entry.get("without", ())), f"{entry['of']}: given and absent"
    fitting = {name: bound[0] for name, bound in numbers.items()}

    def case(name, day, held, gone, values, *, holds):
        return {
            "id": name,
            "date": str(day),
            "facts": {
                **{one: False for one in gone if kinds[one] != "act"},
                **{one: True for one in held if kinds[one] != "act"},
            },
            "acts": [one for one in held if kinds[one] == "act"],
            "numbers": values,
            "expected": (entry["of"], holds),
            "source": {"key": entry["source"]},
        }

    begins = entry.get("begins", ())
    for day in begins:
        eve = day - dt.timedelta(days=1)
        yield case(f"{entry['of']}-eve-{day}", eve, given, absent, fitting, holds=False)
    for day in (*entry["dates"], *begins):
        assert isinstance(day, dt.date)
        about = f"{entry['of']}-{day}-{'+'.join(elements)}"
        yield case(about, day, given, absent, fitting, holds=True)
        for one in elements:
            held = [other for other in given if other != one]
            yield case(f"{about}-less-{one}", day, held, [*absent, one], fitting, holds=False)
        for bar in bars:
            gone = [one for one in absent if one not in bar]
            name = f"{about}-but-{'+'.join(bar)}"
            yield case(name, day, [*given, *bar], gone, fitting, holds=False)
        for name, bound in numbers.items():
            beyond = {**fitting, name: bound[1]}
            yield case(f"{about}-beyond-{name}", day, given, absent, beyond, holds=False)


def _listed(written: str | list[str]) -> list[str]:
    return [written] if isinstance(written, str) else list(written)
