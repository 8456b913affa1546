"""Validate the shipped world on its recorded cases; write the pages of validation and reach.

    tools/write_validation.py [--runs 400] [--seed 1]

Figures and scores stand in ``docs/figures/validation.json`` and ``docs/figures/cases``; what the
failures teach is written by hand in ``calibration/lessons.yaml`` of the world. Takes a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.cli.worlds import open_world
from tateyoko.report.reach import reach_page
from tateyoko.report.sheet import as_markdown
from tateyoko.report.validation import read_lessons, validation_page
from tateyoko.text import LANGS, Lang
from tateyoko.validate.ablation import ablate, read_ablations
from tateyoko.validate.posterior import fingerprint, posterior_draw
from tateyoko.validate.predict import DEFAULT_RUNS, prior_draw
from tateyoko.validate.reach import reach_of_world
from tateyoko.validate.run import (
    held_cases,
    run_validation,
    shipped_calibration,
    shipped_cases,
)
from tateyoko.validate.simulate import Simulator
from tateyoko.world.cases import case_digest, read_cases

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures"
PAGES: dict[Lang, str] = {"en": "validation.md", "ja": "validation.ja.md"}
REACH: dict[Lang, str] = {"en": "reach.md", "ja": "reach.ja.md"}
NOTE = "<!-- Written by tools/write_validation.py; the lessons stand in the world. -->\n\n"


def main() -> int:
    """Write the pages, their pictures and the stored scores."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=DEFAULT_RUNS, help="samples of each case")
    parser.add_argument("--seed", type=int, default=1, help="root of all dice")
    asked = parser.parse_args()
    world = open_world(None)
    folder = Path(world.folder) / "calibration"
    cases = read_cases(shipped_cases(world))
    calibration = shipped_calibration(world)
    threads = os.cpu_count() or 1
    found = run_validation(
        world,
        cases,
        runs=asked.runs,
        seed=asked.seed,
        threads=threads,
        calibration=calibration,
        leave_out=True,
    ).validation
    plain = run_validation(world, cases, runs=asked.runs, seed=asked.seed, threads=threads)
    held = held_plain = None
    if (held_folder := held_cases(world)) is not None:
        held, held_plain = (
            run_validation(
                world,
                read_cases(held_folder),
                runs=asked.runs,
                seed=asked.seed,
                threads=threads,
                calibration=learnt,
                training=cases,
            ).validation
            for learnt in (calibration, None)
        )
    simulator = Simulator(world, threads)
    ablated = []
    for ablation in read_ablations(folder / "ablations.yaml"):
        case = next(one for one in cases if one.name == ablation.case)
        draw = prior_draw(asked.seed)
        if calibration is not None:
            draw = posterior_draw(calibration.posterior(fingerprint(case)), asked.seed)
        ablated.append(ablate(simulator, ablation, cases, draw, runs=asked.runs, seed=asked.seed))
    lessons = read_lessons(folder / "lessons.yaml")
    pictures: dict[str, str] = {}
    for lang in LANGS:
        blocks = validation_page(
            found,
            lang,
            held=held,
            lessons=lessons,
            ablated=ablated,
            calibration=calibration,
            uncalibrated=plain.validation.total,
            held_uncalibrated=None if held_plain is None else held_plain.total,
        )
        text, drawn = as_markdown(blocks, lang, "../figures/cases")
        pictures.update(drawn)
        path = ROOT / "docs" / "explanation" / PAGES[lang]
        path.write_text(NOTE + text, encoding="utf-8")
        text, _ = as_markdown(reach_page(reach_of_world(world, found), lang), lang, "")
        path = ROOT / "docs" / "explanation" / REACH[lang]
        path.write_text(NOTE + text, encoding="utf-8")
    target = FIGURES / "cases"
    target.mkdir(exist_ok=True)
    for old in target.glob("*.svg"):
        if old.name not in pictures:
            old.unlink()
    for name, svg in pictures.items():
        (target / name).write_text(svg, encoding="utf-8")
    stored = {"case_files": case_digest(shipped_cases(world)), **found.to_json()}
    if held is not None and held_folder is not None:
        stored["held"] = {"case_files": case_digest(held_folder), **held.to_json()}
    text = json.dumps(stored, ensure_ascii=False, indent=1)
    (FIGURES / "validation.json").write_text(text + "\n", encoding="utf-8")
    sys.stderr.write("written: validation pages\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
