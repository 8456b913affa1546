"""`tateyoko law` as its users call it."""

import io
import json
import shutil
import time
from pathlib import Path

import pytest

from tateyoko.cli import main
from tests.law.cases import WORLD, shipped_law

QUESTION = """\
date: 2024-06-01
facts:
  {closely_related_state: true, allied_attack: true, no_other_means: true, need_to_defend: true}
acts: [nsc_done, {act: plan_drafted, by: pm, at: 2024-05-30}, plan_adopted, plan_states_sk]
"""
CONTRACT = {"status", "orderer", "approvals", "diet", "weapons", "missing", "judges", "cite"}


def run(*words):
    with pytest.raises(SystemExit) as end:
        main(list(words))
    return end.value.code


@pytest.fixture
def question(tmp_path):
    path = tmp_path / "question.yaml"
    path.write_text(QUESTION, encoding="utf-8")
    return str(path)


def test_ask_answers_every_action_as_the_contract_says(question, capsys):
    assert run("law", "ask", question, "--json") == 0

    answers = json.loads(capsys.readouterr().out)
    assert list(answers) == list(shipped_law().actions)
    assert all(set(answer) >= CONTRACT for answer in answers.values())
    assert answers["A76_2"]["status"] == "undetermined"
    assert answers["A76_2"]["orderer"] == "pm"
    assert answers["A76_2"]["diet"]["kind"] == "prior_or_after"
    assert answers["A76_2"]["weapons"] == ["W8_FORCE"]
    assert "clear_danger" in answers["A76_2"]["missing"]
    assert answers["A76_2"]["judges"] == ["cabinet", "pm"]
    assert answers["A76_2"]["layers"]["recognised"] is True


def test_another_day_gets_the_law_of_that_day(question, capsys):
    facts = json.dumps({"date": "2010-01-01", "facts": {"allied_attack": True}})
    Path(question).write_text(facts, encoding="utf-8")

    assert run("law", "ask", question, "--json", "--date", "2010-01-01") == 0

    assert json.loads(capsys.readouterr().out)["A76_2"]["reason"]["en"] == (
        "not in force on that day"
    )


@pytest.mark.parametrize(
    ("lang", "word"), [("ja", "次に決めること"), ("en", "What must be decided")]
)
def test_a_card_is_printed_in_both_languages(question, capsys, lang, word):
    assert run("law", "ask", question, "--action", "A76_2", "--lang", lang) == 0

    assert word in capsys.readouterr().out


@pytest.mark.parametrize(("lang", "word"), [("ja", "経由"), ("en", "Goes through")])
def test_a_rule_of_procedure_can_be_asked_about(question, capsys, lang, word):
    assert run("law", "ask", question, "--action", "cp_warning", "--lang", lang) == 0

    told = capsys.readouterr().out
    assert word in told
    assert "ordered:" not in told


def test_a_rule_is_answered_as_data_with_its_chain_and_deadline(question, capsys):
    assert run("law", "ask", question, "--action", "plan_diet_due", "--json") == 0

    answer = json.loads(capsys.readouterr().out)["plan_diet_due"]
    assert answer["status"] == "permitted"
    assert answer["deadline"]["days"] == 0
    assert answer["orderer"] == "pm"


def test_a_question_comes_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(QUESTION))

    assert run("law", "ask", "-", "--lang", "en") == 0
    assert "A76_2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("allied_attack", "alied_attack"), "LW202"),
        (("allied_attack: true", "allied_attack: perhaps"), "LW205"),
        (("date: 2024-06-01", "date: 2024"), "LW206"),
        (("by: pm", "by: governor"), "LW208"),
        (("acts:", "act:"), "LW201"),
        (("acts: [nsc_done", "acts: [[nsc_done]"), "LW212"),
        (("allied_attack: true", "clear_danger: false"), "LW209"),
    ],
)
def test_a_wrong_question_ends_with_2_and_a_place(question, capsys, change, code):
    Path(question).write_text(QUESTION.replace(*change, 1), encoding="utf-8")

    assert run("law", "ask", question, "--lang", "en") == 2

    told = capsys.readouterr().err
    assert code in told
    assert "question.yaml:" in told
    assert "^" in told


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", "LW214", "the question is empty"),
        ("# nothing yet\n", "LW214", "Write {date:"),
        ("- attack_occurred\n", "LW212", "a list"),
        ("facts: {attack_occurred: true}\n", "LW215", "--date 2016-03-29"),
        ("date: 2024/06/01\n", "LW206", "'2024/06/01' is no day"),
        ("date: 2024-06-01\nfacts: [attack_occurred]\n", "LW212", "Write facts: {"),
        ("date: 2024-06-01\nfacts: {attack_occurred: yes}\n", "LW205", "Did you mean true?"),
        ("date: 2024-06-01\nfacts: {attack_occurred: はい}\n", "LW205", "Did you mean true?"),
        ("date: 2024-06-01\nfacts: {attack_occurred: {is: 1}}\n", "LW205", "a mapping"),
        ("date: 2024-06-01\nfacts: {A82: true}\n", "LW216", "an action, not a fact"),
        ("date: 2024-06-01\nfacts: {S_BK: true}\n", "LW216", "a situation, not a fact"),
        ("date: 2024-06-01\nfacts: {days_since_filing: true}\n", "LW216", "under numbers"),
        ("date: 2024-06-01\nnumbers: {attack_occurred: 3}\n", "LW216", "under facts"),
        ("date: 2024-06-01\nnumbers: {days_since_filing: -5}\n", "LW205", "not negative"),
        ("date: 2024-06-01\nacts: order_a82\n", "LW212", "Write acts: ["),
        ("date: 2024-06-01\nacts: [need_to_defend]\n", "LW216", "not an act"),
        (
            "date: 2024-06-01\nacts: [{act: order_a82, by: prime_minister}]\n",
            "LW213",
            "Did you mean pm (Prime Minister)?",
        ),
        (
            "date: 2024-06-01\nfacts: {現に戦闘行為が行われている現場: true}\n",
            "LW202",
            "Did you mean combat_scene",
        ),
        (
            "date: 2024-06-01\nfacts: {pm_vacant: true, pm_in_office: true}\n",
            "LW217",
            "cannot both hold",
        ),
        ('{"date": "2024-06-01", "facts": {"attack_occured": true}}', "LW202", "attack_occurred"),
    ],
)
def test_a_newcomers_mistake_is_answered_with_what_to_write(question, capsys, text, code, said):
    Path(question).write_text(text, encoding="utf-8")

    assert run("law", "ask", question, "--lang", "en") == 2

    told = capsys.readouterr().err
    assert code in told
    assert said in told


def test_a_mistake_is_told_in_japanese_alone_where_japanese_is_asked_for(question, capsys):
    Path(question).write_text("date: 2024-06-01\nfacts: [attack_occurred]\n", encoding="utf-8")

    assert run("law", "ask", question, "--lang", "ja") == 2

    told = capsys.readouterr().err
    assert "リスト" in told
    assert "a list" not in told


def test_a_day_that_is_none_is_refused_before_the_question_is_read(question, capsys):
    assert run("law", "ask", question, "--date", "tomorrow", "--lang", "en") == 2

    assert "'tomorrow' is no day" in capsys.readouterr().err


def test_show_gives_the_wording_of_a_day_and_its_picture(tmp_path, capsys):
    picture = tmp_path / "ladder.svg"

    assert run("law", "show", "S_SK", "--date", "2020-01-01", "--svg", str(picture)) == 0

    assert "2016-03-29" in capsys.readouterr().out
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_show_of_every_entry_prints_a_page(capsys):
    law = shipped_law()
    for section in ("actions", "situations", "facts", "weapons", "judges", "findings", "sources"):
        name = next(iter(getattr(law, section)))
        assert run("law", "show", name, "--lang", "en") == 0
        assert name in capsys.readouterr().out


def test_show_gives_an_entry_as_data_that_names_its_documents(capsys):
    assert run("law", "show", "A84_2", "--json") == 0

    entry = json.loads(capsys.readouterr().out)
    (version,) = entry["versions"]
    assert version["requires"]["fact"] == "mines_at_sea"
    assert version["requires"]["unless"][0]["when"] == "mines_part_of_ongoing_force"
    assert version["since"] == "1954-07-01"
    assert entry["documents"]["ANS189_251"]["url"].startswith("http")


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", ("未確認", "疑い", "出典")), ("en", ("not confirmed", "Doubt", "Sources"))],
)
def test_the_world_shows_sources_and_doubts_of_its_law(capsys, lang, words):
    assert run("worlds", "show", "A82", "--lang", lang) == 0

    told = capsys.readouterr().out
    assert all(word in told for word in words)
    assert "http://www.clearing.mod.go.jp/hakusho_data/2024/html/n250203000.html" in told


@pytest.mark.parametrize(("lang", "word"), [("ja", "部隊長"), ("en", "unit commander")])
def test_the_world_names_everybody_who_may_judge_a_fact(capsys, lang, word):
    assert run("worlds", "show", "combat_scene", "--lang", lang) == 0

    told = capsys.readouterr().out
    assert word in told
    assert shipped_law().judges["mod_minister"].label[lang] in told


def test_the_world_gives_its_law_as_data(capsys):
    assert run("worlds", "show", "combat_scene", "--json") == 0

    law = json.loads(capsys.readouterr().out)["law"]
    assert law["judge"] == ["mod_minister", "unit_commander"]
    assert "SDF15" in law["documents"]


def test_an_unknown_name_is_answered_with_the_nearest_one(capsys):
    assert run("law", "show", "A76_22", "--lang", "en") == 2

    assert "Did you mean A76_2?" in capsys.readouterr().err


def test_facts_lists_what_a_question_may_name(capsys):
    assert run("law", "facts", "--json") == 0

    data = json.loads(capsys.readouterr().out)
    assert list(data["facts"]) == list(shipped_law().facts)
    assert data["facts"]["clear_danger"]["judge"] == ["cabinet"]


def test_diff_names_what_the_law_of_2016_began(capsys):
    assert run("law", "diff", "2015-01-01", "2017-01-01", "--json") == 0

    changes = {one["id"]: one for one in json.loads(capsys.readouterr().out)["changes"]}
    assert changes["A76_2"]["kind"] == "begins"
    assert changes["A76_1"]["kind"] == "changes"


def test_a_question_is_answered_in_a_second(question, tmp_path, capsys):
    # A copy of the law has not been read in this process before.
    shutil.copytree(WORLD / "law", tmp_path / "world" / "law")
    begun = time.process_time()

    assert run("law", "ask", question, "--json", "--world", str(tmp_path / "world")) == 0

    assert time.process_time() - begun < 1.0
