"""A small law of our own, built by hand: a fire brigade, a harbour master and a mayor."""

import datetime as dt

from tateyoko.law import All, Any, Compare, Exemption, Fact, Not, Unless
from tateyoko.law.catalogue import (
    Action,
    ActionVersion,
    Approval,
    Catalogue,
    Number,
    Rule,
    RuleVersion,
    Situation,
    SituationVersion,
    Term,
)
from tateyoko.text import Text

OLD = dt.date(2000, 1, 1)
REFORM = dt.date(2010, 1, 1)
TODAY = dt.date(2020, 1, 1)


def text(word):
    return Text(ja=word, en=word)


def term(fact_id, kind, *, judge=(), by=()):
    return Term(id=fact_id, label=text(fact_id), kind=kind, judge=judge, by=by)


TERMS = (
    term("fire", "observed"),
    term("flood", "observed"),
    term("ship_aground", "observed"),
    term("on_water", "observed"),
    term("grave", "judged", judge=("mayor",)),
    term("spreading", "judged", judge=("brigade",)),
    term("is_war", "judged", judge=("mayor",)),
    term("council_met", "act", by=("council",)),
    term("order_close", "act", by=("mayor",)),
    term("order_enter", "act", by=("harbour",)),
)


def action(action_id, requires, by, **more):
    version = ActionVersion(
        label=text(action_id), cite=f"Act {action_id}", requires=requires, by=by, **more
    )
    return Action(id=action_id, label=text(action_id), versions=(version,))


def small_law():
    """Build it; `enter` and the situation exist since REFORM, `stale` can never apply."""
    close = action(
        "close",
        All((Fact("emergency"), Unless(Fact("grave"), (Exemption(Fact("is_war")),)))),
        ("mayor",),
        approvals=(Approval(by="council", act="council_met"),),
    )
    douse = action("douse", All((Fact("fire"), Fact("spreading"))), ("brigade",))
    enter = Action(
        id="enter",
        label=text("enter"),
        order="order_enter",
        versions=(
            ActionVersion(
                label=text("enter"),
                cite="Act enter",
                since=REFORM,
                requires=All((Fact("fire"), Fact("spreading"), Fact("on_water"))),
                by=("harbour",),
            ),
        ),
    )
    follow = action("follow", All((Fact("order_enter"), Fact("grave"))), ("brigade",))
    stale = action(
        "stale",
        All((Fact("late"), Compare("days", "<", 5.0))),
        ("mayor",),
    )
    late = Rule(
        id="late",
        label=text("late"),
        versions=(
            RuleVersion(label=text("late"), cite="Act late", requires=Compare("days", ">", 5.0)),
        ),
    )
    may_warn = Rule(
        id="may_warn",
        label=text("may_warn"),
        versions=(
            RuleVersion(
                label=text("may_warn"),
                cite="Act warn",
                requires=All((Fact("flood"), Not(Fact("is_war")))),
                by=("harbour",),
            ),
        ),
    )
    emergency = Situation(
        id="emergency",
        label=text("emergency"),
        versions=(
            SituationVersion(
                label=text("emergency"),
                cite="Act emergency",
                since=REFORM,
                met=Any((Fact("fire"), Fact("flood"))),
                recognised=Fact("council_met"),
            ),
        ),
    )
    nameless = Situation(
        id="nameless",
        label=text("nameless"),
        versions=(SituationVersion(label=text("nameless"), met=Fact("ship_aground")),),
    )
    return Catalogue(
        facts={one.id: one for one in TERMS},
        numbers={"days": Number(id="days", label=text("days"))},
        rules={"late": late, "may_warn": may_warn},
        situations={"emergency": emergency, "nameless": nameless},
        actions={one.id: one for one in (close, douse, enter, follow, stale)},
    )
