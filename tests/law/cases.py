"""The cases of tests/law/cases: read, turned into questions, compared with what they expect."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ruamel.yaml

from tateyoko.law import Act, State, ask_about, standing, unfold_rule
from tateyoko.world.literate import read_law
from tests.architecture.sources import PACKAGE
from tests.law.elements import cases_of

HERE = Path(__file__).parent / "cases"
WORLD = PACKAGE / "worlds" / "japan"
VALUES = {"true": 1.0, "false": 0.0, "unknown": 0.5}


@dataclass(frozen=True)
class Case:
    """One case: its file and id, the question, and what is expected."""

    name: str
    state: State
    expect: dict
    expect_rules: dict
    expect_situations: dict
    source: str


@cache
def shipped_law():
    return read_law(WORLD)


def value(written):
    return VALUES[str(written).lower()]


def act(written):
    if isinstance(written, str):
        return Act(written)
    at = written.get("at")
    if isinstance(at, str):
        at = dt.datetime.fromisoformat(at)
    return Act(written["act"], written.get("by", ""), at)


def state(case):
    return State(
        dt.date.fromisoformat(str(case["date"])),
        {name: value(said) for name, said in (case.get("facts") or {}).items()},
        {name: float(said) for name, said in (case.get("numbers") or {}).items()},
        tuple(act(one) for one in case.get("acts") or ()),
    )


@cache
def all_cases():
    found = []
    for path in sorted(HERE.glob("*.yaml")):
        data = ruamel.yaml.YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        for case in (*data.get("cases", ()), *_from_elements(data.get("elements", ()))):
            found.append(
                Case(
                    name=f"{path.stem}-{case['id']}",
                    state=state(case),
                    expect=case.get("expect") or {},
                    expect_rules=case.get("expect_rules") or {},
                    expect_situations=case.get("expect_situations") or {},
                    source=str((case.get("source") or {}).get("key", "")),
                )
            )
    return tuple(found)


def _from_elements(entries):
    """Give the cases of entries that say which elements a provision has."""
    law = shipped_law()
    kinds = {name: fact.kind for name, fact in law.facts.items()}
    for entry in entries:
        for case in cases_of(entry, kinds):
            of, holds = case.pop("expected")
            if of in law.actions:
                case["expect"] = {of: {"status": "permitted" if holds else "not_permitted"}}
            elif of in law.rules:
                case["expect_rules"] = {of: holds}
            else:
                name, layer = of.split(".")
                case["expect_situations"] = {name: {layer: holds}}
            yield case


def listed(written):
    return [written] if isinstance(written, str) else list(written)


def differences(case, catalogue):
    """Give what differs between a case and the law's answer, in words; nothing if it agrees."""
    out = []
    for name, wanted in case.expect.items():
        answer = ask_about(catalogue, case.state, name)
        out += [f"{name}: {one}" for one in _answer(answer, wanted)]
    for name, wanted in case.expect_rules.items():
        found = unfold_rule(catalogue, case.state, name).value
        if found != value(wanted):
            out.append(f"{name}: is {found}, expected {wanted}")
    if case.expect_situations:
        stands = standing(catalogue, case.state)
        for name, wanted in case.expect_situations.items():
            for layer, said in wanted.items():
                found = getattr(stands[name], layer)
                if found != value(said):
                    out.append(f"{name}.{layer}: is {found}, expected {said}")
    return out


def _answer(answer, wanted):
    known = {"status", "orderer", "diet", "weapons", "missing", "judges"}
    assert set(wanted) <= known, f"a case expects {sorted(set(wanted) - known)}"
    if answer.status != wanted["status"]:
        yield f"status is {answer.status}, expected {wanted['status']}"
    if "orderer" in wanted and list(answer.orderer) != listed(wanted["orderer"]):
        yield f"orderer is {answer.orderer}, expected {wanted['orderer']}"
    if "diet" in wanted and answer.diet.kind != wanted["diet"]:
        yield f"diet is {answer.diet.kind}, expected {wanted['diet']}"
    weapons = {weapon.id for weapon in answer.weapons}
    if "weapons" in wanted and weapons != set(wanted["weapons"]):
        yield f"weapons are {sorted(weapons)}, expected {sorted(wanted['weapons'])}"
    missing = {gap.id for gap in answer.missing}
    if not set(wanted.get("missing", ())) <= missing:
        yield f"missing are {sorted(missing)}, expected to name {wanted['missing']}"
    judges = {judge for _, who in answer.judges for judge in who}
    if not set(wanted.get("judges", ())) <= judges:
        yield f"judges are {sorted(judges)}, expected to name {wanted['judges']}"
