"""Law is read from Markdown, and every mistake in it is told at its true line and column."""

import re
import textwrap

import pytest

from tateyoko.errors import WorldError
from tateyoko.law import codes
from tateyoko.world.literate import has_law, read_law

JUDGES = "judges: {pm: {label: {ja: 総理, en: PM}}, cabinet: {label: {ja: 内閣, en: Cabinet}}}\n"
GOOD = f"""\
{JUDGES}sources: {{LAW: {{title: Act}}}}
facts:
  danger: {{label: {{ja: 危険, en: danger}}, kind: judged, judge: cabinet, sources: [LAW]}}
  order_x: {{label: {{ja: 命令, en: order}}, kind: act, by: pm}}
weapons:
  W1: {{label: {{ja: 級, en: class}}}}
actions:
  X:
    label: {{ja: 行動, en: action}}
    order: order_x
    versions:
      - {{from: 2000-01-01, until: 2010-01-01, cite: 1, requires: danger, by: pm, weapons: [W1]}}
      - {{from: 2010-01-01, cite: 2, requires: danger, by: pm}}
"""
TERM = "{label: {ja: あ, en: a}, kind: observed}"


def law_in(folder, *blocks, name="10-a.md"):
    """Write blocks into a Markdown file of a world; give the folder."""
    (folder / "law").mkdir(exist_ok=True)
    fenced = [f"Prose.\n\n```yaml law\n{block}```\n" for block in blocks]
    (folder / "law" / name).write_text("# Law\n\n" + "\n".join(fenced), encoding="utf-8")
    return folder


def problems_of(folder):
    with pytest.raises(WorldError) as raised:
        read_law(folder)
    return raised.value.problems


def test_blocks_of_several_files_make_one_catalogue(tmp_path):
    law_in(tmp_path, JUDGES, f"facts:\n  a: {TERM}\n")
    law_in(tmp_path, f"facts:\n  b: {TERM}\n", name="20-b.md")

    law = read_law(tmp_path)

    assert list(law.facts) == ["a", "b"]
    assert str(law.facts["a"].place) == "law/10-a.md:13:3"


def test_only_blocks_marked_as_law_are_read(tmp_path):
    (tmp_path / "law").mkdir()
    text = (
        f"```yaml\nnot: read\n```\n\n~~~~yaml law\nfacts:\n  a: {TERM}\n~~~~\n\n    ```yaml law\n"
    )
    (tmp_path / "law" / "a.md").write_text(text, encoding="utf-8")

    assert list(read_law(tmp_path).facts) == ["a"]


def test_a_world_without_law_says_so(tmp_path):
    assert not has_law(tmp_path)
    assert [one.code for one in problems_of(tmp_path)] == ["TY001"]


def test_a_small_law_loads(tmp_path):
    law = read_law(law_in(tmp_path, GOOD))

    assert [version.cite for version in law.actions["X"].versions] == ["1", "2"]


MISTAKES = {
    # name: (code, text of the good law, what stands there instead, what is underlined)
    "section": ("LW103", "weapons:", "weapon:", "weapon"),
    "field": ("LW104", "order: order_x", "orders: order_x", "orders"),
    "no label": ("LW105", "W1: {label: {ja: 級, en: class}}", "W1: {cite: 1}", "W1"),
    "no article": ("LW105", "cite: 2, ", "", None),
    "list for a text": ("LW106", "label: {ja: 級, en: class}", "label: [a]", "["),
    "kind": ("LW107", "kind: judged", "kind: judge", "judge"),
    "one language": ("LW108", "{ja: 級, en: class}", "{ja: 級}", None),
    "date": ("LW109", "from: 2000-01-01", "from: 2000-13-01", "2000-13-01"),
    "word in a tree": (
        "LW112",
        "requires: danger, by: pm}",
        "requires: {al: [danger]}, by: pm}",
        "[",
    ),
    "overlap": ("LW114", "until: 2010-01-01", "until: 2011-01-01", None),
    "ends first": ("LW115", "until: 2010-01-01", "until: 1999-01-01", None),
    "no judge": ("LW116", "judge: cabinet, ", "", "danger"),
    "beside versions": ("LW117", "order: order_x", "by: pm", "by"),
    "no act": ("LW118", "order: order_x", "order: danger", "danger"),
    "id": ("LW119", "  W1: {label", "  1W: {label", "1W"),
    "twice": ("LW120", "{title: Act}", "{title: Act, title: Act}", "title"),
    "leaf": ("LW121", "requires: danger, by: pm}", "requires: dangr, by: pm}", "dangr"),
    "judge": ("LW122", "by: pm, weapons", "by: pn, weapons", "pn"),
    "weapon": ("LW123", "weapons: [W1]", "weapons: [W2]", "W2"),
    "source": ("LW124", "sources: [LAW]", "sources: [LOW]", "LOW"),
    "number": (
        "LW126",
        "requires: danger, by: pm}",
        "requires: {compare: {number: days, over: 3}}, by: pm}",
        None,
    ),
    "act": ("LW127", "order: order_x", "order: order_y", "order_y"),
    "record of an order": (
        "LW129",
        "requires: danger, by: pm}",
        "requires: {all: [danger, {not: order_x}]}, by: pm}",
        "order_x",
    ),
    "no order": (
        "LW130",
        "requires: danger, by: pm}",
        "requires: Z, by: pm}\n"
        "  Z: {label: {ja: 級, en: class}, cite: 3, by: pm, requires: danger}",
        "Z,",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path, name):
    code, good, bad, shown = MISTAKES[name]
    assert good in GOOD
    written = GOOD.replace(good, bad, 1)
    folder = law_in(tmp_path, written)
    text = (folder / "law" / "10-a.md").read_text(encoding="utf-8").splitlines()

    found = problems_of(folder)

    assert code in [one.code for one in found]
    problem = next(one for one in found if one.code == code)
    assert problem.line == text[problem.place.line - 1]
    if shown is not None:
        assert problem.line[problem.place.column - 1 :].startswith(shown)
    for lang in ("ja", "en"):
        assert not re.search(r"(?<!\{)\{[a-z_]+\}", problem.render(lang))


def test_an_unknown_name_comes_with_the_nearest_known_one(tmp_path):
    folder = law_in(tmp_path, GOOD.replace("by: pm, weapons: [W1]", "by: cabinett"))

    assert "Did you mean cabinet?" in problems_of(folder)[0].render("en")


def test_duplicates_over_files_show_both_places(tmp_path):
    law_in(tmp_path, f"facts:\n  a: {TERM}\n")
    law_in(tmp_path, f"facts:\n  a: {TERM}\n", name="20-b.md")

    (problem,) = problems_of(tmp_path)

    assert (problem.code, problem.place.file) == ("LW110", "law/20-b.md")
    assert problem.related[0][0].file == "law/10-a.md"


def test_a_name_in_two_sections_is_refused(tmp_path):
    rule = "rules:\n  a: {label: {ja: あ, en: a}, cite: 1, requires: b}\n"
    facts = f"facts:\n  a: {TERM}\n  b: {TERM}\n"

    assert [one.code for one in problems_of(law_in(tmp_path, facts + rule))] == ["LW111"]


def test_a_circle_of_rules_is_refused_with_its_way(tmp_path):
    one = "{label: {ja: あ, en: a}, cite: 1, requires: %s}"
    rules = f"rules:\n  a: {one % 'b'}\n  b: {one % 'c'}\n  c: {one % 'a'}\n"

    (problem,) = problems_of(law_in(tmp_path, rules))

    assert problem.code == "LW113"
    assert "a → b → c → a" in problem.what.en


def test_an_order_that_rests_on_itself_is_a_circle(tmp_path):
    folder = law_in(tmp_path, GOOD.replace("requires: danger, by: pm}", "requires: X, by: pm}"))

    (problem,) = problems_of(folder)

    assert problem.code == "LW113"
    assert "X → X" in problem.what.en


@pytest.mark.parametrize(
    ("written", "at_fault"),
    [
        ("{cite: 1, requires: order_x, by: pm}", "order_x"),
        ("{cite: 1, requires: X, by: pm}", None),
        # A duty hangs on the record; a power may not come to rest on it by way of that rule.
        ("{cite: 1, requires: order_x}", None),
        ("{cite: 1, requires: {any: [danger, duty]}, by: pm}", "order_x"),
    ],
)
def test_a_power_rests_on_an_order_in_force_and_a_duty_on_its_record(tmp_path, written, at_fault):
    name = "{label: {ja: 規則, en: rule}, "
    rules = f"rules:\n  duty: {name}cite: 1, requires: order_x}}\n  r: {name}{written[1:]}\n"
    folder = law_in(tmp_path, GOOD + rules)

    if at_fault is None:
        assert read_law(folder).rules["r"].versions
        return
    (problem,) = problems_of(folder)
    assert problem.code == "LW129"
    assert problem.line[problem.place.column - 1 :].startswith(at_fault)
    assert "X" in problem.render("en")
    assert "命令に効力があること" in problem.render("ja")


def test_situations_open_what_exists(tmp_path):
    block = textwrap.dedent(f"""\
        facts:
          a: {TERM}
        situations:
          S: {{label: {{ja: 事, en: s}}, cite: 1, met: a, opens: [X9], not_exclusive_with: [T]}}
        """)

    assert [one.code for one in problems_of(law_in(tmp_path, block))] == ["LW125", "LW128"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("```yaml law\nfacts:\n", "LW101"),
        ("```yml law\nfacts:\n```\n", "LW102"),
        ("```yaml law\nfacts: [\n```\n", "TY003"),
        ("```yaml law\n- facts\n```\n", "TY005"),
    ],
)
def test_a_broken_block_is_told_with_its_line(tmp_path, text, code):
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "a.md").write_text(f"# Law\n\n{text}", encoding="utf-8")

    (problem,) = problems_of(tmp_path)

    assert problem.code == code
    assert problem.place.line >= 3


def test_every_mistake_of_an_author_has_a_test():
    told = {code for code, *_ in MISTAKES.values()}
    told |= {"LW101", "LW102", "LW110", "LW111", "LW113", "LW125", "LW128"}

    assert told == {code for code in codes.CODES if code < "LW2"}
