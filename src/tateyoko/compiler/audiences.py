r"""A public: trust, rumours that spread in it, and statements that answer them.

Pattern. The share that believes a rumour grows by meeting those who do not yet, and shrinks as
people drop it [1]_ [2]_,

.. math:: db/dt = \beta (1 - a)\, b (1 - b) - (\delta + \sum_k \kappa_k\, r_k \tau)\, b ,

where :math:`\beta` convinces, :math:`\delta` fades, and every statement :math:`k` in force that
reaches the share :math:`r_k` of a public of trust :math:`\tau` corrects at :math:`\kappa_k` and
shields the share :math:`a = 1 - \prod_k (1 - r_k \tau)`. Between two changes of a statement or of
trust this has a closed solution, so nothing is integrated step by step: one job per rumour waits
exactly until the share has moved by 1/20, or half-way to where it settles, and at every change of
its coefficients the share is brought up to date from the solution. What guards, paces and other
mechanisms read, `believing`, is therefore right to 1/20; its moments are exact.

`trust` starts where the author says and falls when a statement is found out to have been wrong.
`believing` is the share that believes at least one rumour, each independent of the others.

Both sides: to speak at once stops a rumour while few believe it, but a statement that nobody has
checked may be wrong; when that is found out it no longer answers anything, and everything said
afterwards reaches fewer.

Marks: ``audience.ID.RUMOUR`` when a rumour takes hold, ``audience.ID.STATEMENT.found_out``.

References
----------
.. [1] D. J. Daley, D. G. Kendall, Stochastic rumours, J. Inst. Maths Applics 1 (1965) 42-55.
.. [2] L. M. A. Bettencourt et al., The power of a good idea: quantitative modeling of the spread
   of ideas from epidemiological models, Physica A 364 (2006) 513-536.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tateyoko.compiler.draft import Draft, conjunction, ref

if TYPE_CHECKING:
    from tateyoko.world.audiences import Audience, Rumour, Statement

__all__ = ["add_audience", "audience_value"]

#: The share moves by at most this much between two looks.
_STEP = 0.05
#: Nearer than this to where it settles it is there; fewer believers than this are none.
_SETTLED = 0.004
#: Rates per millisecond below this count as this, so that nothing is divided by nought.
_SLOW = 1e-15
#: Coefficients that differ by less than this [1/ms] are the same.
_SAME = 1e-14


def audience_value(draft: Draft, audience_id: str, part: str) -> str:
    """Return the text that reads `trust` or `believing` of an audience."""
    id = f"audience.{audience_id}"
    if part == "trust":
        return ref(f"{id}.trust")
    rumours = draft.world.audiences[audience_id].rumours
    doubts = " * ".join(f"(1 - {ref(f'{id}.{rumour}.share')})" for rumour in rumours)
    return f"(1 - {doubts})" if doubts else "0"


def add_audience(draft: Draft, audience_id: str, audience: Audience) -> None:
    """Write an audience into the net.

    Parameters
    ----------
    draft : Draft
        Receives values, marks, watchers and job types.
    audience_id : str
        Id of the block.
    audience : Audience
        What the author wrote.
    """
    writer = _Writer(draft, f"audience.{audience_id}", audience)
    trust = draft.numbers.scalar(audience.trust)
    draft.state(f"{writer.id}.trust", trust, place=audience.place)
    for statement in audience.statements.values():
        writer.statement(statement)
    for rumour in audience.rumours.values():
        writer.rumour(rumour)


class _Writer:
    """One audience on its way into the net."""

    def __init__(self, draft: Draft, id: str, audience: Audience) -> None:
        self.draft, self.id, self.audience = draft, id, audience

    # ---- statements

    def _in_force(self, statement: Statement) -> str:
        """Return the truth that a statement has been made and stands."""
        made = f"count({self.draft.mark(statement.on)}) > 0"
        if statement.wrong is None:
            return made
        return f"{made} and not {ref(f'{self.id}.{statement.id}.exposed')}"

    def statement(self, statement: Statement) -> None:
        """Write what follows when a statement is wrong."""
        wrong = statement.wrong
        if wrong is None:
            return
        draft, id = self.draft, f"{self.id}.{statement.id}"
        numbers = draft.numbers
        draft.state(f"{id}.exposed", truth=True, place=statement.place)
        chance = numbers.scalar(wrong.chance)
        if wrong.unless is not None:
            checked = draft.expressions.truth(wrong.unless)
            chance = f"select({checked}, {numbers.scalar(wrong.checked)}, {chance})"
        found_out = draft.mark(f"{id}.found_out", place=statement.place)
        trust = ref(f"{self.id}.trust")
        host = draft.host(id, statement.path, place=statement.place, label=statement.id)
        host.step(
            "made",
            route=[("believed", "if", f"roll({f'{id}.wrong'!r}, world) < {chance}"), "end"],
        )
        host.step(
            "believed",
            work=numbers.work(wrong.found_out),
            finish=[
                f"mark({found_out})",
                f"put({f'{id}.exposed'!r}, true)",
                f"put({f'{self.id}.trust'!r}, {trust} * (1 - {numbers.scalar(wrong.costs)}))",
            ],
        )
        host.close("made")
        made = f"count({draft.mark(statement.on)}) > 0"
        draft.watch(id, made, id, place=statement.place)

    def _coefficients(self, rumour: Rumour) -> tuple[str, str]:
        """Return texts of the rates at which a rumour convinces and is dropped [1/ms]."""
        numbers, trust = self.draft.numbers, ref(f"{self.id}.trust")
        open_minds, dropped = [], [numbers.scalar(rumour.fades)]
        for statement in self.audience.statements.values():
            if statement.against and rumour.id not in statement.against:
                continue
            heard = f"{numbers.scalar(statement.reach)} * {trust}"
            stands = self._in_force(statement)
            open_minds.append(f"select({stands}, 1 - {heard}, 1)")
            corrects = numbers.scalar(statement.corrects)
            dropped.append(f"select({stands}, {corrects} * {heard}, 0)")
        convinces = " * ".join([numbers.scalar(rumour.spreads), *open_minds])
        return convinces, " + ".join(dropped)

    # ---- rumours

    def rumour(self, rumour: Rumour) -> None:
        """Write the beginning of a rumour, and the job that follows its share."""
        draft, id, place = self.draft, f"{self.id}.{rumour.id}", rumour.place
        for name in ("share", "convinces", "dropped", "since", "turn"):
            draft.state(f"{id}.{name}", place=place)
        draft.state(f"{id}.about", truth=True, place=place)
        self._begin(rumour, id)
        self._follow(rumour, id)

    def _begin(self, rumour: Rumour, id: str) -> None:
        draft, label = self.draft, rumour.name.en
        host = draft.host(f"{id}.begins", f"{rumour.path}.begins", place=rumour.place, label=label)
        mark = draft.mark(id, place=rumour.place)
        seeds = draft.numbers.scalar(rumour.seeds)
        host.step(
            "spreads",
            start=[
                f"mark({mark})",
                f"put({f'{id}.share'!r}, {seeds})",
                f"put({f'{id}.since'!r}, now)",
                f"put({f'{id}.about'!r}, true)",
            ],
            label=label,
        )
        chance = "1"
        if rumour.takes_hold is not None:
            chance = draft.numbers.scalar(rumour.takes_hold)
        taken = f"roll({f'{id}.takes_hold'!r}, world) < {chance}"
        host.step("heard", route=[("spreads", "if", taken), "end"])
        host.close("heard")
        when = conjunction([draft.expressions.truth(rumour.when), f"count({mark}) == 0"])
        draft.watch(f"{id}.begins", when, f"{id}.begins", place=rumour.place)

    def _follow(self, rumour: Rumour, id: str) -> None:
        draft = self.draft
        share, since = ref(f"{id}.share"), ref(f"{id}.since")
        old_b, old_d = ref(f"{id}.convinces"), ref(f"{id}.dropped")
        turn, about = ref(f"{id}.turn"), ref(f"{id}.about")
        new_b, new_d = self._coefficients(rumour)
        host = draft.host(id, rumour.path, place=rumour.place, label=rumour.name.en)
        for name in ("net", "grown", "goal", "next", "left", "turn"):
            host.attribute(name)
        until_now = [
            f"job.net = {_kept_off_nought(f'({old_b} - {old_d})')}",
            f"job.grown = exp(min(600, job.net * (now - {since})))",
            f"put({f'{id}.share'!r}, {share} * job.net * job.grown"
            f" / (job.net + {old_b} * {share} * (job.grown - 1)))",
        ]
        host.step(
            "change",
            start=[
                *until_now,
                f"put({f'{id}.since'!r}, now)",
                f"put({f'{id}.convinces'!r}, {new_b})",
                f"put({f'{id}.dropped'!r}, {new_d})",
                f"put({f'{id}.turn'!r}, {turn} + 1)",
            ],
            route=["plan"],
        )
        # Where it settles, the next share to stop at, and how long the solution takes to get there.
        goal = f"select({old_b} > {old_d}, 1 - {old_d} / max({_SLOW}, {old_b}), 0)"
        ratio = (
            f"(job.next * (job.net - {old_b} * {share}))"
            f" / ({share} * select(job.far, job.net - {old_b} * job.next, 1))"
        )
        host.attribute("far", truth=True)
        host.step(
            "plan",
            start=[
                f"job.turn = {turn}",
                f"job.net = {_kept_off_nought(f'({old_b} - {old_d})')}",
                f"job.goal = {goal}",
                f"job.next = {share} + max(-{_STEP}, min({_STEP}, (job.goal - {share}) / 2))",
                f"job.far = abs(job.goal - {share}) > {_SETTLED}",
                f"job.left = select(job.far, log(max(1e-300, {ratio})) / job.net, -1)",
            ],
            route=[
                ("wait", "if", f"job.left >= 0 and job.left < {draft.scenario.horizon_ms}"),
                ("gone", "if", f"not job.far and job.goal < {_SETTLED}"),
                "end",
            ],
        )
        host.step(
            "wait",
            work=("const", "1"),
            factor="job.left",
            route=[("move", "if", f"job.turn == {turn}"), "end"],
        )
        host.step(
            "move",
            start=[f"put({f'{id}.share'!r}, job.next)", f"put({f'{id}.since'!r}, now)"],
            route=["plan"],
        )
        host.step(
            "gone",
            start=[f"put({f'{id}.share'!r}, 0)", f"put({f'{id}.about'!r}, false)"],
        )
        host.close("change")
        differs = f"abs({new_b} - {old_b}) > {_SAME} or abs({new_d} - ({old_d})) > {_SAME}"
        draft.watch(id, conjunction([about, differs]), id, place=rumour.place)


def _kept_off_nought(text: str) -> str:
    return f"select(abs({text}) < {_SLOW}, {_SLOW}, {text})"
