"""How numbers, dates, expressions and rules are said in a line of text."""

from tateyoko import law
from tateyoko.law.catalogue import SituationVersion
from tateyoko.text import Lang, Text
from tateyoko.world import Estimate, World
from tateyoko.world.authority import Wording
from tateyoko.world.kinds import Block

__all__ = [
    "basis_of",
    "dates_of",
    "estimate_words",
    "name_of",
    "names_of",
    "tree_words",
    "wording_words",
]

# The unit is said once: {u} stands after the number or the pair that it belongs to.
_SHAPES = {
    "uniform": Text(ja="{0}～{1}{u}（一様）", en="{0} to {1}{u}, evenly"),
    "tri": Text(ja="{0}～{2}{u}、多くは {1}{u}", en="{0} to {2}{u}, mostly {1}"),
    "logn": Text(
        ja="半数は {0}{u} 以内、九割は {1}{u} 以内",
        en="half within {0}{u}, nine of ten within {1}",
    ),
    "exp": Text(ja="平均 {0}{u}", en="{0}{u} on average"),
    "const": Text(ja="{0}{u}", en="{0}{u}"),
    "scalar": Text(ja="{0}{u}", en="{0}{u}"),
}
_TIME_UNITS = (("d", 86_400_000.0), ("h", 3_600_000.0), ("min", 60_000.0), ("s", 1_000.0))


def estimate_words(estimate: Estimate, lang: Lang) -> str:
    """Return an estimate in words, in the author's unit, with its range."""
    if len(estimate.dated) > 1:
        steps = [f"{date}: {_one(one, lang)}" for date, one in estimate.dated]
        return "; ".join(steps)
    return _one(estimate, lang)


def _one(estimate: Estimate, lang: Lang) -> str:
    unit, factor = _unit(estimate)
    shown = [_figure(number / factor) for number in estimate.numbers]
    words = _SHAPES[estimate.shape][lang].format(*shown, u=unit)
    if estimate.is_scalar and estimate.low is not None and estimate.high is not None:
        words += f" ({_figure(estimate.low / factor)}–{_figure(estimate.high / factor)})"
    return words


def _unit(estimate: Estimate) -> tuple[str, float]:
    """Return the unit as it follows a number, and its factor to the base unit."""
    if estimate.unit:
        return (estimate.unit if estimate.unit == "%" else f" {estimate.unit}"), estimate.factor
    if estimate.dimension == "time":
        for unit, factor in _TIME_UNITS:
            if estimate.value >= factor:
                return f" {unit}", factor
    return "", 1.0


def _figure(value: float) -> str:
    """Return a number with four figures, whole from a thousand on."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def basis_of(item: object, lang: Lang) -> str:
    """Return where something is from: a source's key, or the reason why it is assumed."""
    source = getattr(item, "source", None)
    if source:
        return Text(ja=f"出典 {source}", en=f"source {source}")[lang]
    assumed = getattr(item, "assumed", None)
    if assumed:
        return Text(ja=f"仮定：{assumed}", en=f"assumed: {assumed}")[lang]
    return ""


def dates_of(block: Block | Wording, lang: Lang) -> str:
    """Return from when and until when a block exists, or an empty string."""
    since, until = getattr(block, "since", None), getattr(block, "until", None)
    if since and until:
        return Text(ja=f"{since} から {until} の前日まで", en=f"from {since}, before {until}")[lang]
    if since:
        return Text(ja=f"{since} から", en=f"from {since}")[lang]
    if until:
        return Text(ja=f"{until} の前日まで", en=f"before {until}")[lang]
    return ""


def name_of(world: World, section: str, block_id: str, lang: Lang) -> str:
    """Return a block's name for people, its id when it has none."""
    block = getattr(world, section).get(block_id)
    name = getattr(block, "name", None)
    return name[lang] if isinstance(name, Text) else block_id


def names_of(world: World, section: str, ids: tuple[str, ...], lang: Lang) -> str:
    """Return several names, joined."""
    joint = Text(ja="、", en=", ")[lang]
    return joint.join(name_of(world, section, one, lang) for one in ids)


def wording_words(world: World, wording: Wording, lang: Lang) -> str:
    """Return the requirements of a wording, as it names them."""
    if not isinstance(wording, SituationVersion):
        return tree_words(world, wording.requires, lang)
    met = tree_words(world, wording.met, lang)
    if wording.recognised is None:
        return Text(ja=f"{met}（認定する者の定めがない）", en=f"{met} (nobody recognises it)")[lang]
    acts = tree_words(world, wording.recognised, lang)
    return Text(ja=f"{met}、認定：{acts}", en=f"{met}; recognised by {acts}")[lang]


def tree_words(world: World, node: law.Node, lang: Lang) -> str:
    """Return the requirements of a rule in one line."""

    def all_of(branches: tuple[law.Node, ...], ja: str, en: str) -> str:
        inner = [tree_words(world, branch, lang) for branch in branches]
        joint = Text(ja=ja, en=en)[lang]
        return inner[0] if len(inner) == 1 else "(" + joint.join(inner) + ")"

    match node:
        case law.Fact(id=fact):
            section = "facts" if fact in world.facts else "rules"
            return name_of(world, section, fact, lang)
        case law.All(branches=branches):
            return all_of(branches, " かつ ", " and ")
        case law.Any(branches=branches):
            return all_of(branches, " または ", " or ")
        case law.AtLeast(k=k, branches=branches):
            inner = all_of(branches, "・", ", ")
            return Text(ja=f"{inner} のうち {k} つ以上", en=f"at least {k} of {inner}")[lang]
        case law.Not(branch=branch):
            inner = tree_words(world, branch, lang)
            return Text(ja=f"{inner} でない", en=f"not {inner}")[lang]
        case law.Compare(number=number, operator=sign, bound=bound):
            return f"{number} {sign} {bound:g}"
        case law.Unless(branch=branch, exemptions=exemptions):
            inner = tree_words(world, branch, lang)
            barred = all_of(tuple(one.when for one in exemptions), " または ", " or ")
            return Text(ja=f"{inner}（ただし {barred} を除く）", en=f"{inner}, unless {barred}")[
                lang
            ]
