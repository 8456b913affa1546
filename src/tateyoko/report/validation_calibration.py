"""What calibration did to the assumptions, and what is lost without single mechanisms."""

from collections.abc import Sequence

from tateyoko.figure.records import span_words
from tateyoko.figure.words import short_phase_name
from tateyoko.report.sheet import Block, Heading, Said, Tabled
from tateyoko.report.table import plain
from tateyoko.text import Lang, Text
from tateyoko.validate.ablation import Ablated, Side
from tateyoko.validate.draws import COMMON
from tateyoko.validate.posterior import Calibration
from tateyoko.world.crisis import TYPES, pair_words

__all__ = ["ablation_blocks", "calibration_blocks"]


def ablation_blocks(ablated: Sequence[Ablated], lang: Lang) -> list[Block]:
    """Return the table of cases with and without single mechanisms; nothing if there are none."""
    if not ablated:
        return []
    columns = [
        Text(ja="仕組み", en="mechanism")[lang],
        Text(ja="見る区間", en="interval")[lang],
        Text(ja="記録", en="recorded")[lang],
        Text(ja="通常（80％範囲）", en="as usual (80 % range)")[lang],
        Text(ja="変更後（80％範囲）", en="changed (80 % range)")[lang],
    ]
    rows = [
        (
            one.ablation.title[lang],
            pair_words(one.ablation.pair)[lang],
            "–" if one.recorded is None else span_words(one.recorded, lang),
            _side(one.usual, lang),
            _side(one.changed, lang),
        )
        for one in ablated
    ]
    text = Text(
        ja="同じ事例を、一つの仕組みを外す（加える）前後で、同じ運で計算した。「起きる割合」は、"
        "区間の終わりの段階が起きた計算の割合。",
        en="The same case with and without one mechanism, on the same dice. 'Comes in' is the "
        "share of runs in which the second step of the interval comes at all.",
    )
    heading = Text(ja="仕組みを外すと", en="Without single mechanisms")
    return [
        Heading(2, heading[lang]),
        Said(text[lang]),
        Tabled(plain(heading[lang], columns, rows)),
    ]


def _side(side: Side, lang: Lang) -> str:
    share = Text(ja=f"起きる割合 {side.share:.0%}", en=f"comes in {side.share:.0%}")[lang]
    if side.middle != side.middle:
        return share
    middle, low, high = (span_words(value, lang) for value in (side.middle, side.low, side.high))
    return f"{middle} ({low} – {high}); {share}"


_COMMON_NAMES = {
    "group": Text(ja="所要時間の水準：{name}", en="level of times: {name}"),
    "type": Text(ja="型の水準：{name}", en="level of the type: {name}"),
    "spread": Text(ja="事例間のばらつき：{name}", en="spread between cases: {name}"),
}
_PART_NAMES = {
    "off_hours": Text(ja="時間外の呼出し", en="outside office hours"),
    "gather": Text(ja="会議の参集", en="gathering for meetings"),
    "whole": Text(ja="事例全体", en="the case as a whole"),
    "unexplained": Text(ja="区間ごと（説明しない差）", en="single intervals, unexplained"),
}


def _common_name(name: str, lang: Lang) -> str:
    family, _, part = name.partition(".")
    words = TYPES.get(part) or _PART_NAMES.get(part) or short_phase_name(part)
    return _COMMON_NAMES[family].format(name=words[lang])[lang]


def calibration_blocks(calibration: Calibration, lang: Lang) -> list[Block]:
    """Return prior and posterior of the common parts, and how far they can be relied on."""
    posterior = calibration.posterior()
    rows = [
        (_common_name(name, lang), "0 ± 1", f"{mean:+.2f} ± {deviation:.2f}")
        for name, mean, deviation in zip(COMMON, posterior.mean, posterior.deviation, strict=True)
    ]
    columns = [
        Text(ja="共通部分", en="common part")[lang],
        Text(ja="較正前", en="prior")[lang],
        Text(ja="較正後", en="posterior")[lang],
    ]
    made = calibration.provenance
    text = Text(
        ja="仮定の範囲は、近似ベイズ計算（ABC）で較正する。各事例の損失（CRPS）の大きい組ほど低い確率で受け入れた"
        f"{len(posterior.weights)} 組の粒子が、較正後の分布である（{made.get('method', '')}）。"
        "単位は、仮定の範囲の中での位置の標準偏差。0は範囲の中央、+は遅い・広い側。"
        "どの数も自分の範囲の外へは動かず、個々の数に固有の部分は較正しない。開発に使った事例全部での結果を示す。"
        f"事例 {len(calibration.losses)} 件、作り直す命令：{made.get('command', '')}。",
        en="Ranges are calibrated by approximate Bayesian computation: the posterior is "
        f"{len(posterior.weights)} sets of common parts, accepted the less often the larger the "
        f"loss (CRPS) of the cases with them ({made.get('method', '')}). Figures are in standard "
        "deviations of the place inside the assumed range: 0 is the middle, + slow or wide. No "
        "number leaves its own range, and the part of its own that every number has is not "
        "calibrated. Shown is the result with all development cases. "
        f"{len(calibration.losses)} cases; made by: {made.get('command', '')}.",
    )
    heading = Text(ja="較正", en="Calibration")
    return [
        Heading(2, heading[lang]),
        Said(text[lang]),
        *_check_blocks(calibration, lang),
        Tabled(plain(heading[lang], columns, rows)),
    ]


def _check_blocks(calibration: Calibration, lang: Lang) -> list[Block]:
    """Return how far the fitted losses, and the weights without a case, can be relied on."""
    check = calibration.provenance.get("emulator_check")
    if not check or not calibration.left_out:
        return []
    shape = max(one.pareto_k for one in calibration.left_out.values())
    least = min(one.effective for one in calibration.left_out.values())
    text = Text(
        ja="損失は二次式で近似して使う。較正後の分布から引いた"
        f" {check['sets']} 組を直接に模擬した損失との相関は {check['correlation']:.2f}、"
        f"差の標準偏差は {check['error']:.2f}（うち模擬の回数が限られることによる雑音"
        f" {check['noise']:.2f}。損失自身の標準偏差は {check['spread']:.2f}）。"
        "一つ抜きは同じ粒子の重みを変えて作る：裾の形 k は最大"
        f" {shape:.2f}（0.7未満なら使える）、有効な粒子は最少 {least:.0f}。",
        en="Losses are used as fitted by a quadratic. Simulated directly with "
        f"{check['sets']} sets of the posterior they correlate with it by "
        f"{check['correlation']:.2f}; the deviation of the difference is {check['error']:.2f}, of "
        f"which {check['noise']:.2f} is noise of the simulation, that of the loss itself "
        f"{check['spread']:.2f}. Leaving a case out weighs the same "
        f"particles anew: the tail shape k is {shape:.2f} at most (usable below 0.7), and "
        f"particles count for {least:.0f} at least.",
    )
    return [Said(text[lang])]
