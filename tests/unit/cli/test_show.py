"""The commands that show a world: lists, pages, data, unknown names, in both languages."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tateyoko.cli.show import register
from tateyoko.cli.show_phrases import estimate_words
from tateyoko.errors import Place, UsageError
from tateyoko.world import Estimate

HARBOUR = Path(__file__).resolve().parents[2] / "worlds" / "good" / "harbour"
MIN = 60_000.0


@pytest.fixture(scope="module")
def run():
    app = typer.Typer()
    register(app)

    def run_command(*words):
        return CliRunner().invoke(app, [*words, "--world", str(HARBOUR)])

    return run_command


def test_world_page_counts_what_it_holds_and_what_its_numbers_rest_on(run):
    shown = run("worlds", "--lang", "en").stdout

    assert "harbour — A harbour town that does not exist" in shown
    assert "numbers:" in shown
    assert "0 findings" in shown


def test_procedure_can_be_read_aloud(run):
    shown = run("worlds", "show", "closing", "--lang", "en").stdout

    assert "Power: Closing the harbour (Imaginary harbour rules, article 3)" in shown
    assert (
        "1. look — Harbour master (in its place Deputy mayor) at work on it, 5 to 30 min" in shown
    )
    assert "assumed: one walk to the pier" in shown
    assert "waits until 'Closing the harbour' may be ordered" in shown
    assert "The sea is too high and (The council was heard or not Ships are inside)" in shown
    assert "Mayor → Harbour master → Pilot boat" in shown
    assert "   1. boom — Pilot boat at work on it" in shown
    assert "Ends at once if “storm over” has happened (mark too_late)." in shown
    assert "in the chair: Mayor; must be there: Mayor" in shown
    assert "they sit 10 to 60 min, mostly 20" in shown
    assert "from then on “The sea is too high”" in shown


def test_a_page_shows_conditions_in_words_and_no_raw_expression(run):
    for lang in ("ja", "en"):
        for name in ("procedures.closing", "procedures.help"):
            shown = run("worlds", "show", name, "--lang", lang).stdout

            assert "happened(" not in shown
            assert "holds(" not in shown
    assert (
        "「met」（港の閉鎖）があった、かつ" in run("worlds", "show", "help", "--lang", "ja").stdout
    )


def test_procedure_is_said_in_japanese_too(run):
    shown = run("worlds", "show", "procedures.closing", "--lang", "ja").stdout

    assert "根拠：港の閉鎖" in shown
    assert "町長が命令する" in shown
    assert "多くは 10 min" in shown


def test_block_page_names_its_sources(run):
    shown = run("worlds", "show", "ask_next_town", "--lang", "en").stdout

    assert "staff: 1 officers (1–3) — officers" in shown
    assert "source harbour_log" in shown
    assert "harbour_log: Log of the harbour office (Harbour office, 1998)" in shown


def test_net_of_a_block_is_explained(run):
    shown = run("worlds", "show", "closing", "--net").stdout

    assert "procedure.closing.look" in shown
    assert "procedures.yaml:" in shown


@pytest.mark.parametrize("command", ["scenarios", "postures", "reforms"])
def test_list_as_data_has_ids_titles_and_places(run, command):
    data = json.loads(run(command, "--json").stdout)

    assert {"id", "title", "place"} <= set(data[0])
    assert set(data[0]["title"]) == {"ja", "en"}


@pytest.mark.parametrize(
    "words",
    [
        ("worlds",),
        ("worlds", "show", "closing"),
        ("worlds", "show", "council"),
        ("scenarios", "show", "storm"),
        ("postures", "show", "with_desk"),
        ("reforms", "show", "DESK"),
    ],
)
def test_every_page_is_one_json_document_on_request(run, words):
    assert isinstance(json.loads(run(*words, "--json").stdout), dict)


def test_reform_page_shows_both_sides_and_their_basis(run):
    shown = run("reforms", "show", "DESK", "--lang", "en").stdout

    assert "▲ The fire brigade has fewer hands" in shown
    assert "1. set channels.ask_next_town.liaison.staff 3 officers (2–4)" in shown
    assert "▲  4. add posts.fire_chief.hands -1 (-1–0)" in shown
    assert "Lead time: 6 month (3–12)" in shown


def test_scenario_page_orders_what_happens(run):
    shown = run("scenarios", "show", "storm", "--lang", "en").stdout

    assert shown.index("landfall") < shown.index("calm") < shown.index("barometer")
    assert "Postures 1998* , with_desk" in shown or "Postures 1998*, with_desk" in shown


def test_id_of_a_block_comes_before_the_key_of_a_step(run):
    shown = run("worlds", "show", "council", "--lang", "en").stdout

    assert shown.startswith("'council' has other meanings too (below: meetings.council):\n")
    assert "  tateyoko worlds show procedures.closing.council\n" in shown
    assert "\nStorm council (meetings.council)\n" in shown


def test_a_whole_path_has_one_meaning(run):
    shown = run("worlds", "show", "meetings.council", "--lang", "en").stdout

    assert shown.startswith("Storm council (meetings.council)")


def test_id_of_a_scenario_and_of_a_block_is_told_to_be_both():
    app = typer.Typer()
    register(app)

    shown = CliRunner().invoke(app, ["worlds", "show", "sakishima", "--lang", "en"]).stdout

    assert "  tateyoko scenarios show sakishima\n" in shown
    assert "(flows.sakishima)" in shown


@pytest.mark.parametrize(
    ("name", "command"),
    [("storm", "scenarios"), ("with_desk", "postures"), ("DESK", "reforms")],
)
def test_id_of_another_command_is_sent_there(run, name, command):
    outcome = run("worlds", "show", name)

    assert isinstance(outcome.exception, UsageError)
    assert f"tateyoko {command} show {name}" in outcome.exception.render("en")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("worlds", "show", "closin"), "closing"),
        (("reforms", "show", "DISK"), "DESK"),
        (("scenarios", "show", "strom"), "storm"),
    ],
)
def test_unknown_name_is_wrong_use_with_the_nearest_name(run, words, hint):
    outcome = run(*words)

    assert isinstance(outcome.exception, UsageError)
    assert f"Did you mean {hint}?" in outcome.exception.render("en")
    assert f"もしかして {hint} ですか" in outcome.exception.render("ja")


@pytest.mark.parametrize(
    ("shape", "numbers", "expected"),
    [
        ("tri", (5 * MIN, 15 * MIN, 40 * MIN), "5 to 40 min, mostly 15"),
        ("uniform", (20 * MIN, 90 * MIN), "20 to 90 min, evenly"),
        ("logn", (8 * MIN, 30 * MIN), "half within 8 min, nine of ten within 30"),
        ("exp", (6 * MIN,), "6 min on average"),
        ("const", (5 * MIN,), "5 min"),
    ],
)
def test_distribution_is_said_with_its_unit_once(shape, numbers, expected):
    estimate = Estimate(
        path="p",
        place=Place("x"),
        shape=shape,
        numbers=numbers,
        dimension="time",
        unit="min",
        factor=MIN,
    )

    assert estimate_words(estimate, "en") == expected
