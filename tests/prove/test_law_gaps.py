"""`tateyoko law gaps` as a user types it."""

import json
import shutil
from pathlib import Path

import pytest

from tateyoko.cli import main

HARBOUR = Path(__file__).parents[1] / "worlds" / "good" / "harbour"


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(["law", "gaps", *words])
    said = capsys.readouterr()
    return stopped.value.code or 0, said.out, said.err


def test_findings_are_told_with_articles_and_judges_and_exit_one(capsys):
    code, out, _ = run(capsys, "--lang", "en")

    assert code == 1
    assert "mines laid as part of another state's use of force  [no rule]" in out
    assert "自衛隊法84条の2" in out
    assert "judge: the Cabinet" in out


def test_the_japanese_report_is_japanese(capsys):
    code, out, _ = run(capsys, "--lang", "ja")

    assert code == 1
    assert "[規定なし]" in out
    assert "判断者: 内閣（閣議）" in out
    assert "judge" not in out


def test_json_is_one_document_by_id_and_comes_twice(capsys):
    code, out, _ = run(capsys, "--json", "--date", "2015-01-01")
    document = json.loads(out)

    assert run(capsys, "--json", "--date", "2015-01-01")[1] == out

    cases = {case["id"]: case for case in document["cases"]}
    assert code == 1
    assert document["date"] == "2015-01-01"
    # The law of another day gives another answer: this power came in 2016.
    assert "A76_2" in cases["us_ship_under_fire"]["not_in_force"]
    assert cases["us_ship_under_fire"]["class"] == "no_rule"
    mines = cases["mines_of_another_war"]
    because = {one["id"]: one["because"] for one in mines["blocked"]}
    assert because["A84_2"] == {"mines_part_of_ongoing_force": 1.0}
    assert [one["id"] for one in document["never_applies"]] == ["S_GZ"]


def test_a_word_that_is_no_date_is_wrong_use(capsys):
    code, _, errors = run(capsys, "--date", "yesterday", "--lang", "en")

    assert code == 2
    assert "yesterday is no date" in errors


def test_a_law_without_gaps_is_clean(capsys, tmp_path):
    folder = tmp_path / "world"
    shutil.copytree(HARBOUR, folder)
    (folder / "law").mkdir()
    (folder / "law" / "10-law.md").write_text(LAW, encoding="utf-8")

    code, out, _ = run(capsys, "--world", str(folder), "--lang", "en", "--date", "2020-01-01")

    assert (code, out.splitlines()[-1]) == (0, "Nothing found.")


LAW = """# A law without gaps

```yaml law
judges: {mayor: {label: {ja: 市長, en: mayor}}}
facts:
  fire: {label: {ja: 火事, en: fire}, kind: observed}
actions:
  douse:
    label: {ja: 消火, en: dousing}
    cite: Act 1
    requires: fire
    by: mayor
```
"""
