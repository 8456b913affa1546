"""Expressions and marks said aloud: ``happened(meeting)`` is "“Security Council” has happened".

A mark has no name of its own. It is called after what sets it (a step, an event, a sign, an
inject); a step without a name lends that of its procedure.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tateyoko.text import LANGS, Text
from tateyoko.world.expression import Binary, Call, Expr, Name, Node, Quantity, Unary
from tateyoko.world.model import World
from tateyoko.world.procedures import Procedure, Step
from tateyoko.world.scenario import Scenario

__all__ = ["say_expression", "say_mark", "say_setting", "step_name"]

_TIMES = (("d", 86_400_000.0), ("h", 3_600_000.0), ("min", 60_000.0), ("s", 1_000.0))
_TRUTHS = {
    1.0: Text(ja="真", en="true"),
    0.5: Text(ja="不明", en="unknown"),
    0.0: Text(ja="偽", en="false"),
}
# Questions to the model, and how each is denied.
_QUESTIONS = {
    "happened": Text(ja="{x}があった", en="{x} has happened"),
    "holds": Text(ja="{x}が成り立つ", en="{x} holds"),
    "believed": Text(ja="{x}と考えられている", en="{x} is believed"),
    "recognised": Text(ja="{x}と認定された", en="{x} is recognised"),
    "censored": Text(ja="{x}が期間内にない", en="{x} has not happened by the end"),
    "at": Text(ja="時刻が {x} を過ぎた", en="it is {x} or later"),
    "is_truth": Text(ja="真相が{x}である", en="the truth is {x}"),
    "is_opponent": Text(ja="相手が{x}である", en="the opponent is {x}"),
    "belief": Text(ja="{x}の確信度", en="the belief in {x}"),
    "count": Text(ja="{x}の回数", en="how often {x} has happened"),
    "time": Text(ja="{x}の時刻", en="the time of {x}"),
    "busy": Text(ja="{x}で手一杯の人数", en="how many are busy at {x}"),
    "queue": Text(ja="{x}の待ち件数", en="how many wait for {x}"),
    "away": Text(ja="{x}が職務を行えない", en="{x} cannot act"),
    "vacant": Text(ja="{x}の職を行う者がいない", en="nobody acts as {x}"),
    "acting": Text(ja="{x}の代理が職務を行っている", en="somebody acts for {x}"),
    "post_hours": Text(ja="{x}の従事時間", en="the working time of {x}"),
    "vacant_time": Text(ja="{x}の職を行う者のない時間", en="the time without anybody as {x}"),
    "mean_time": Text(ja="{x}の平均時間", en="the mean time of {x}"),
}
_DENIED = {
    "happened": Text(ja="{x}がまだない", en="{x} has not happened"),
    "holds": Text(ja="{x}が成り立たない", en="{x} does not hold"),
    "believed": Text(ja="{x}と考えられていない", en="{x} is not believed"),
    "recognised": Text(ja="{x}と認定されていない", en="{x} is not recognised"),
    "censored": Text(ja="{x}が期間内にある", en="{x} has happened by the end"),
    "at": Text(ja="時刻が {x} より前である", en="it is before {x}"),
    "away": Text(ja="{x}が職務を行える", en="{x} can act"),
    "vacant": Text(ja="{x}の職を行う者がいる", en="somebody acts as {x}"),
    "acting": Text(ja="{x}の代理はいない", en="nobody acts for {x}"),
    "is_truth": Text(ja="真相が{x}でない", en="the truth is not {x}"),
    "is_opponent": Text(ja="相手が{x}でない", en="the opponent is not {x}"),
}
_COMPARED = {
    "==": Text(ja="{a}が{b}に等しい", en="{a} is {b}"),
    "!=": Text(ja="{a}が{b}でない", en="{a} is not {b}"),
    "<": Text(ja="{a}が{b}未満", en="{a} is less than {b}"),
    "<=": Text(ja="{a}が{b}以下", en="{a} is at most {b}"),
    ">": Text(ja="{a}が{b}より大きい", en="{a} is more than {b}"),
    ">=": Text(ja="{a}が{b}以上", en="{a} is at least {b}"),
}
_JOINED = {
    "and": Text(ja="{a}、かつ{b}", en="{a} and {b}"),
    "or": Text(ja="{a}、または{b}", en="{a} or {b}"),
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_SIGNS = {"*": "×", "/": "÷", "+": "+", "-": "-"}
# Figures of blocks, by section and part.
_PARTS = {
    ("flows", "remaining"): Text(ja="残る人数", en="remaining"),
    ("flows", "moved"): Text(ja="移った人数", en="moved"),
    ("flows", "moving"): Text(ja="移動中の人数", en="moving"),
    ("flows", "left_early"): Text(ja="自ら先に出た人数", en="left early"),
    ("flows", "returned"): Text(ja="戻った人数", en="returned"),
    ("audiences", "trust"): Text(ja="政府を信じる割合", en="trust in the government"),
    ("audiences", "believing"): Text(ja="噂を信じる割合", en="share that believes a rumour"),
    ("compliance", "share"): Text(ja="従う割合", en="share that follows"),
    ("compliance", "next"): Text(ja="次回に従う割合", en="share that would follow next time"),
    ("compliance", "shadow"): Text(ja="指示なく離れた人数", en="people who left untold"),
    ("stocks", "days"): Text(ja="残る日数", en="days left"),
    ("stocks", "unmet"): Text(ja="満たされない割合", en="share that goes without"),
    ("cover", "sailing"): Text(ja="動く事業者の割合", en="share of carriers that go"),
    ("cover", "premium"): Text(ja="保険料率", en="premium"),
    ("cover", "cost"): Text(ja="政府保証の費用", en="cost of the guarantee"),
}
MOST_NAMES = 2
"""Names that a mark may have before only the first of them is said."""


def say_expression(world: World, expression: Expr) -> Text:
    """Return an expression in words, both languages."""
    return _say(world, expression.node)


def say_mark(world: World, mark: str) -> Text:
    """Return the name of what sets a mark, in quotes; the mark's own words if nothing has one."""
    plain = mark.replace("_", " ")
    setters = [(name, holder) for one, name, holder in _setters(world) if one == mark]
    names = list(dict.fromkeys(name for name, _ in setters if name is not None))
    if len(names) > MOST_NAMES:
        first = _quoted(names[0])
        return Text(ja=f"{first.ja}など", en=f"{first.en} or the like")
    if names:
        quoted = [_quoted(name) for name in names]
        ja, en = (" / ".join(one[lang] for one in quoted) for lang in LANGS)
        return Text(ja=ja, en=en)
    for _, holder in setters:
        if holder is not None:
            return Text(ja=f"「{plain}」（{holder.ja}）", en=f"“{plain}” ({holder.en})")
    return _quoted(Text(ja=plain, en=plain))


def say_setting(world: World, name: str, expression: Expr) -> Text:
    """Return what is true or holds from now on when a fact or value is set."""
    fact = world.facts.get(name)
    plain = name.replace("_", " ")
    words = fact.name if fact is not None else Text(ja=plain, en=plain)
    number = expression.node.value if isinstance(expression.node, Quantity) else None
    if fact is not None and number == 1.0:
        return Text(ja=f"以後「{words.ja}」", en=f"from then on “{words.en}”")
    if fact is not None and number == 0.0:
        return Text(ja=f"以後「{words.ja}」ではない", en=f"from then on no longer “{words.en}”")
    said = say_expression(world, expression)
    return Text(ja=f"「{words.ja}」を{said.ja}に", en=f"sets “{words.en}” to {said.en}")


def step_name(procedure: Procedure, step: Step) -> Text:
    """Return a step's name, its key in words when it has none."""
    plain = step.id.replace("_", " ")
    return step.name if step.name is not None else Text(ja=plain, en=plain)


def _say(world: World, node: Node, *, denied: bool = False) -> Text:
    match node:
        case Unary(operator="not", operand=operand):
            return _say(world, operand, denied=not denied)
        case Unary(operand=operand):
            inner = _say(world, operand)
            return Text(ja=f"-{inner.ja}", en=f"-{inner.en}")
        case Binary(operator=operator) if operator in _JOINED:
            return _say_joined(world, node, denied=denied)
        case Binary(operator=operator, left=left, right=right) if operator in _COMPARED:
            chosen = _OPPOSITE[operator] if denied else operator
            return _fill(_COMPARED[chosen], a=_say(world, left), b=_say(world, right))
        case Binary(operator=operator, left=left, right=right):
            a, b = _bracketed(world, left), _bracketed(world, right)
            sign = _SIGNS[operator]
            return Text(ja=f"{a.ja} {sign} {b.ja}", en=f"{a.en} {sign} {b.en}")
        case Call():
            return _say_call(world, node, denied=denied)
        case Quantity():
            return _say_quantity(node)
        case Name(type="value") if denied:
            return _fill(_DENIED["holds"], x=_say_name(world, node))
        case Name():
            return _say_name(world, node)


def _say_joined(world: World, node: Binary, *, denied: bool) -> Text:
    """Return ``and`` and ``or``; a denied one is said by denying both sides."""
    operator = _joint(node, denied=denied)
    sides = []
    for side in (node.left, node.right):
        words = _say(world, side, denied=denied)
        mixed = _joint(side, denied=denied) not in ("", operator)
        sides.append(Text(ja=f"({words.ja})", en=f"({words.en})") if mixed else words)
    return _fill(_JOINED[operator], a=sides[0], b=sides[1])


def _joint(node: Node, *, denied: bool) -> str:
    """Return whether a node is said with ``and`` or ``or``; empty if with neither."""
    while isinstance(node, Unary) and node.operator == "not":
        node, denied = node.operand, not denied
    if not isinstance(node, Binary) or node.operator not in _JOINED:
        return ""
    return ("or" if node.operator == "and" else "and") if denied else node.operator


def _say_call(world: World, node: Call, *, denied: bool) -> Text:
    inner = [_say(world, one) for one in node.arguments]
    if node.function == "if" and len(inner) == 3:
        condition, then, other = inner
        return Text(
            ja=f"{condition.ja}なら{then.ja}、さもなければ{other.ja}",
            en=f"{then.en} if {condition.en}, else {other.en}",
        )
    if node.function not in _QUESTIONS:
        ja, en = (", ".join(one[lang] for one in inner) for lang in LANGS)
        return Text(ja=f"{node.function}({ja})", en=f"{node.function}({en})")
    words = (_DENIED if denied and node.function in _DENIED else _QUESTIONS)[node.function]
    return _fill(words, x=_say_argument(world, node))


def _say_argument(world: World, node: Call) -> Text:
    function, argument = node.function, node.argument
    if function == "at":
        return Text(ja=argument, en=argument)
    if function in ("happened", "count", "time", "censored"):
        return say_mark(world, argument)
    section = {
        "holds": "facts",
        "busy": "posts",
        "queue": "posts",
        "away": "posts",
        "vacant": "posts",
        "acting": "posts",
        "post_hours": "posts",
        "vacant_time": "posts",
        "mean_time": "procedures",
        "is_truth": "truths",
        "is_opponent": "opponents",
    }.get(function, "questions")
    return _quoted(_block_name(world, section, argument))


def _block_name(world: World, section: str, block_id: str) -> Text:
    """Return a block's name; truths that differ between scenarios keep their letter."""
    holders: list[Any] = [world, *world.scenarios.values()]
    found: list[Text] = []
    for holder in holders:
        block = getattr(holder, section, {}).get(block_id)
        name = getattr(block, "name", None) or getattr(block, "text", None)
        if isinstance(name, Text) and name not in found:
            found.append(name)
    if found and (len(found) == 1 or section not in ("truths", "opponents")):
        return found[0]
    plain = block_id.replace("_", " ")
    return Text(ja=plain, en=plain)


def _say_quantity(node: Quantity) -> Text:
    if node.type == "truth" and node.value in _TRUTHS:
        return _TRUTHS[node.value]
    if node.type == "time":
        for unit, factor in _TIMES:
            if abs(node.value) >= factor:
                words = f"{node.value / factor:.4g} {unit}"
                return Text(ja=words, en=words)
    return Text(ja=f"{node.value:.6g}", en=f"{node.value:.6g}")


def _say_name(world: World, node: Name) -> Text:
    block, _, rest = node.id.partition(".")
    part, _, place = rest.partition(".")
    if (node.family, part) in _PARTS:
        name, said = _block_name(world, node.family, block), _PARTS[node.family, part]
        where = f" ({place})" if place else ""
        joint = "で" if node.family == "flows" else "の"
        return Text(
            ja=f"「{name.ja}」{joint}{said.ja}{where}", en=f"{said.en} in “{name.en}”{where}"
        )
    return _quoted(Text(ja=node.id.replace("_", " "), en=node.id.replace("_", " ")))


def _bracketed(world: World, node: Node) -> Text:
    words = _say(world, node)
    if isinstance(node, Binary):
        return Text(ja=f"({words.ja})", en=f"({words.en})")
    return words


def _fill(template: Text, **parts: Text) -> Text:
    return Text(
        ja=template.ja.format(**{key: one.ja for key, one in parts.items()}),
        en=template.en.format(**{key: one.en for key, one in parts.items()}),
    )


def _quoted(name: Text) -> Text:
    return Text(ja=f"「{name.ja}」", en=f"“{name.en}”")


# -- marks ------------------------------------------------------------------------------------


def _setters(world: World) -> Iterator[tuple[str, Text | None, Text | None]]:
    """Yield (mark, name of what sets it, name of its procedure)."""
    procedures = dict(world.procedures)
    for scenario in world.scenarios.values():
        procedures |= scenario.procedures
        for section in (scenario.events, scenario.signs, scenario.injects):
            for block in section.values():
                mark = getattr(block, "mark", None)
                if mark:
                    name = getattr(block, "name", None) or getattr(block, "text", None)
                    yield mark, name, None
    for procedure in procedures.values():
        for step in _all_steps(procedure.steps):
            for mark in (step.mark, step.opens):
                if mark:
                    yield mark, step.name, procedure.name
            if step.decide is not None:
                for option, mark in step.decide.marks.items():
                    plain = option.replace("_", " ")
                    name = step_name(procedure, step)
                    yield mark, Text(ja=f"{name.ja}：{plain}", en=f"{name.en}: {plain}"), None
        for mark in procedure.ends_if.values():
            yield mark, None, procedure.name
    yield from _amount_marks(world)
    for scenario in world.scenarios.values():
        yield from _amount_marks(scenario)


def _amount_marks(holder: World | Scenario) -> Iterator[tuple[str, Text | None, Text | None]]:
    """Yield (mark, name, none) of the marks that audiences, stocks and cover set."""
    for audience in holder.audiences.values():
        for rumour in audience.rumours.values():
            name = Text(ja=f"噂：{rumour.name.ja}", en=f"rumour: {rumour.name.en}")
            yield f"audience.{audience.id}.{rumour.id}", name, None
    for stock in holder.stocks.values():
        empty = Text(ja=f"{stock.name.ja}の払底", en=f"{stock.name.en}: empty")
        yield f"stock.{stock.id}.empty", empty, None
        for level in stock.thresholds:
            plain = level.replace("_", " ")
            name = Text(ja=f"{stock.name.ja}が水準 {plain}", en=f"{stock.name.en}: {plain}")
            yield f"stock.{stock.id}.{level}", name, None
    for cover in holder.cover.values():
        ja, en = cover.name.ja, cover.name.en
        yield f"cover.{cover.id}.notice", Text(ja=f"{ja}の停止通告", en=f"{en}: notice"), None
        ended = Text(ja=f"{ja}の引受け停止", en=f"{en}: withdrawn")
        yield f"cover.{cover.id}.withdrawn", ended, None


def _all_steps(steps: Mapping[str, Step]) -> Iterator[Step]:
    for step in steps.values():
        yield step
        yield from _all_steps(step.together)
