"""Steps, faults and trace rows in the author's words."""

from __future__ import annotations

from tateyoko.net import codes
from tateyoko.net.compiled import Compiled
from tateyoko.net.distributions import NAMES, PARAMS
from tateyoko.net.elements import Group, Step

_FAULT_WORDS = {
    codes.F_POOL: "more jobs at once than there is room for",
    codes.F_INDEX: "an index outside its table or list",
    codes.F_DIVISION: "a division by zero",
    codes.F_NAN: "a result that is not a number",
    codes.F_VISITS: "a job visited one step more than 65,535 times",
    codes.F_SETTLES: "more than 10,000 steps within one millisecond: an endless loop without time",
    codes.F_NEGATIVE: "a negative number where none is possible, or no way out has any weight",
    codes.F_TRACE: "more rows than the trace has room for",
    codes.F_RANGE: "a number too large for what is done with it",
    codes.F_CARRY: "a carried value is missing: the run before it could not be finished",
}


def describe_reference(net: Compiled, reference: int, type_ix: int = -1) -> str:
    """Return an expression as the author wrote it, or the name of the value it reads."""
    if reference == codes.NONE:
        return ""
    index, kind = reference >> 2, reference & 3
    if kind == codes.ATTRIBUTE:
        return f"job.{net.types[type_ix].attributes[index]}" if type_ix >= 0 else "job.about"
    if kind == codes.CODE:
        fragment = net.fragment_at(index)
        return fragment.text if fragment else ""
    name = net.cell_names[index]
    if name.startswith("const "):
        return name.removeprefix("const ")
    if name.startswith("hoisted "):
        for cell, address in net.derived_code:
            if cell == index:
                fragment = net.fragment_at(address)
                return fragment.text if fragment else name
    return name


def describe_work(net: Compiled, kind: int, cells: tuple[int, int, int]) -> str:
    """Return a distribution as written."""
    count = PARAMS[kind]
    parts = [describe_reference(net, cell << 2 | codes.CELL) for cell in cells[:count]]
    return f"{NAMES[kind]}({', '.join(parts)})"


def describe_step(net: Compiled, step: Step) -> list[tuple[str, str]]:
    """Return the fields of a step as (field, text), in the order in which they act.

    Parameters
    ----------
    net : Compiled
        The net.
    step : Step
        One of its steps.
    """

    def text(reference: int) -> str:
        return describe_reference(net, reference, step.type)

    def target(index: int) -> str:
        return "end" if index == codes.END else net.steps[index].name

    def group(item: Group) -> str:
        of = ", ".join(net.seats[seat].id for seat in item.seats)
        words = of if len(item.seats) == 1 else f"{item.k} of {of}"
        if item.index != codes.NONE:
            words = f"the one at {text(item.index)} of {of}"
        return f"{words}, by {text(item.prefer)}" if item.prefer != codes.NONE else words

    fields = [("waits until", text(step.when))]
    if step.void != codes.WAIT_AGAIN:
        fields.append(("if that lapses", target(step.void)))
    fields.append(("needs", " and ".join(group(item) for item in step.groups)))
    fields.append(("level", text(step.level)))
    if step.firm:
        fields.append(("firm", "nobody may pass"))
    if step.patience != codes.NONE:
        scope = "of waiting" if step.scope == 0 else "in all"
        fields.append(("at most", f"{text(step.patience)} ms {scope}, then {target(step.late)}"))
    if step.missed != codes.END:
        fields.append(("if the tray is full", target(step.missed)))
    fields.append(("at the start", text(step.start)))
    fields.append(("decided by a person if", text(step.open)))
    if step.work >= 0:
        words = describe_work(net, step.work, step.p)
        if step.factor != codes.NONE:
            words += f" times {text(step.factor)}"
        if step.cal >= 0:
            words += f" in the hours of {net.calendars[step.cal].id}"
        if step.pace != codes.NONE:
            words += f" at pace {text(step.pace)}"
        fields.append(("takes", words))
    fields.append(("at the end", text(step.finish)))
    if step.keep:
        fields.append(("keeps", "its seats"))
    ways = []
    for way in step.route:
        if way.guard != codes.NONE:
            ways.append(f"{target(way.target)} if {text(way.guard)}")
        elif len(step.route) == 1:
            ways.append(target(way.target))
        else:
            ways.append(f"{target(way.target)} with weight {text(way.weight)}")
    fields.append(("then", "; ".join(ways)))
    if step.place:
        fields.append(("written in", step.place))
    return [(name, words) for name, words in fields if words]


def describe_fault(net: Compiled, code: int, place: int) -> str:
    """Return what went wrong in a replication and where the author wrote it.

    Parameters
    ----------
    net : Compiled
        The net.
    code : int
        One of `codes.FAULTS`.
    place : int
        Where: a code address (at least 0), or what `codes.at_step`, `codes.at_seat`,
        `codes.at_stream`, `codes.at_crowd` or `codes.at_value` gave.
    """
    what, joint = _FAULT_WORDS.get(code, "no fault"), "in"
    if code == codes.F_POOL and place >= 0:
        return what  # the kernel's own list was full: there is no expression to blame
    where, written = fault_place(net, place)
    if code == codes.F_POOL:
        if codes.place_of(place)[0] == "crowd":
            joint = "and most of them are at"
        else:
            what = f"a job that keeps more than {codes.SEATS_PER_CLAIM} seats"
    return " ".join(part for part in (what, f"{joint} {where}" if where else "", written) if part)


def fault_place(net: Compiled, place: int) -> tuple[str, str]:
    """Return the element that a fault happened in and where the author wrote it."""
    if place >= 0:
        fragment = net.fragment_at(place)
        if fragment is None:
            return "", ""
        return f"{fragment.element} '{fragment.text}'", _bracketed(fragment.place)
    kind, index = codes.place_of(place)
    if kind == "seat":
        return f"seat {net.seats[index].id}", _bracketed(net.seats[index].place)
    if kind == "stream":
        return f"stream {net.streams[index].id}", _bracketed(net.streams[index].place)
    if kind == "value":
        written = [carry.place for carry in net.carries if index in carry.cells]
        return f"value {net.cell_names[index]}", _bracketed("".join(written))
    return f"step {net.steps[index].id}", _bracketed(net.steps[index].place)


def _bracketed(place: str) -> str:
    return f"({place})" if place else ""
