"""One sentence of reading for each figure, computed from the data that the figure draws.

A reading says what the model shows, never what will happen; it names the baseline and the posture
that differs most from it; it says so when nothing differs after rounding, when the bands overlap,
and when runs did not finish. Both languages are built from the same decisions.
"""

from collections.abc import Sequence
from typing import TypeVar

from tateyoko.figure.data import (
    Assumption,
    Bar,
    Curve,
    Intervals,
    Reversals,
    Spread,
    StoppingPlaces,
    TwoErrors,
)
from tateyoko.figure.numbers import (
    day_label,
    duration,
    duration_unit,
    format_number,
    format_share,
    quantity,
)
from tateyoko.figure.words import WORDS, short_phase_name
from tateyoko.text import Text

__all__ = [
    "peak_words",
    "read_intervals",
    "read_reversals",
    "read_stopping_places",
    "read_two_errors",
]


def _join(*sentences: Text | None) -> Text:
    given = [sentence for sentence in sentences if sentence is not None]
    return Text(ja="".join(s.ja for s in given), en=" ".join(s.en for s in given))


def _amount(value: float, unit: str, *, sign: bool = False) -> Text:
    return Text(
        ja=quantity(value, unit, "ja", sign=sign), en=quantity(value, unit, "en", sign=sign)
    )


_Row = TypeVar("_Row", Bar, Curve, Spread)


def _quoted(name: Text) -> Text:
    """Return a name between quotation marks, so that its own commas do not break the sentence."""
    return Text(ja=f"「{name.ja}」", en=f"“{name.en}”")


def _baseline(rows: Sequence[_Row]) -> _Row:
    return next((row for row in rows if row.baseline), rows[0])


def read_stopping_places(data: StoppingPlaces) -> Text:
    """Return the reading of figure 1."""
    if not data.bars:
        return WORDS["nothing_to_show"]
    base = _baseline(data.bars)
    unit = duration_unit(max(bar.total_ms for bar in data.bars))

    def time(ms: float) -> Text:
        return Text(ja=duration(ms, "ja", unit=unit), en=duration(ms, "en", unit=unit))

    longest = base.longest
    if longest is None:
        if all(bar.longest is None for bar in data.bars):
            return Text(
                ja="このモデルでは、どの態勢でもこの道筋に時間はかからない。",
                en="In this model no posture spends any time on this path.",
            )
        first = Text(
            ja=f"このモデルでは、{_quoted(base.name).ja}はこの道筋に時間を使わない。",
            en=f"In this model {_quoted(base.name).en} spends no time on this path.",
        )
    else:
        total, part = time(base.total_ms), time(longest.ms)
        share = format_share(longest.ms / base.total_ms)
        phase = short_phase_name(longest.phase)
        first = Text(
            ja=f"このモデルでは、{_quoted(base.name).ja}の平均{total.ja}のうち最も長いのは"
            f"「{longest.name.ja}」（{phase.ja}）の{part.ja}、全体の{share}である。",
            en=f"In this model the longest part of the mean {total.en} under "
            f"{_quoted(base.name).en} is "
            f"“{longest.name.en}” ({phase.en}): {part.en}, {share} of the whole.",
        )
    others = [bar for bar in data.bars if bar is not base]
    if not others:
        return first
    best = min(others, key=lambda bar: bar.total_ms)
    ours, theirs = time(base.total_ms), time(best.total_ms)
    if ours == theirs:
        worst = max(others, key=lambda bar: bar.total_ms)
        if time(worst.total_ms) == ours:
            second = Text(
                ja="ほかの態勢の合計も、丸めると同じである。",
                en="The totals of the other postures are the same after rounding.",
            )
        else:
            second = Text(
                ja="これより短い態勢は、丸めると無い。",
                en="No posture is shorter than that after rounding.",
            )
    elif best.total_ms > base.total_ms:
        second = Text(
            ja=f"比べた態勢はいずれもこれより長く、最も短い{_quoted(best.name).ja}で{theirs.ja}。",
            en=f"Every posture compared takes longer; the shortest of them, "
            f"{_quoted(best.name).en}, takes {theirs.en}.",
        )
    else:
        other = best.longest
        if longest is not None and other is not None and other.id == longest.id:
            rest = Text(ja="最も長い所は変わらない", en="the longest part stays the same")
        elif other is not None:
            rest = Text(
                ja=f"最も長い所は「{other.name.ja}」に移る",
                en=f"the longest part is then “{other.name.en}”",
            )
        else:
            rest = Text(ja="止まる所はない", en="nothing is left to wait for")
        second = Text(
            ja=f"最も短いのは{_quoted(best.name).ja}の{theirs.ja}で、{rest.ja}。",
            en=f"The shortest is {_quoted(best.name).en} with {theirs.en}; {rest.en}.",
        )
    return _join(first, second)


def _at(curve: Curve, ms: float | None) -> int:
    """Return the index of the last time not after a moment (None: the last of all)."""
    if ms is None:
        return len(curve.times_ms) - 1
    return max(sum(1 for time in curve.times_ms if time <= ms) - 1, 0)


def peak_words(data: TwoErrors) -> Text:
    """Return the heading of the moment at which the lower half is read."""
    if not _has_peak(data):
        return WORDS["at_end"]
    assert data.peak_ms is not None
    return WORDS["at_peak"].format(day=day_label(data.peak_ms, data.zero_ms))


def _has_peak(data: TwoErrors) -> bool:
    """Say whether the lower half reaches furthest before its end."""
    return data.peak_ms is not None and data.peak_ms < data.lower[0].times_ms[-1]


def _peak_when(data: TwoErrors) -> Text:
    if not _has_peak(data):
        return Text(ja="期間の終わりに", en="at the end")
    assert data.peak_ms is not None
    day = day_label(data.peak_ms, data.zero_ms)
    return Text(ja=f"最も多い{day}に", en=f"at its peak, {day},")


def read_two_errors(data: TwoErrors) -> Text:
    """Return the reading of figure 2 when there are series."""
    upper = [_snapshot(curve, data.zero_ms) for curve in data.upper if curve.times_ms]
    lower = [_snapshot(curve, data.peak_ms) for curve in data.lower if curve.times_ms]
    when = (
        Text(ja="D0の時点で", en="at D0")
        if data.zero_ms is not None
        else Text(ja="期間の終わりに", en="at the end")
    )
    words = _two_sides(
        upper,
        data.upper_name,
        data.upper_unit,
        data.upper_truth,
        when,
        lower,
        data.lower_name,
        data.lower_unit,
        data.lower_truth,
        _peak_when(data),
        overlap=WORDS["bands_overlap"],
        better="lower",
        centre=WORDS["the_median"],
        other_centre=WORDS["the_median"],
    )
    return _join(words, _rare(data, lower))


def _rare(data: TwoErrors, lower: Sequence[Spread]) -> Text | None:
    """Say what the mean shows when the medians of acting in vain are all zero."""
    means = data.means
    if means is None or not lower or any(row.middle for row in lower):
        return None
    most = max(means.values, key=lambda item: item[1])
    if most[1] == 0:
        return None
    base = _baseline(lower)
    ours = dict(means.values).get(base.name)
    amount = _amount(most[1], means.unit)
    if ours is None or most[0] == base.name or _amount(ours, means.unit) == amount:
        return Text(
            ja=f"ただし空振りは一部の回に起き、平均では「{means.name.ja}」は{_quoted(most[0]).ja}の{amount.ja}"
            "が最も大きい。",
            en=f"It happens in some runs, though: the mean of “{means.name.en}” is largest under "
            f"{_quoted(most[0]).en}, {amount.en}.",
        )
    own = _amount(ours, means.unit)
    return Text(
        ja=f"ただし空振りは一部の回に起き、平均では「{means.name.ja}」は{_quoted(base.name).ja}で{own.ja}、"
        f"最も大きい{_quoted(most[0]).ja}で{amount.ja}。",
        en=f"It happens in some runs, though: the mean of “{means.name.en}” is {own.en} under "
        f"{_quoted(base.name).en} and {amount.en} under {_quoted(most[0]).en}, the largest.",
    )


def _snapshot(curve: Curve, ms: float | None) -> Spread:
    at = _at(curve, ms)
    return Spread(
        name=curve.name,
        baseline=curve.baseline,
        low=curve.p10[at],
        middle=curve.p50[at],
        high=curve.p90[at],
    )


def read_intervals(data: Intervals) -> Text:
    """Return the reading of figure 2 when there are no series."""
    nothing = Text(ja="", en="")
    words = _two_sides(
        data.right,
        data.right_name,
        data.right_unit,
        data.right_truth,
        nothing,
        data.left,
        data.left_name,
        data.left_unit,
        data.left_truth,
        nothing,
        overlap=WORDS["bars_overlap"],
        better=data.better,
        centre=WORDS["the_median" if data.quantiles else "the_value"],
        other_centre=WORDS["the_median" if data.left_quantiles else "the_value"],
    )
    if data.closes is None or not data.right:
        return words
    late = [row for row in data.right if row.middle > data.closes]
    limit = _amount(data.closes, data.right_unit)
    if not late:
        tail = Text(
            ja=f"どの態勢の中央の値も、窓が閉じる{limit.ja}より早い。",
            en=f"The central value of every posture lies before the window closes ({limit.en}).",
        )
    elif len(late) == len(data.right):
        tail = Text(
            ja=f"どの態勢の中央の値も、窓が閉じる{limit.ja}に間に合わない。",
            en=f"The central value of no posture lies before the window closes ({limit.en}).",
        )
    else:
        ja = "、".join(_quoted(row.name).ja for row in late)
        en = ", ".join(_quoted(row.name).en for row in late)
        tail = Text(
            ja=f"窓が閉じる{limit.ja}に中央の値が間に合わないのは{ja}。",
            en=f"The central value comes after the window closes ({limit.en}) for {en}.",
        )
    return _join(words, tail)


def _two_sides(
    one: Sequence[Spread],
    name: Text,
    unit: str,
    truth: Text,
    when: Text,
    other: Sequence[Spread],
    other_name: Text,
    other_unit: str,
    other_truth: Text,
    other_when: Text,
    *,
    overlap: Text,
    better: str,
    centre: Text,
    other_centre: Text,
) -> Text:
    if not one:
        return WORDS["nothing_to_show"]
    base = _baseline(one)
    first, best = _one_side(one, base, name, unit, truth, when, overlap, better, centre)
    if not other:
        price = Text(
            ja="空振りの側の指標は、この比較にはない。",
            en="This comparison has no measure of acting in vain.",
        )
        return _join(first, price)
    names = [row.name for row in one]
    by_name = {row.name: row for row in other}
    base_vain, best_vain = by_name.get(base.name), by_name.get(best.name)
    if base_vain is None or best_vain is None or best.name not in names:
        return first
    a, b = _amount(base_vain.middle, other_unit), _amount(best_vain.middle, other_unit)
    head = Text(
        ja=f"一方、{other_truth.ja}では、{other_when.ja}「{other_name.ja}」の{other_centre.ja}は{_quoted(base.name).ja}で{a.ja}",
        en=f"On the other side, under {other_truth.en}, {other_centre.en} of “{other_name.en}” "
        f"{other_when.en + ' ' if other_when.en else ''}is {a.en} under {_quoted(base.name).en}",
    )
    if best is base:
        return _join(first, Text(ja=head.ja + "。", en=head.en + "."))
    if a == b:
        tail = Text(
            ja=f"、{_quoted(best.name).ja}でも丸めると同じである。",
            en=f" and the same after rounding under {_quoted(best.name).en}.",
        )
    else:
        more = best_vain.middle > base_vain.middle
        apart = best_vain.low > base_vain.high or best_vain.high < base_vain.low
        note = Text(ja="", en="") if apart else overlap
        tail = Text(
            ja=f"、{_quoted(best.name).ja}で{b.ja}に{'増える' if more else '減る'}{note.ja}。",
            en=f" and {'rises' if more else 'falls'} to {b.en} under {_quoted(best.name).en}"
            f"{note.en}.",
        )
    return _join(first, Text(ja=head.ja + tail.ja, en=head.en + tail.en))


def _furthest(rows: Sequence[Spread], base: Spread, better: str) -> Spread:
    """Return the row that is furthest on the better side; if none is, the furthest at all."""
    sign = -1.0 if better == "higher" else 1.0
    gains = [
        row
        for row in rows
        if better != "neutral"
        and sign * (base.middle - row.middle) > 0
        and format_number(row.middle) != format_number(base.middle)
    ]
    return max(gains or rows, key=lambda row: abs(row.middle - base.middle))


def _one_side(
    rows: Sequence[Spread],
    base: Spread,
    name: Text,
    unit: str,
    truth: Text,
    when: Text,
    overlap: Text,
    better: str,
    centre: Text,
) -> tuple[Text, Spread]:
    value = _amount(base.middle, unit)
    written = format_share if unit in ("prob", "share") else format_number
    low, high = written(base.low), written(base.high)
    beyond = base.open_end
    if low == high == written(base.middle):
        span = Text(ja="", en="")
    else:
        span = Text(
            ja=f"（{low}〜{'期間の外' if beyond else high}）",
            en=f" ({low} to {'beyond the horizon' if beyond else high})",
        )
    first = Text(
        ja=f"{truth.ja}では、{when.ja}「{name.ja}」の{centre.ja}は{_quoted(base.name).ja}で{value.ja}"
        f"{span.ja}",
        en=f"Under {truth.en}, {centre.en} of “{name.en}” {when.en + ' ' if when.en else ''}is "
        f"{value.en}{span.en} under {_quoted(base.name).en}",
    )
    unfinished = base.censored_share
    if unfinished > 0:
        share = format_share(unfinished)
        first = Text(
            ja=f"{first.ja}、うち期間内に終わらない回が{share}",
            en=f"{first.en}, with {share} of runs unfinished",
        )
    if base.begun_share < 1:
        share = format_share(1 - base.begun_share)
        first = Text(
            ja=f"{first.ja}、始まらない回{share}を除く",
            en=f"{first.en}, without the {share} of runs in which it never begins",
        )
    others = [row for row in rows if row is not base]
    if not others:
        return Text(ja=first.ja + "。", en=first.en + "."), base
    best = _furthest(others, base, better)
    theirs = _amount(best.middle, unit)
    if all(_amount(row.middle, unit) == value for row in others):
        return Text(
            ja=f"{first.ja}、ほかの態勢も丸めると同じである。",
            en=f"{first.en}; the other postures are the same after rounding.",
        ), best
    apart = best.low > base.high or best.high < base.low
    note = Text(ja="", en="") if apart else overlap
    return Text(
        ja=f"{first.ja}、{_quoted(best.name).ja}で{theirs.ja}である{note.ja}。",
        en=f"{first.en}, and {theirs.en} under {_quoted(best.name).en}{note.en}.",
    ), best


def read_reversals(data: Reversals) -> Text:
    """Return the reading of figure 3."""
    moving = sorted((row for row in data.rows if row.reach > 0), key=lambda row: -row.reach)
    head: Text | None = None
    if data.effect is not None:
        amount = _amount(data.effect, data.unit, sign=True)
        if data.effect == 0:
            head = Text(
                ja=f"仮定がすべて中心の値のとき、{_quoted(data.posture).ja}と{_quoted(data.baseline).ja}に差はない。",
                en=f"With every assumption at its central value there is no difference between "
                f"{_quoted(data.posture).en} and {_quoted(data.baseline).en}.",
            )
        else:
            head = Text(
                ja=f"仮定がすべて中心の値のとき、{_quoted(data.posture).ja}と{_quoted(data.baseline).ja}の差は"
                f"{amount.ja}である。",
                en=f"With every assumption at its central value {_quoted(data.posture).en} "
                f"differs from {_quoted(data.baseline).en} by {amount.en}.",
            )
    if not moving:
        return _join(
            head,
            Text(
                ja="調べた仮定のうち、一つだけでこの差を動かすものはない。",
                en="None of the assumptions examined moves it alone.",
            ),
        )
    top = moving[0]
    return _join(head, _strongest(top, data.unit), _flips(moving))


def _strongest(row: Assumption, unit: str) -> Text:
    low = _amount(row.effect_low, unit, sign=True)
    high = _amount(row.effect_high, unit, sign=True)
    origin = WORDS["assumed" if row.assumed else "sourced"]
    between = Text(ja="", en="")
    if row.flip is not None and row.effect_low * row.effect_high > 0:
        between = Text(ja="（途中で符号が変わる）", en=" (in between its sign changes)")
    return Text(
        ja=f"最も大きく動かすのは「{row.name.ja}」（{origin.ja}）で、その範囲の下端で差は{low.ja}、"
        f"上端で{high.ja}になる{between.ja}。",
        en=f"“{row.name.en}” ({origin.en}) moves it most: the difference is {low.en} at the low "
        f"end of its range and {high.en} at the high end{between.en}.",
    )


def _flips(rows: Sequence[Assumption]) -> Text:
    flipping = [row for row in rows if row.flip is not None]
    crossing = [row for row in rows if row.span[0] * row.span[1] < 0.0]
    if not flipping and crossing:
        return Text(
            ja="帯が0をまたぐ仮定はあるが、偶然の揺れを超えて一つだけで差を失わせるとは言えない"
            "（同時に変わる場合は別）。",
            en="Some bars cross zero, but of none can it be said that it alone undoes the "
            "difference by more than chance; several together may.",
        )
    if not flipping:
        return Text(
            ja="示した範囲では、一つの仮定だけで符号が変わることはない（同時に変わる場合は別）。",
            en="Within the ranges shown none changes the sign alone; several together may.",
        )
    parts = []
    for row in flipping[:3]:
        assert row.flip is not None
        at = _amount(row.flip, row.unit)
        parts.append(Text(ja=f"「{row.name.ja}」（{at.ja}）", en=f"“{row.name.en}” (at {at.en})"))
    rest = len(flipping) - len(parts)
    ja, en = "、".join(p.ja for p in parts), ", ".join(p.en for p in parts)
    if rest:
        ja, en = f"{ja}など{len(flipping)}個", f"{en} and {rest} more"
    return Text(
        ja=f"それだけで符号を変えうるのは{ja}である。",
        en=f"Alone enough to change the sign: {en}.",
    )
