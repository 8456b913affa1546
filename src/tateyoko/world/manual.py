"""The reference page of the world language, made from the declarations."""

from collections.abc import Iterator

from tateyoko.text import Text
from tateyoko.world import kinds
from tateyoko.world.catalogue import FAMILIES
from tateyoko.world.expression import ARITHMETIC, BUILT_IN, FUNCTIONS, PARTS, TYPE_WORDS
from tateyoko.world.kinds import Block, Kind, declared_fields
from tateyoko.world.model import MERGED
from tateyoko.world.organisation import WorldAbout
from tateyoko.world.procedures import Step
from tateyoko.world.reform import Patch, Posture, Reform
from tateyoko.world.scenario import Scenario
from tateyoko.world.units import COUNTED, DIMENSIONS, examples_of

__all__ = ["form_of", "language_page"]

_MADE = "<!-- Made by tools/make_reference.py from the declarations in src/tateyoko/world. -->"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def language_page() -> str:
    """Return the page of every section and field."""
    out = [
        "# The world language",
        "",
        _MADE,
        "",
        "A world is a folder. Each YAML file directly in it holds *sections*, each a mapping from"
        " ids to blocks; a section may be spread over files. `scenarios/ID.yaml` and"
        " `reforms/ID.yaml` hold one scenario or reform each. Unknown fields are errors.",
        "",
        "Editors complete a file that begins with one of these lines:",
        "",
        "```yaml",
        "# yaml-language-server: $schema=../schema/world.schema.json",
        "# yaml-language-server: $schema=../../schema/scenario.schema.json",
        "# yaml-language-server: $schema=../../schema/reform.schema.json",
        "```",
        "",
        *_forms(),
        *_units(),
        *_expressions(),
        "",
        "## Sections",
    ]
    done: set[type[Block]] = set()
    out += _block(WorldAbout, "world", done)
    for item in declared_fields(Scenario):
        if item.key in MERGED and isinstance(item.kind, kinds.MapOfBlocks):
            assert not isinstance(item.kind.block, str)
            out += _block(item.kind.block, item.key, done)
    out += _block(Posture, "postures", done)
    out += ["", "## Scenario files"]
    out += _block(Scenario, "scenarios/ID.yaml", done)
    for item in declared_fields(Scenario):
        if item.key not in MERGED and isinstance(item.kind, kinds.MapOfBlocks):
            assert not isinstance(item.kind.block, str)
            out += _block(item.kind.block, item.key, done)
    out += ["", "## Reform files"]
    out += _block(Reform, "reforms/ID.yaml", done)
    out += _block(Patch, "patches", done)
    return "\n".join(out) + "\n"


def _forms() -> Iterator[str]:
    rows = (
        ("`5 min`", "the value 5 min, or a constant duration", "値、または一定の時間"),
        ("`20-90 min`", "uniform between the two", "一様分布"),
        ("`20-90-240 min`", "triangular: least, likeliest, most", "三角分布：最小・最頻・最大"),
        ("`1-2-4` for one value", "2, swept from 1 to 4", "値 2、範囲 1～4"),
        ("`1 per 6 h`, `300 persons per d`", "a rate", "頻度・速さ"),
        ("`30 %`", "0.3", "0.3"),
        ("`{value: 30, range: [10, 60], unit: officers}`", "one value and its range", "値と範囲"),
        ("`{tri: [20, 90, 240], unit: min}`", "triangular", "三角分布"),
        ("`{logn: {median: 8, p90: 30}, unit: min}`", "lognormal", "対数正規分布"),
        ("`{exp: 6, unit: h}`", "exponential with that mean", "指数分布（平均）"),
        ("`{uniform: [2, 4], unit: h}`, `{const: 5, unit: h}`", "as they say", "一様・一定"),
        (
            "`{dated: {1998-01-01: …, 2013-12-04: …}}`",
            "the latest not after the posture's date",
            "態勢の日付以前で最新の値",
        ),
    )
    yield "## Estimates"
    yield ""
    yield (
        "Every number is an estimate: with `source:` (a key of `sources`) or `assumed:` (the"
        " reason). Short forms are covered by a `source:` or `assumed:` in the same mapping;"
        " `assumed:` covers the mappings inside it as well. An assumed value is swept over its"
        " `range`, or by the world's default factors; an assumed distribution by `sweep: [low,"
        " high]` on all its times."
    )
    yield ""
    yield "| written | meaning | 意味 |"
    yield "|-|-|-|"
    for written, en, ja in rows:
        yield f"| {written} | {en} | {ja} |"


def _units() -> Iterator[str]:
    yield ""
    yield "| dimension | 次元 | units |"
    yield "|-|-|-|"
    for dimension in ("time", "count", "rate", "prob", "money", "factor", "logodds"):
        words = DIMENSIONS[dimension]
        units = examples_of(dimension)
        if dimension == "count":
            units = " ".join(COUNTED)
        yield f"| {words.en} | {words.ja} | {units} |"


def _expressions() -> Iterator[str]:
    yield ""
    yield "## Expressions"
    yield ""
    yield (
        "Numbers with units (`4 h`), `and or not`, comparisons, `+ - * /`, "
        + ", ".join(f"`{name}`" for name in ARITHMETIC)
        + ", `A if CONDITION else B`, `truth == A`, `opponent == x`, names of scenario values, "
        + ", ".join(f"`{word}.ID.{part}`" for word, (_, parts) in PARTS.items() for part in parts)
        + ", "
        + ", ".join(f"`{name}`" for name in BUILT_IN)
        + ", and the questions below. Arithmetic on a truth, a draw and the clock are errors."
    )
    yield ""
    yield "| question | asks about | answer | 答え |"
    yield "|-|-|-|-|"
    for name, (family, kind) in FUNCTIONS.items():
        words = FAMILIES[family][2] if family in FAMILIES else "moment"
        yield f"| `{name}(…)` | {words} | {TYPE_WORDS[kind].en} | {TYPE_WORDS[kind].ja} |"


def _block(block: type[Block], title: str, done: set[type[Block]]) -> Iterator[str]:
    if block in done:
        return
    done.add(block)
    below: list[tuple[type[Block], str]] = []
    first = (block.__doc__ or "").splitlines()[0]
    yield ""
    yield f"### `{title}`"
    yield ""
    yield first
    yield ""
    yield "| field | form | meaning | 意味 |"
    yield "|-|-|-|-|"
    for item in declared_fields(block):
        must = " **required**" if item.required and not item.rest else ""
        yield (
            f"| `{item.key}`{must} | {_cell(form_of(item.kind).en)} |"
            f" {_cell(item.doc.en)} | {_cell(item.doc.ja)} |"
        )
        below += [(one, item.key) for one in _inner(item.kind)]
    for one, key in below:
        if not _is_section(one, key):
            yield from _block(one, key, done)


def _is_section(block: type[Block], key: str) -> bool:
    """Whether a block has a heading of its own among the sections."""
    sections = {item.key for item in declared_fields(Scenario)}
    return key in sections and block is not Step


def _inner(kind: Kind) -> Iterator[type[Block]]:
    match kind:
        case kinds.Nested(block=block):
            yield block
        case kinds.MapOfBlocks(block=block):
            yield Step if isinstance(block, str) else block
        case kinds.ListOf(of=of) | kinds.MapOf(of=of):
            yield from _inner(of)
        case _:
            return


def form_of(kind: Kind) -> Text:
    """Return in a few words what is written in a field of a kind."""
    match kind:
        case kinds.Said():
            return Text(ja="日英の文", en="text `{ja, en}`")
        case kinds.Words():
            return Text(ja="文字列", en="words")
        case kinds.Name(of=of):
            return Text(ja=f"新しい名（{of}）", en=f"new name ({of})")
        case kinds.Ref(to=to, words=words):
            names = " or ".join(FAMILIES[one][2] if one in FAMILIES else one for one in to)
            extra = "".join(f", `{word}`" for word in words)
            return Text(ja=names, en=f"name of a {names}{extra}")
        case kinds.Choice(words=words):
            listed = ", ".join(f"`{word}`" for word in words)
            return Text(ja=listed, en=listed)
        case kinds.Flag():
            return Text(ja="true か false", en="`true` or `false`")
        case kinds.Number(whole=whole):
            return Text(ja="数", en="whole number" if whole else "number")
        case kinds.Estimated(dimension=dimension, shape=shape):
            words_en = DIMENSIONS[dimension].en if dimension in DIMENSIONS else "a number"
            end = ", a distribution" if shape == "distribution" else ""
            return Text(ja="見積り", en=f"estimate: {words_en}{end}")
        case kinds.Expression(of=of):
            return Text(ja="式", en=f"expression: {TYPE_WORDS[of].en}")
        case kinds.ListOf(of=of):
            return Text(ja="リスト", en=f"list of: {form_of(of).en}")
        case kinds.MapOf(keys=keys, of=of):
            return Text(ja="対応表", en=f"mapping: {form_of(keys).en} → {form_of(of).en}")
        case kinds.Nested(short=short):
            end = f" or just its `{short}`" if short else ""
            return Text(ja="対応表", en=f"mapping, see below{end}")
        case kinds.MapOfBlocks():
            return Text(ja="id → 定義", en="mapping from ids to blocks")
        case kinds.Pattern(example=example):
            return Text(ja=example, en=f"like `{example}`")
        case _:
            return _FORMS.get(type(kind), Text(ja="値", en="value"))


_FORMS: dict[type[Kind], Text] = {
    kinds.Tree: Text(ja="要件の木", en="tree of `all any not at_least compare unless` and facts"),
    kinds.Date: Text(ja="日付", en="date `2016-03-29`"),
    kinds.Moment: Text(ja="時点", en="moment `D-28d07:00`, `T+90min`"),
    kinds.MarkOrMoment: Text(ja="標か時点", en="mark or moment"),
    kinds.Trigger: Text(ja="契機", en="`mark NAME`, `inject ID`, …"),
    kinds.Path: Text(ja="番地", en="path such as `posts.js.hands`"),
    kinds.Clearance: Text(ja="区分", en="level, or `{dated: {DATE: level}}`"),
    kinds.Curve: Text(ja="曲線", en="points `[[x, y], …]`"),
    kinds.Start: Text(ja="初期値", en="number, estimate, `{roll: chance}`, or one for each truth"),
    kinds.Shares: Text(
        ja="真相 → 割合", en="mapping: truth → `1`, `0`, estimate, or `rest` for one of them"
    ),
    kinds.Parts: Text(ja="見積りか内訳", en="estimate, or `{items: {name: estimate}}`"),
    kinds.Plain: Text(ja="対象に応じた値", en="value or estimate, as its target"),
}
