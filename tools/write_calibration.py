"""Calibrate the shipped world on its recorded cases, and store the posterior beside it.

    tools/write_calibration.py [--pool 1000] [--runs 15] [--waves 2] [--particles 1000] [--seed 1]

Takes minutes, and needs pyABC and ArviZ, the group `calibrate`:

    .venv/bin/uv pip install --constraint constraints.txt --group calibrate

Run it after a change of a pattern, a range or a case, before the validation page.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.cli.worlds import open_world
from tateyoko.errors import UsageError
from tateyoko.validate.calibrate import check_emulator, fitted_losses
from tateyoko.validate.posterior import Calibration, Loss, Posterior
from tateyoko.validate.run import shipped_cases
from tateyoko.validate.simulate import Simulator
from tateyoko.world.cases import case_digest, read_cases

#: Sets of the posterior, and runs with each, on which the fitted losses are checked.
CHECK_SETS, CHECK_RUNS = 80, 200


def main() -> int:
    """Write the stored posterior."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pool", type=int, default=1000, help="parameter sets of a wave")
    parser.add_argument("--runs", type=int, default=15, help="runs of each case with each set")
    parser.add_argument("--waves", type=int, default=2, help="pools, each from the one before")
    parser.add_argument("--particles", type=int, default=1000, help="accepted parameter sets")
    parser.add_argument("--seed", type=int, default=1, help="root of all dice")
    asked = parser.parse_args()
    try:
        from tateyoko.validate.abc_sampler import sample_left_out, sample_posterior
    except UsageError as absent:
        sys.stderr.write(f"{absent.message.en}\n")
        return 2
    world = open_world(None)
    folder = shipped_cases(world)
    cases = read_cases(folder)
    simulator = Simulator(world, os.cpu_count() or 1)
    began = time.monotonic()

    def say(what: str) -> None:
        sys.stderr.write(f"{time.monotonic() - began:6.1f} s  {what}\n")

    def tell(case: str, done: int, planned: int) -> None:
        say(f"{done + 1}/{planned}  {case}")

    def sampled(losses: Sequence[Loss]) -> Posterior:
        return sample_posterior(losses, particles=asked.particles, seed=asked.seed)

    losses = fitted_losses(
        simulator,
        cases,
        pool=asked.pool,
        runs=asked.runs,
        seed=asked.seed,
        refocus=sampled,
        waves=asked.waves,
        progress=tell,
    )
    whole = sampled(losses)
    left_out = sample_left_out(losses, whole, seed=asked.seed)
    worst = max(one.pareto_k for one in left_out.values())
    say(f"{whole.effective:.0f} effective particles, largest Pareto k {worst:.2f}")
    check = check_emulator(
        simulator,
        cases,
        losses,
        whole,
        sets=CHECK_SETS,
        runs=CHECK_RUNS,
        seed=asked.seed + 1,
    )
    say(f"fitted against simulated losses: {check}")
    found = Calibration(
        losses=losses,
        whole=whole,
        left_out=left_out,
        provenance={
            "command": f"tools/write_calibration.py --pool {asked.pool} --runs {asked.runs} "
            f"--waves {asked.waves} --particles {asked.particles} --seed {asked.seed}",
            "cases": case_digest(folder),
            "method": f"pyABC {version('pyabc')}, arviz-stats {version('arviz-stats')}",
            "emulator_check": {
                key: round(value, 3) if isinstance(value, float) else value
                for key, value in asdict(check).items()
            },
        },
    )
    path = Path(world.folder) / "calibration" / "posterior.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(as_text(found.to_json()), encoding="utf-8")
    say(f"written: {path.name}, {path.stat().st_size / 1e6:.2f} MB")
    return 0


def as_text(data: dict[str, object]) -> str:
    """Return JSON with one line for each block, so that a change can be read."""
    indented = json.dumps(data, ensure_ascii=False, indent=1)
    # A list of numbers stands on one line.
    return re.sub(r"\[\s+(-?\d[^\[\]]*?)\s+\]", _joined, indented) + "\n"


def _joined(found: re.Match[str]) -> str:
    return "[" + re.sub(r",\s+", ",", found[1]) + "]"


if __name__ == "__main__":
    sys.exit(main())
