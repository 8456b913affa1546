"""Small changes of the reference, each of which the comparison with the kernel must notice."""

# One mutant a line is easier to scan than four lines each.
# ruff: noqa: E501
# fmt: off

from __future__ import annotations

import importlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ENGINE = Path(importlib.util.find_spec("tateyoko.engine").submodule_search_locations[0])
#: In the order in which they import each other.
MODULES = ("reference_dice", "reference_run", "reference_visits", "reference_state", "reference")


@dataclass(frozen=True)
class Mutant:
    """One change: what kind of thing it is about, in which module, from what to what."""

    kind: str
    module: str
    old: str
    new: str


def mutated_reference(mutant: Mutant):
    """Return the class `Reference` of a copy of the engine with the change made."""
    saved = {name: importlib.import_module(f"tateyoko.engine.{name}") for name in MODULES}
    package = importlib.import_module("tateyoko.engine")
    try:
        for name in MODULES:
            text = (ENGINE / f"{name}.py").read_text()
            if name == mutant.module:
                assert text.count(mutant.old) >= 1, f"the mutant is stale: {mutant.old}"
                text = text.replace(mutant.old, mutant.new, 1)
            full = f"tateyoko.engine.{name}"
            module = ModuleType(full)
            sys.modules[full] = module
            setattr(package, name, module)
            exec(compile(text, f"{name}.py", "exec"), module.__dict__)
        return sys.modules["tateyoko.engine.reference"].Reference
    finally:
        for name, module in saved.items():
            sys.modules[f"tateyoko.engine.{name}"] = module
            setattr(package, name, module)


def _in_visits(kind: str, old: str, new: str) -> Mutant:
    return Mutant(kind, "reference_visits", old, new)


def _in_reference(kind: str, old: str, new: str) -> Mutant:
    return Mutant(kind, "reference", old, new)


#: One each of a draw, a tie, a tick and a rule at least: noticed in every test run.
PLANTED = [
    Mutant("draw", "reference_run", "job.visit << 16 | channel)[0]", "channel)[0]"),
    Mutant("draw", "reference_dice", "c2 * 0xCD9E8D57", "c2 * 0xCD9E8D55"),
    _in_visits("tie", "(job.level, job.order) > (", "(job.level, -job.order) > ("),
    _in_reference(
        "tie", "(self.script[self.cursor][0], codes.E_COMMAND", "(self.script[self.cursor][0], 4"
    ),
    _in_visits("tick", "math.ceil(job.left / job.pace)", "int(job.left / job.pace)"),
    _in_reference("tick", "dice.whole(gap + 0.5)", "dice.whole(gap)"),
    _in_visits(
        "rule", "self.seats[z].waiting[job.level].append", "self.seats[z].waiting[0].append"
    ),
    _in_reference("rule", "if value == 1.0 and before != 1.0", "if value >= 0.5 and before < 0.5"),
]

WIDER = [
    _in_visits(
        "tie",
        "job.phase, job.order = GUARDED, self.tick()",
        "job.phase, job.order = GUARDED, self.seq",
    ),
    _in_visits(
        "tie", "self.guarded[job.step].append(job)", "self.guarded[job.step].insert(0, job)"
    ),
    _in_visits("tie", "waiting[job.level].append(job)", "waiting[job.level].insert(0, job)"),
    _in_visits("tie", "waiting[job.level].insert(0, job)", "waiting[job.level].append(job)"),
    _in_visits("rule", "_SMALLEST_WORK = 1e-6", "_SMALLEST_WORK = 1e-8"),
    _in_visits("rule", "_SMALLEST_WORK = 1e-6", "_SMALLEST_WORK = 1.0"),
    _in_visits(
        "rule",
        "job.deadline_seq = 0\n            self.row(codes.START",
        "pass\n            self.row(codes.START",
    ),
    _in_visits("tie", "for child in list(job.children)", "for child in job.children[::-1]"),
    _in_visits("rule", "if spec.pick == 0:", "if True:"),
    _in_reference("rule", "dirty[0] >= pace0", "dirty[0] >= self.model.watch0"),
    _in_reference("rule", "self.touched and (not dirty or dirty[0] >= pace0)", "self.touched"),
    _in_reference(
        "tie",
        "d = heappop(self.dirty)",
        "d = max(self.dirty); self.dirty.remove(d); heapify(self.dirty)",
    ),
    _in_visits("rule", "if self.seats[z].firm and", "if False and"),
    _in_visits("draw", "channel = 1 if picks == 0 else", "channel = 1 if picks >= 0 else"),
    _in_visits("draw", "seat.dice = (name, luck, visit, picks + 1)", "pass"),
    _in_visits("rule", "if step.void == codes.WAIT_AGAIN", "if True"),
    _in_visits(
        "rule",
        "for z in job.kept:\n            self.release",
        "for z in ():\n            self.release",
    ),
    _in_visits("rule", "if not job.resume and step.when", "if step.when"),
    _in_visits("rule", "max(self.cells[statistics + 2], lived)", "lived"),
    _in_visits("rule", "job.attrs[spawn.alive] += 1.0", "pass"),
    _in_visits("rule", "parent.attrs[self.model.spawns[job.spawn].alive] -= 1.0", "pass"),
    _in_visits("rule", "job.parent.attrs[self.model.spawns[job.spawn].returned] += 1.0", "pass"),
    _in_visits(
        "rule",
        "            self.touch(job.parent)\n\n    def cancel",
        "            pass\n\n    def cancel",
    ),
    _in_reference("rule", "if new > old and self.cells", "if False and self.cells"),
    Mutant("tick", "reference_run", "self.integral_at[k] = self.now", "pass"),
    Mutant("rule", "reference_run", "if old == value:", "if False:"),
    _in_visits(
        "draw", "_by_weight(weights, job.u * total)", "_by_weight(weights, (1.0 - job.u) * total)"
    ),
    Mutant("tick", "reference_run", "if rest < end:", "if rest <= end:"),
    Mutant("tick", "reference_run", "if start < rest:", "if start <= rest - 2:"),
    Mutant("tick", "reference_run", "if rest == 0:", "if False:"),
    _in_visits("tie", "key=costs.__getitem__", "key=lambda i: (costs[i], -i)"),
    _in_visits("rule", ">= self.specs[z].tray", "> self.specs[z].tray"),
    _in_visits("rule", "return self.specs[z].pre_empt and", "return False and"),
    _in_visits("draw", "self.seats[z].dice = (job.name,", "self.seats[z].dice = (0,"),
    _in_visits(
        "rule",
        'if cells[queue0 + z] and self.room(z) > 0:\n                    self.rule("CLAIM-8")',
        'if False:\n                    self.rule("CLAIM-8")',
    ),
    _in_visits("rule", "if self.specs[z].pre_empt or self.room(z) > 0:", "if False:"),
    _in_visits(
        "rule",
        "if self.cells[self.queue0 + z] and (spec.pre_empt or self.room(z) > 0):",
        "if False:",
    ),
    _in_visits("draw", "uniform, job.u = self.block", "job.u, uniform = self.block"),
    _in_visits("draw", "if step.block:", "if True:"),
    _in_visits(
        "rule",
        "if job.phase == QUEUED:\n            for z in chosen",
        "if True:\n            for z in chosen",
    ),
    _in_visits("rule", "job.level = int(min(max(", "job.level = int(min(max(1 + "),
    _in_visits("rule", "job.asked, job.resume = self.now, False", "job.resume = False"),
    _in_reference(
        "draw", "self.block(name, 0, 0)[1] * ceiling", "self.block(name, 0, 0)[0] * ceiling"
    ),
    _in_reference("draw", "seat.dice = (spec.key, 0, seat.changes & 0xFFFF, 0)", "pass"),
    _in_reference(
        "draw",
        "name = dice.name_of(watcher.key, i, self.watch_count[k])",
        "name = dice.name_of(watcher.key, i, sum(self.watch_count))",
    ),
    _in_reference("rule", "self.watch_last[k] = value", "pass"),
    _in_reference("rule", "if spec.suspend:", "if False:"),
    _in_reference(
        "rule", "if pace == job.pace:\n            return", "if False:\n            return"
    ),
    _in_reference("tick", "if time != self.now:", "if True:"),
    _in_reference("rule", "(job.step, job.visit) == (b, c)", "job.step == b"),
    _in_reference("rule", "j.attrs[0] == arg", "True"),
    _in_reference("rule", "spawns[j.spawn].alive == arg", "True"),
    _in_reference("tie", "self.make_dirty(model.watch0 + w)", "pass"),
    _in_reference(
        "rule",
        "if self.stream_next[i] < self.cells[stream.count]:",
        "if self.stream_next[i] <= self.cells[stream.count]:",
    ),
    _in_reference("tie", "while at > self.cursor and", "while False and"),
    Mutant("rule", "reference_run", "job.flagged = True", "pass"),
    Mutant(
        "draw", "reference_run", "self.fact_block(name, key, 2)", "self.fact_block(name, key, 1)"
    ),
    Mutant("rule", "reference_run", "if self.cells[cell + 2] == 0.0:", "if True:"),
    Mutant("tick", "reference_run", "if work <= 0:", "if work <= 1:"),
    _in_visits(
        "rule",
        "for z in [z for z in job.kept if args[0] < 0 or z == args[0]]:",
        "for z in [z for z in job.kept if args[0] < 0]:",
    ),
    _in_visits(
        "tick", "job.deadline = self.now + math.ceil(", "job.deadline = self.now + math.floor("
    ),
    _in_visits("rule", "if step.keep:", "if False:"),
    _in_visits("rule", "if job.left * (calendar.period / calendar.total) >= NEVER:", "if False:"),
    _in_visits("rule", "self.leave(job)\n        self.bury(job)", "self.bury(job)"),
    _in_visits("rule", "self.cells[kind.bins + bin_of(", "self.cells[kind.bins + 1 + bin_of("),
    _in_visits("rule", "bin_of(self.now - job.born)", "bin_of(self.now - job.asked)"),
    _in_reference("rule", "in self.carried.items():", "in ():"),
    _in_reference("rule", "if value != value:", "if False:"),
    _in_reference("rule", "codes.at_value(cell)", "codes.at_value(0)"),
]

#: Changes that cannot be seen, with the reason.
EQUIVALENT = {
    "if step.block:": "the block of a step that needs none is drawn and not used",
    "while at > self.cursor and": "only commands added to a live run are put in place so",
    "if job.phase == QUEUED:\n            for z in chosen": "nobody waits where a job starts directly",
}
