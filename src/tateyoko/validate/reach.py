"""What each measure of each scenario rests on: theory, real cases, experiments, assumption alone.

The strongest evidence that there can be for a figure of a model like this is a real crisis that was
predicted. Exact theory shows that a mechanism does what it says, not that its numbers are right;
published experiments that their order and sign are right. What has none of them is assumption, and
is said to be so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.validate.results import Validation
from tateyoko.world.crisis import KINDS, PAIRS, pair_name
from tateyoko.world.model import World
from tateyoko.world.scenario import Measure, Scenario

__all__ = ["THEORY", "Reach", "reach_of_world"]

THEORY: Mapping[str, Text] = {
    "flow.": Text(ja="容量で決まる流れ", en="flow limited by capacity"),
    "minister_hours": Text(ja="窓口の稼働時間", en="time that a server is busy"),
    "post_hours": Text(ja="窓口の稼働時間", en="time that a server is busy"),
    "mean_time": Text(ja="待ち行列の滞在時間", en="time in a queue"),
    "delegated_acts": Text(ja="委任で上位の負担が減る割合", en="load that delegation takes off"),
    "contrary_acts": Text(ja="委任で上位の負担が減る割合", en="load that delegation takes off"),
}
"""Words of an expression -> the exact result that the mechanism behind it is tested against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What one measure rests on.

    Attributes
    ----------
    scenario, measure : str
    scenario_title, measure_name : Text
    theory : Text or None
        Which exact result the mechanism is tested against.
    records : int
        Real intervals of this kind and type that predictions were scored by.
    inside : int
        How many of them lay inside the predicted 80 % range.
    experiments : Text or None
        Published experiment whose order and sign it reproduces.
    """

    scenario: str
    measure: str
    scenario_title: Text
    measure_name: Text
    theory: Text | None
    records: int
    inside: int
    experiments: Text | None = None

    @property
    def is_assumption(self) -> bool:
        """Whether nothing but assumptions carries it."""
        return self.theory is None and not self.records and self.experiments is None


def reach_of_world(world: World, found: Validation) -> list[Reach]:
    """Return what every measure of every scenario rests on, in the order of the world.

    Parameters
    ----------
    world : World
    found : Validation
        Of the recorded cases of the world.
    """
    return [
        _reach(scenario, measure, found)
        for scenario in world.scenarios.values()
        for measure in scenario.measures.values()
    ]


def _reach(scenario: Scenario, measure: Measure, found: Validation) -> Reach:
    scored = list(_scored(scenario, measure, found))
    return Reach(
        scenario=scenario.name,
        measure=measure.id,
        scenario_title=scenario.title,
        measure_name=measure.name,
        theory=_theory(measure),
        records=len(scored),
        inside=sum(scored),
    )


def _theory(measure: Measure) -> Text | None:
    for expression in (measure.expr, measure.integral):
        for word, theory in THEORY.items():
            if expression is not None and word in expression.text:
                return theory
    return None


def _scored(scenario: Scenario, measure: Measure, found: Validation) -> Iterator[bool]:
    """Yield for every record of the measure's interval whether it was inside the 80 % range.

    A pattern is judged by the cases of its type. A scenario that replays a case has seen its
    record, and one that does neither has no record.
    """
    pattern = scenario.stands_for
    if pattern is None or len(measure.start) != 1 or len(measure.end) != 1:
        return
    pair = (measure.start[0], measure.end[0])
    if pair not in PAIRS or pair[0] not in KINDS:
        return
    for case in found.cases:
        if case.type != pattern.type:
            continue
        for one in case.intervals:
            if one.record.pair == pair_name(pair) and one.score is not None:
                yield one.score.in_80
