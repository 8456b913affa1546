"""The reference page of case files, made from the declarations."""

from collections.abc import Iterator

from tateyoko.world.case import Case
from tateyoko.world.crisis import ERAS, KINDS, PAIRS, TYPES, pair_name
from tateyoko.world.kinds import Block, ListOf, MapOfBlocks, Nested, declared_fields
from tateyoko.world.manual import form_of

__all__ = ["case_page"]

_INTRO = """\
<!-- Written by tools/make_reference.py; change the program, not this page. -->

# Case files / 事例ファイル

A case file holds one real crisis with its time-stamped steps: facts and figures from public
sources, which the file lists. One file for each case, in a
folder; `tateyoko validate FOLDER` reads it. Simulations see `type` and `context` only; the rest
is for the scores.

一つの危機を一つのファイルに、公開資料の時刻と出典とともに書きます。
模擬に渡るのは `type` と `context` だけで、残りは採点に使います。

The JSON Schema is `src/tateyoko/worlds/schema/case.schema.json`; mistakes are listed under
[codes](error-codes.md).
"""

_RULES = """\

## How standard intervals are chosen / 標準の間隔の決め方

So that every case is scored alike, `standard_intervals` follow from `steps`:

1. The case starts at the `detect` step of its `date`; steps before it are ignored. One whose
   first detection lies long before starts at its first step of
   that date and has no interval from `detect`.
2. Of several steps of a kind the first at or after the start counts, for both ends. If that makes
   the second end earlier than the first, the pair is left
   out. An `execute` after an `order` or `unit_order` is the first at or after it.
3. A second shock, intruder or phase is not scored. A pair is left out if its second step plainly
   does not answer the first, or if both are one step.
4. Confidence and precision are the weaker of the two ends. If an end has no clock time, `days` is
   given and `minutes` is empty.
5. `blocked: breach` if a further act of the other side lies between; `blocked: upper_bound` if
   the source says only 'by this time'.
6. `scorable` if confidence is high or medium, precision is minute, about or hour, and nothing
   blocks it.

## How the context is coded / 文脈の決め方

What could be known at onset, or was a fact about the institutions of that day; nothing in it says
what turned out to be slow. `anticipated`: this event had been
announced or followed on its way, or forces stood by for it; general tension is not enough.
`signal: clear` if routine rules could classify the first sighting
at once. `standing_authority` if those who had to act first (rescue, relief, alert, interception,
stopping a ship, isolating a machine) could do so under an
order, delegation or rule that existed. `off_hours` from 20:00 to 06:59, at weekends and on public
holidays. `hops` counts posts from the first observer to
the deciding one; who is only told, and who only carries out, is not counted. `lead` is the
organisation of the first observer.
"""


def case_page() -> str:
    """Return the page as Markdown, ending with a line end."""
    lines = [_INTRO, "## Fields / 項目"]
    lines += _block(Case, "")
    lines += [
        _RULES,
        "## Types and eras / 型と時代",
        "",
        "| type | 型 | type of crisis |",
        "|-|-|-|",
    ]
    lines += [f"| `{type}` | {words.ja} | {words.en} |" for type, words in TYPES.items()]
    lines += ["", "| era | first year | last year |", "|-|-|-|"]
    for era, (first, last) in ERAS.items():
        lines.append(f"| `{era}` | {first or '–'} | {last if last < 9999 else '–'} |")
    lines += ["", "## Kinds of step / 段の種類", "", "| kind | 意味 | meaning |", "|-|-|-|"]
    lines += [f"| `{kind}` | {words.ja} | {words.en} |" for kind, words in KINDS.items()]
    pairs = ", ".join(f"`{pair_name(pair)}`" for pair in PAIRS)
    lines += ["", "## Pairs / 組", "", f"Intervals are taken between: {pairs}."]
    return "\n".join(lines) + "\n"


def _block(block: type[Block], title: str) -> Iterator[str]:
    if title:
        yield ""
        yield f"### `{title}`"
    yield ""
    yield "| field | form | meaning | 意味 |"
    yield "|-|-|-|-|"
    below: list[tuple[type[Block], str]] = []
    for item in declared_fields(block):
        must = " **required**" if item.required else ""
        form = form_of(item.kind).en.replace("|", "\\|")
        yield f"| `{item.key}`{must} | {form} | {item.doc.en} | {item.doc.ja} |"
        inner = item.kind.of if isinstance(item.kind, ListOf) else item.kind
        if isinstance(inner, Nested | MapOfBlocks) and not isinstance(inner.block, str):
            below.append((inner.block, item.key))
    for one, key in below:
        yield from _block(one, key)
