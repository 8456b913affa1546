# ruff: noqa: E501  (worlds in YAML)
"""Steps wait for the catalogue of law: its wordings by date, its facts, its acts."""

import datetime as dt

import pytest

from tateyoko.errors import WorldError
from tateyoko.law import Act, State, ask
from tateyoko.world.literate import read_law
from tests.unit.compiler.test_procedures import procedure
from tests.unit.compiler.tiny import compiled, mark_times, run

LAW = """# Law of the town

```yaml law
judges:
  chief: {label: {ja: 長, en: Chief}}
facts:
  fire: {label: {ja: 火, en: fire}, kind: observed}
  grave: {label: {ja: 重大, en: grave}, kind: judged, judge: chief}
  named: {label: {ja: 指定, en: named}, kind: act, by: chief}
  lifted: {label: {ja: 解除, en: lifted}, kind: act, by: chief}
  vetoed: {label: {ja: 拒否, en: vetoed}, kind: act}
situations:
  S_X:
    label: {ja: 事態, en: situation}
    cite: s
    from: 2000-01-01
    met: {all: [fire, grave]}
    recognised: named
    ends: [{label: {ja: 解除, en: lifted}, when: lifted}]
actions:
  A1:
    label: {ja: 行動, en: act}
    versions:
      - {from: 1990-01-01, until: 2000-01-01, cite: old article, requires: fire, by: chief}
      - {from: 2010-01-01, cite: new article, requires: {all: [S_X]}, unless: [{cite: e, when: vetoed}], by: chief}
```
"""


def town(folder, gate, sets="", *, more=""):
    (folder / "law").mkdir(parents=True)
    (folder / "law" / "10.md").write_text(LAW, encoding="utf-8")
    rest = f"""  q:
    name: {{ja: 次, en: Q}}
    starts: {{at_start: true}}
    steps:
      know: {{travel: 2 h, sets: {{{sets}}}, assumed: x}}
"""
    return compiled(folder, more + procedure(gate, rest=rest if sets else ""))


GATE = "gate: {law: A1, mark: passed}"
ALL = 'fire: "true", grave: "true", named: "true"'


@pytest.mark.parametrize(
    ("sets", "past", "now"),
    [
        ('fire: "true"', 120.0, -1.0),
        (ALL, 120.0, 120.0),
        ('fire: "true", named: "true"', 120.0, -1.0),
        ('fire: "true", grave: "true"', 120.0, -1.0),
        (ALL + ', lifted: "true"', 120.0, -1.0),
        (ALL + ', vetoed: "true"', 120.0, -1.0),
    ],
)
def test_the_wording_of_the_day_decides(tmp_path, sets, past, now):
    """In 1999 a fire is enough; later the situation must be met, recognised and not ended."""
    model = town(tmp_path, GATE, sets)

    assert mark_times(model, "passed", posture="past") == [past]
    assert mark_times(model, "passed", posture="now") == [now]


def test_unknown_facts_never_pass(tmp_path):
    assert mark_times(town(tmp_path, GATE), "passed", posture="past") == [-1.0]


def test_acts_are_false_and_other_facts_unknown_until_set(tmp_path):
    gates = 'no_act: {when: "not holds(named)", mark: one}\nno_fire: {when: "not holds(fire)", mark: two}'
    model = town(tmp_path, gates)

    assert mark_times(model, "one") == [0.0]
    assert mark_times(model, "two") == [-1.0]


def test_only_facts_that_something_asks_for_become_states(tmp_path):
    ids = {id for id in town(tmp_path, 'gate: {when: "holds(fire)"}').net.cell_of if "fact." in id}

    assert ids == {"fact.fire"}


def test_the_law_costs_no_more_events_than_a_plain_condition(tmp_path):
    plain = town(tmp_path / "plain", 'gate: {when: "holds(fire)", mark: passed}', ALL)
    law = town(tmp_path / "law", GATE, ALL)

    assert mark_times(plain, "passed", posture="now") == mark_times(law, "passed", posture="now")
    assert run(plain, posture="now").events == run(law, posture="now").events


def test_an_id_of_the_catalogue_cannot_be_written_again(tmp_path):
    more = "facts:\n  fire: {name: {ja: 火, en: Fire}}\n"
    with pytest.raises(WorldError) as caught:
        town(tmp_path, GATE, more=more)

    report = caught.value.render("en")
    assert "TY111" in report
    assert "law/10.md" in report


def test_an_unknown_fact_is_reported_with_a_name_that_is_near(tmp_path):
    with pytest.raises(WorldError) as caught:
        town(tmp_path, GATE, 'grav: "true"')

    assert "grave" in caught.value.render("en")


def test_a_broken_catalogue_is_one_report(tmp_path):
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "10.md").write_text("```yaml law\nfacts: {a: {kind: odd}}\n```\n", "utf-8")
    with pytest.raises(WorldError) as caught:
        compiled(tmp_path, procedure(GATE))

    assert {one.code[:2] for one in caught.value.problems} == {"LW"}


ORDERS = """# Orders of the town

```yaml law
judges:
  chief: {label: {ja: 長, en: Chief}}
facts:
  fire: {label: {ja: 火, en: fire}, kind: observed}
  near: {label: {ja: 近い, en: near}, kind: observed}
  sent: {label: {ja: 出動の命令, en: sent}, kind: act, by: chief}
  recalled: {label: {ja: 撤収, en: recalled}, kind: act, by: chief}
actions:
  SEND:
    label: {ja: 出動, en: send}
    order: sent
    cite: s
    requires: fire
    by: chief
    ends: [{label: {ja: 撤収, en: recalled}, when: recalled}]
  HELP:
    label: {ja: 応援, en: help}
    cite: h
    requires: {all: [SEND, near]}
    by: chief
```
"""


@pytest.mark.parametrize("recalled", [False, True])
@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("fire", ["true", "false", "unknown"])
def test_a_step_that_rests_on_another_order_waits_as_the_law_answers(
    tmp_path, fire, sent, recalled
):
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "10.md").write_text(ORDERS, encoding="utf-8")
    acts = {"sent": sent, "recalled": recalled}
    sets = ['near: "true"', *(f'{act}: "true"' for act, done in acts.items() if done)]
    sets += [f'fire: "{fire}"'] if fire != "unknown" else []
    rest = f"""  q:
    name: {{ja: 次, en: Q}}
    starts: {{at_start: true}}
    steps:
      know: {{travel: 2 h, sets: {{{", ".join(sets)}}}, assumed: x}}
"""
    model = compiled(tmp_path, procedure("gate: {law: HELP, mark: passed}", rest=rest))
    value = {"true": 1.0, "false": 0.0, "unknown": 0.5}[fire]
    state = State(
        dt.date(2020, 1, 1),
        {"near": 1.0, "fire": value},
        acts=tuple(Act(act) for act, done in acts.items() if done),
    )

    permitted = ask(read_law(tmp_path), state)["HELP"].status == "permitted"

    assert permitted == (fire == "true" and sent and not recalled)
    assert mark_times(model, "passed") == [120.0 if permitted else -1.0]
