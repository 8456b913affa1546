"""Calibrate the shipped world on its recorded cases, and store the losses beside it.

    tools/write_calibration.py [--pool 1500] [--runs 15] [--waves 2] [--seed 1]

Takes minutes. Run it after a change of a pattern, a range or a case, before the validation page.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.cli.worlds import open_world
from tateyoko.validate.calibrate import calibrate
from tateyoko.validate.run import shipped_cases
from tateyoko.validate.simulate import Simulator
from tateyoko.world.cases import case_digest, read_cases


def main() -> int:
    """Write the stored losses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=int, default=1500, help="parameter sets")
    parser.add_argument("--runs", type=int, default=15, help="runs of each case with each set")
    parser.add_argument("--waves", type=int, default=2, help="pools, each from the one before")
    parser.add_argument("--seed", type=int, default=1, help="root of all dice")
    asked = parser.parse_args()
    world = open_world(None)
    folder = shipped_cases(world)
    began = time.monotonic()

    def tell(case: str, done: int, planned: int) -> None:
        sys.stderr.write(f"{time.monotonic() - began:6.1f} s  {done + 1}/{planned}  {case}\n")

    found = calibrate(
        Simulator(world, os.cpu_count() or 1),
        read_cases(folder),
        pool=asked.pool,
        runs=asked.runs,
        seed=asked.seed,
        waves=asked.waves,
        provenance={
            "command": f"tools/write_calibration.py --pool {asked.pool} --runs {asked.runs} "
            f"--waves {asked.waves} --seed {asked.seed}",
            "cases": case_digest(folder),
        },
        progress=tell,
    )
    path = Path(world.folder) / "calibration" / "losses.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(found.to_json(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    sys.stderr.write(f"written: {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
