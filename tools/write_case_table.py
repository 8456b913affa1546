"""Predict the recorded case that a scenario replays, and write the table into its page.

The numbers stand in ``docs/figures/noto-1999.json``, from which tests/docs makes the table again.
``--render`` only writes the page anew from the stored numbers.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.figure.numbers import format_number
from tateyoko.text import Lang, Text
from tools.excerpts import with_excerpt

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "explanation" / "validity-and-limits.md"
STORED = ROOT / "docs" / "figures" / "noto-1999.json"
SCENARIO, POSTURE, TRUTH, OPPONENT = "noto-1999", "1999", "A", "opportunist"

HEAD = Text(
    en="| from → to | recorded (min) | predicted median | predicted 80 % range | inside |",
    ja="| 区間 | 記録（分） | 予測の中央値 | 予測の80％範囲 | 範囲内 |",
)
YES_NO = (Text(en="no", ja="いいえ"), Text(en="yes", ja="はい"))
SUMMARY = Text(
    en="Of {count} recorded intervals with a measure, {inside} lie in the predicted 80 % range. "
    "Posture {posture}, truth {truth}, the opponent as recorded, {runs} runs over {sets} draws of "
    "all assumed numbers. Intervals of one case are not independent of each other.",
    ja="指標のある記録区間{count}のうち、予測の80％範囲に入るのは{inside}。態勢 {posture}、"
    "真の展開 {truth}、相手は記録どおり、仮定した数の引き直し{sets}組で計{runs}回。"
    "一つの事例の区間どうしは独立ではありません。",
)


def predict() -> dict[str, Any]:
    """Predict every recorded interval over luck and assumptions."""
    from tateyoko.cli.worlds import compile_scenario, open_world
    from tateyoko.study.recorded import predict_case
    from tateyoko.world.cases import read_case

    world = open_world(None)
    model = compile_scenario(world, SCENARIO, postures=[POSTURE])
    case = read_case(Path(world.folder) / "cases" / f"{world.scenarios[SCENARIO].case}.yaml")
    sets = 200
    found = predict_case(
        model,
        case,
        posture=POSTURE,
        truth=TRUTH,
        opponents=[OPPONENT],
        sets=sets,
        threads=os.cpu_count() or 1,
    )
    names = {measure.id: measure.name for measure in model.measures}
    return {
        "world": world.digest,
        "sets": sets,
        "intervals": [
            {
                "name": {"ja": names[item.measure].ja, "en": names[item.measure].en},
                "minutes": item.interval.recorded,
                "confidence": item.interval.confidence,
                "quantiles": [q if math.isfinite(q) else None for q in item.quantiles],
                "inside": item.inside_80,
                "runs": item.runs,
            }
            for item in found
        ],
    }


def minutes(value: float | None) -> str:
    """Say a predicted time; one that did not come by the end of the run has no number."""
    return "∞" if value is None else format_number(value)


def render(stored: Mapping[str, Any], lang: Lang) -> str:
    """Give the table in one language."""
    lines = [HEAD[lang], "| --- | ---: | ---: | ---: | --- |"]
    for item in stored["intervals"]:
        low, _, middle, _, high = (minutes(value) for value in item["quantiles"])
        cells = [
            item["name"][lang],
            f"{item['minutes']:,.0f}",
            middle,
            f"{low} – {high}",
            YES_NO[item["inside"]][lang],
        ]
        lines.append("| " + " | ".join(cells) + " |")
    count = len(stored["intervals"])
    lines += [
        "",
        SUMMARY[lang].format(
            count=count,
            inside=sum(item["inside"] for item in stored["intervals"]),
            posture=POSTURE,
            truth=TRUTH,
            runs=f"{max((item['runs'] for item in stored['intervals']), default=0):,}",
            sets=stored["sets"],
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the stored numbers and the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--render", action="store_true", help="only render the stored numbers")
    if not parser.parse_args().render:
        text = json.dumps(predict(), ensure_ascii=False, indent=1, sort_keys=True)
        STORED.write_text(text + "\n", encoding="utf-8")
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    for lang in ("en", "ja"):
        page = with_excerpt(page, f"noto {lang}", render(stored, lang))
    PAGE.write_text(page, encoding="utf-8")
    sys.stderr.write(f"written: {PAGE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
