"""Looking up every name that is used, when all names are known."""

from collections.abc import Iterable, Iterator
from typing import Any

from tateyoko.errors import Place, did_you_mean
from tateyoko.text import Text
from tateyoko.world.catalogue import FAMILIES
from tateyoko.world.context import Use
from tateyoko.world.parse import Reader

__all__ = ["BUILT_IN_MARKS", "FLOW_MARKS", "block_marks", "check_names", "names_of"]

# Marks that every run may set by itself: delegations and flows do.
BUILT_IN_MARKS = (
    "acted_on_own",
    "contrary_act",
    "incident",
    "minister_aware",
    "no_competent_decider",
    "recalled",
    "recall_failed",
)
# Marks of an office: somebody acts for it, or nobody is left who may.
SUCCESSION_MARKS = ("acting", "no_competent_decider")
FLOW_MARKS = ("opened", "aboard", "full", "complete")


def block_marks(holder: Any) -> Iterator[str]:
    """Yield the marks that audiences, compliance, stocks and cover set by themselves.

    Parameters
    ----------
    holder : World or Scenario
        Where the blocks are.
    """
    for id, audience in holder.audiences.items():
        yield from (f"audience.{id}.{rumour}" for rumour in audience.rumours or ())
        for statement, block in (audience.statements or {}).items():
            if block is not None and block.wrong is not None:
                yield f"audience.{id}.{statement}.found_out"
    for id, compliance in holder.compliance.items():
        if compliance.shadow is not None:
            yield f"compliance.{id}.shadow"
    for id, stock in holder.stocks.items():
        yield f"stock.{id}.empty"
        yield from (f"stock.{id}.{level}" for level in stock.thresholds or ())
    for id, cover in holder.cover.items():
        if cover.withdraws is not None:
            yield from (f"cover.{id}.notice", f"cover.{id}.withdrawn")


def check_names(reader: Reader) -> None:
    """Report every used name that is declared nowhere.

    A name used in a scenario must be known in that scenario or in the world; a name used in the
    world's own files must be known in the world or in at least one scenario.
    """
    _declare_built_in(reader)
    _declare_ends(reader)
    known_by_key: dict[tuple[tuple[str, ...], str, str], dict[str, Place]] = {}
    for use in reader.uses:
        key = (use.families, use.scope, use.procedure if "steps" in use.families else "")
        known = known_by_key.get(key)
        if known is None:
            known = known_by_key[key] = names_of(reader, use.families, use.scope, use.procedure)
        if use.name not in known:
            _report(reader, use, known)


def _declare_built_in(reader: Reader) -> None:
    nowhere = Place("")
    for mark in BUILT_IN_MARKS:
        reader.declare_name("marks", "", mark, nowhere)
    for (family, scope), names in list(reader.names.items()):
        if family == "flows":
            for flow in names:
                for part in FLOW_MARKS:
                    reader.declare_name("marks", scope, f"flow.{flow}.{part}", nowhere)
        if family == "posts":
            for post in names:
                for part in SUCCESSION_MARKS:
                    reader.declare_name("marks", scope, f"{part}.{post}", nowhere)
        if family == "channels":
            for channel in names:
                reader.declare_name("marks", scope, f"channel.{channel}.unanswered", nowhere)


def _declare_ends(reader: Reader) -> None:
    """Let ``then`` and ``else`` name a new mark, if somebody asks for that mark elsewhere.

    A name that nobody else uses is more likely a step written wrongly; a mark that is only for
    the trace is declared in the section ``marks``.
    """
    asked = {
        use.name for use in reader.uses if "marks" in use.families and "steps" not in use.families
    }
    for use in reader.uses:
        if use.families == ("steps", "marks") and use.name in asked:
            steps = names_of(reader, ("steps",), use.scope, use.procedure)
            if use.name not in steps:
                reader.declare_name("marks", use.scope, use.name, use.place)


def names_of(
    reader: Reader, families: Iterable[str], scope: str, procedure: str
) -> dict[str, Place]:
    """Return the names that may stand in a scope, with the places of their declarations."""
    found: dict[str, Place] = {}
    for family in families:
        asked = f"steps:{procedure}" if family == "steps" else family
        for (one, where), names in reader.names.items():
            if one == asked and (not scope or where in ("", scope)):
                found.update(names)
    return found


def _report(reader: Reader, use: Use, known: dict[str, Place]) -> None:
    first = use.families[0]
    if "step_paths" in use.families and "." in use.name:
        first = "step_paths"
    code = FAMILIES[first][0]
    where = _where(known)
    reader.report(
        code,
        use.place,
        width=max(use.width, 1),
        name=use.name,
        where_ja=where.ja,
        where_en=where.en,
        hint=did_you_mean(use.name, known),
    )


def _where(known: dict[str, Place]) -> Text:
    """Return where such names are declared: files and lines."""
    lines: dict[str, list[int]] = {}
    for place in known.values():
        if place.file:
            lines.setdefault(place.file, []).append(place.line)
    if not lines:
        return Text(ja="まだ一つも定義されていません。", en="None is declared yet.")
    spans = [f"{file}:{_span(numbers)}" for file, numbers in sorted(lines.items())]
    shown = ", ".join(spans[:3]) + (" …" if len(spans) > 3 else "")
    return Text(ja=f"定義のある所：{shown}。", en=f"Such names are declared in {shown}.")


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low}-{high}"
