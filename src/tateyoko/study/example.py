"""A tiny model written by hand: a harbour master gets warnings of a storm and sends the boats out.

It needs no world and runs in milliseconds, and still has everything a comparison looks at: a
storm that comes (truth A) or not (truth C), warnings that must be checked, a decision, a counter
signature, boats that queue for the pier, an opponent (the storm comes early or late), assumed
ranges, and five reforms: a second clerk (helps), a shorter counter signature (one set value), a
wider radio that nobody uses (does nothing), double checking (a knob turned the wrong way) and a
whole package. All its numbers are invented; it says nothing about any harbour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tateyoko.net import Compiled, Net
from tateyoko.study.results import Comparison
from tateyoko.text import Text

__all__ = ["ExampleModel", "example_comparison", "example_model"]

_MIN = 60_000
_H = 60 * _MIN
_HORIZON = 30 * _H
_STORM = {"early": 5.0, "late": 7.0}
_TIMES = tuple(range(0, 24 * _H + 1, 2 * _H))
_TITLE = Text(ja="港の嵐", en="A storm at the harbour")
_QUESTION = Text(
    ja="警報から出港まで、態勢しだいでどれだけ間に合うか",
    en="How far do the boats get out in time, depending on the posture",
)
_HOPS = (
    ("recognise", "警報を信じる", "believing the warnings", "recognise"),
    ("judge", "港長が決める", "the harbour master decides", "approve"),
    ("countersign", "議会が副署する", "the council countersigns", "democratic_control"),
    ("send", "命令を伝える", "sending the order", "transmit"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parameter:
    id: str
    name: Text
    unit: str
    value: float
    low: float | None = None
    high: float | None = None
    log: bool = False
    assumed: str | None = "an invented number"
    source: str | None = None
    place: str = "study/example.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    id: str
    name: Text
    unit: str
    kind: str
    better: str
    column: int
    truths: tuple[str, ...] = ()
    headline: bool = False
    censored_column: int | None = None
    scale: float = 1.0
    figure: str | None = None
    digits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hop:
    id: str
    name: Text
    phase: str
    procedure: str
    time_column: int
    count_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Series:
    id: str
    name: Text
    unit: str
    role: str
    times_ms: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount:
    value: float
    low: float | None
    high: float | None
    unit: str
    source: str | None = None
    assumed: str | None = "an invented number"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reform:
    id: str
    number: int
    title: Text
    mechanism: Text | None
    adverse: Text | None
    cost: _Amount | None
    lead_time: _Amount | None
    knobs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Posture:
    title: Text
    date: str
    reforms: Mapping[str, float]
    not_yet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Missing:
    id: str
    number: int
    title: Text
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window:
    id: str
    name: Text
    closes_ms: int | None
    need: Text
    basis: str
    source: str | None = None
    open_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class ExampleModel:
    """The harbour as a model (`tateyoko.study.model.Model`)."""

    net: Compiled
    parameters: tuple[_Parameter, ...]
    measures: tuple[_Measure, ...]
    hops: tuple[_Hop, ...]
    series: tuple[_Series, ...]
    reforms: tuple[_Reform, ...]
    posture_info: Mapping[str, _Posture]
    postures: tuple[str, ...]
    script: Sequence[Any] = ()
    world_id: str = "harbour"
    scenario_id: str = "storm"
    title: Text = _TITLE
    question: Text = _QUESTION
    case: str | None = None
    baseline: str = "today"
    horizon_ms: int = _HORIZON
    zero_ms: int | None = int(_STORM["early"] * _H)
    truths: tuple[str, ...] = ("A", "C")
    opponents: tuple[str, ...] = ("early", "late")
    truth_names: Mapping[str, Text] = field(
        default_factory=lambda: {
            "A": Text(ja="嵐が来る", en="the storm comes"),
            "C": Text(ja="嵐は来ない", en="no storm"),
        }
    )
    opponent_names: Mapping[str, Text] = field(
        default_factory=lambda: {
            "early": Text(ja="早い嵐", en="early storm"),
            "late": Text(ja="遅い嵐", en="late storm"),
        }
    )
    not_modelled: tuple[_Missing, ...] = (
        _Missing(
            id="R9",
            number=9,
            title=Text(ja="防波堤を高くする", en="A higher breakwater"),
            reason=Text(ja="波の仕組みがまだない", en="there are no waves in the model"),
        ),
    )
    findings: tuple[Any, ...] = ()
    windows: tuple[_Window, ...] = (
        _Window(
            id="W1",
            name=Text(ja="嵐の前", en="before the storm"),
            closes_ms=int(_STORM["early"] * _H),
            need=Text(ja="命令", en="order"),
            basis="assumed",
        ),
    )
    sources: Mapping[str, Any] = field(default_factory=dict)
    world_hash: str = "example"
    scenario_hash: str = "example"

    def name_of(self, column: str) -> Text:
        """Return words for a parameter of the net."""
        known = {parameter.id: parameter.name for parameter in self.parameters}
        return known.get(column, Text(ja=column, en=column))

    def row(
        self,
        *,
        posture: str,
        truth: str,
        opponent: str,
        values: Mapping[str, float] | None = None,
        reforms: Mapping[str, float] | None = None,
    ) -> NDArray[np.float64]:
        """Return one parameter row."""
        row = {parameter.id: parameter.value for parameter in self.parameters}
        row.update(values or {})
        strengths = self.posture_info[posture].reforms if reforms is None else reforms
        clerk, review = strengths.get("R1", 0.0), strengths.get("R2", 0.0)
        radio, doubt = strengths.get("R3", 0.0), strengths.get("R4", 0.0)
        staff = row["clerk.hands"] + clerk * (row["reforms.R1.1.to"] - row["clerk.hands"])
        row["clerk.hands"] = float(np.floor(staff + 0.5))
        row["master.routine"] *= row["reforms.R1.2.by"] ** clerk
        row["countersign.minutes"] *= row["reforms.R2.1.by"] ** review
        row["radio.width"] *= row["reforms.R3.1.by"] ** radio
        row["check.minutes"] *= row["reforms.R4.1.by"] ** doubt
        row["truth"] = float(truth == "A")
        row["storm.hours"] = _STORM.get(opponent, _STORM["early"])
        out: NDArray[np.float64] = self.net.rows(row)[0]
        return out


def _parameters() -> tuple[_Parameter, ...]:
    def swept(id: str, ja: str, en: str, unit: str, value: float, *ends: float) -> _Parameter:
        low, high = ends
        log = low > 0.0 and high / low >= 4.0
        return _Parameter(
            id=id, name=Text(ja=ja, en=en), unit=unit, value=value, low=low, high=high, log=log
        )

    return (
        _Parameter(id="truth", name=Text(ja="嵐", en="storm"), unit="", value=1.0),
        _Parameter(id="storm.hours", name=Text(ja="嵐の時刻", en="storm"), unit="h", value=5.0),
        _Parameter(id="clerk.hands", name=Text(ja="係の数", en="clerks"), unit="", value=1.0),
        swept("check.minutes", "警報の確認", "checking a warning", "min", 35.0, 15.0, 80.0),
        swept("weight", "警報の重み", "weight of a warning", "", 1.0, 0.6, 1.5),
        swept("master.minutes", "港長の判断", "the decision", "min", 30.0, 10.0, 90.0),
        swept("master.routine", "日常業務の量", "routine work", "per h", 1.0, 0.4, 1.6),
        swept("countersign.minutes", "副署", "counter signature", "min", 60.0, 20.0, 180.0),
        swept("boat.minutes", "一隻の出港", "one boat", "min", 20.0, 8.0, 40.0),
        swept("radio.width", "無線の幅", "width of the radio", "", 2.0, 1.0, 4.0),
        swept("reforms.R1.1.to", "増員後の係", "clerks after R1", "", 2.0, 1.0, 3.0),
        swept("reforms.R1.2.by", "増員と日常業務", "routine work after R1", "", 1.2, 1.0, 1.6),
        swept("reforms.R2.1.by", "副署の短縮", "shorter signature", "", 0.4, 0.2, 0.9),
        swept("reforms.R3.1.by", "無線の拡張", "wider radio", "", 2.0, 1.5, 3.0),
        swept("reforms.R4.1.by", "二重の確認", "double checking", "", 2.0, 1.5, 3.0),
    )


def _net(parameters: Sequence[_Parameter]) -> Compiled:
    net = Net()
    for parameter in parameters:
        net.param(parameter.id, parameter.value)
    for name in ("belief", "safe", "told", "minister_ms"):
        net.state(name)
    for hop, _, _, _ in _HOPS:
        net.state(f"spent.{hop}")
        net.state(f"visits.{hop}")
    net.table("safe_at", len(_TIMES))
    net.mark("first_sign", label="first warning")
    net.mark("order", label="the order")
    net.mark("storm", label="the storm")
    net.seat("clerk", "clerk.hands", label="clerk")
    net.seat("master", label="harbour master")
    net.seat("council", label="council")
    net.seat("pier", 2, label="pier")
    check = {
        "claim": ["clerk"],
        "work": ("exp", f"check.minutes * {_MIN}"),
        "start": ["mark(first_sign)"],
        "finish": [
            "belief = belief + weight * draw(llr, uniform, select(truth > 0, -0.2, -0.7), 1.1)"
        ],
        "label": "checking a warning",
    }
    net.job("warning", "check", {"check": check}, label="a warning")
    net.stream("warnings", "warning", ("exp", 40 * _MIN), count=30)
    routine: dict[str, Any] = {"claim": ["master"], "level": "4", "work": ("exp", 25 * _MIN)}
    net.job("routine", "do", {"do": {**routine, "label": "routine work"}})
    net.stream("routine", "routine", ("exp", f"{_H} / master.routine"))
    net.watch("believed", "belief > 2 and told == 0", "order")

    def took(hop: str) -> list[str]:
        return [
            f"spent.{hop} = spent.{hop} + now - job.last",
            f"visits.{hop} = visits.{hop} + 1",
            "job.last = now",
        ]

    order: dict[str, dict[str, Any]] = {
        "begin": {
            "start": [
                "spent.recognise = spent.recognise + now - first(first_sign)",
                "visits.recognise = visits.recognise + 1",
                "told = 1",
                "job.last = now",
            ],
            "route": ["judge"],
        },
        "judge": {
            "claim": ["master"],
            "level": "1",
            "work": ("logn", f"log(master.minutes * {_MIN})", 0.6),
            "finish": [*took("judge"), "minister_ms = minister_ms + 1"],
            "route": ["countersign"],
            "label": "the harbour master's decision",
        },
        "countersign": {
            "claim": ["council"],
            "work": ("exp", f"countersign.minutes * {_MIN}"),
            "finish": took("countersign"),
            "route": ["send"],
            "label": "the counter signature",
        },
        "send": {
            "work": ("exp", 12 * _MIN),
            "finish": [*took("send"), "mark(order)", "spawn(boats, boat, 20)"],
            "route": ["wait"],
            "label": "sending the order",
        },
        "wait": {"when": "returned(boats) == 20"},
    }
    net.job("order", "begin", order, attrs=("last",), groups=("boats",), label="the order")
    leave = {
        "claim": ["pier"],
        "work": ("exp", f"boat.minutes * {_MIN}"),
        "finish": ["safe = safe + select(count(storm) > 0, 0, 1)"],
        "label": "a boat leaves",
    }
    net.job("boat", "leave", {"leave": leave}, parent="order", label="a boat")
    net.job("storm", "come", {"come": {"start": ["mark(storm)"]}}, label="the storm")
    net.stream("storms", "storm", ("const", f"storm.hours * {_H}"), count="truth")
    net.job("clock", "note", {"note": {"start": [f"safe_at[floor(now / {2 * _H} + 0.5)] = safe"]}})
    net.stream("clock", "clock", ("const", 2 * _H), count=len(_TIMES) - 1)
    begun = "count(first_sign) > 0"
    given = "count(order) > 0"
    net.measure(
        "to_order", f"select({given}, first(order), {_HORIZON}) - max(0, first(first_sign))"
    )
    net.measure("to_order.censored", f"select({given} and {begun}, 0, 1)")
    net.measure("caught", "20 - safe")
    net.measure("missed", f"select({given} and first(order) < first(storm), 0, 1)")
    net.measure("in_vain", "safe")
    net.measure("busy", f"integral(busy(master)) / {_H}")
    net.measure("signature", "spent.countersign")
    for hop, _, _, _ in _HOPS:
        net.measure(f"hop.{hop}", f"spent.{hop}")
        net.measure(f"visits.{hop}", f"visits.{hop}")
    for number in range(len(_TIMES)):
        net.measure(f"safe.{number}", f"safe_at[{number}]")
    return net.compile()


def _measures(net: Compiled) -> tuple[_Measure, ...]:
    def of(id: str, ja: str, en: str, unit: str, kind: str, better: str, **more: Any) -> _Measure:
        return _Measure(
            id=id,
            name=Text(ja=ja, en=en),
            unit=unit,
            kind=kind,
            better=better,
            column=net.measure_ix[id],
            **more,
        )

    return (
        of("caught", "逃げ遅れた船", "boats caught", "boats", "outcome", "lower",
           truths=("A",), headline=True),
        of("to_order", "警報から命令まで", "first warning to order", "min", "outcome", "lower",
           truths=("A",), scale=1 / _MIN, censored_column=net.measure_ix["to_order.censored"]),
        of("missed", "嵐までに命令なし", "no order before the storm", "share", "outcome", "lower",
           truths=("A",)),
        of("in_vain", "むだに出た船", "boats sent out in vain", "boats", "adverse", "lower",
           truths=("C",)),
        of("busy", "港長の拘束", "harbour master's hours", "h", "burden", "lower"),
        of("signature", "副署にかけた時間", "time for the counter signature", "min",
           "democratic_control", "neutral", scale=1 / _MIN),
    )  # fmt: skip


def _reforms() -> tuple[_Reform, ...]:
    def of(number: int, ja: str, en: str, *knobs: str, cost: float) -> _Reform:
        return _Reform(
            id=f"R{number}",
            number=number,
            title=Text(ja=ja, en=en),
            mechanism=None,
            adverse=None,
            cost=_Amount(value=cost, low=cost / 2, high=cost * 2, unit="bn_yen"),
            lead_time=_Amount(value=6.0, low=3.0, high=12.0, unit="month"),
            knobs=knobs,
        )

    return (
        of(1, "係を増やす", "A second clerk", "clerk.hands", "master.routine", cost=0.2),
        of(2, "副署を早める", "A faster signature", "countersign.minutes", cost=0.1),
        of(3, "無線を広げる", "A wider radio", "radio.width", cost=0.4),
        of(4, "二重に確かめる", "Double checking", "check.minutes", cost=0.1),
    )


@lru_cache(maxsize=1)
def example_model() -> ExampleModel:
    """Return the harbour, compiled once."""
    parameters = _parameters()
    net = _net(parameters)
    column = net.measure_ix
    hops = tuple(
        _Hop(
            id=hop,
            name=Text(ja=ja, en=en),
            phase=phase,
            procedure="order",
            time_column=column[f"hop.{hop}"],
            count_column=column[f"visits.{hop}"],
        )
        for hop, ja, en, phase in _HOPS
    )
    series = _Series(
        id="safe",
        name=Text(ja="沖に出た船", en="boats out at sea"),
        unit="boats",
        role="outcome",
        times_ms=_TIMES,
        columns=tuple(column[f"safe.{number}"] for number in range(len(_TIMES))),
    )
    postures = {
        "today": _Posture(title=Text(ja="現在", en="today"), date="2026-11-21", reforms={}),
        "package": _Posture(
            title=Text(ja="全提言", en="the whole package"),
            date="2026-11-21",
            reforms={"R1": 1.0, "R2": 1.0, "R3": 1.0},
            not_yet=("R9",),
        ),
        "placebo": _Posture(
            title=Text(ja="偽薬", en="placebo"), date="2026-11-21", reforms={"R3": 1.0}
        ),
        "doubting": _Posture(
            title=Text(ja="二重確認", en="double checking"), date="2026-11-21", reforms={"R4": 1.0}
        ),
    }
    return ExampleModel(
        net=net,
        parameters=parameters,
        measures=_measures(net),
        hops=hops,
        series=(series,),
        reforms=_reforms(),
        posture_info=postures,
        postures=tuple(postures),
    )


def example_comparison(*, runs: int = 60, sets: int = 10, seed: int = 1) -> Comparison:
    """Return a comparison of the harbour's postures: real runs, a second or two."""
    from tateyoko.study.compare import compare

    return compare(example_model(), runs=runs, sets=sets, seed=seed)
