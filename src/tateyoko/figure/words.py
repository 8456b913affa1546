"""The words of figures in both languages: no figure holds a text of its own."""

from tateyoko.text import Text

__all__ = ["PHASE_NAMES", "WORDS", "phase_name", "short_phase_name"]

PHASE_NAMES: dict[str, Text] = {
    "initiative": Text(ja="発議（誰かが問いを立てる）", en="Initiative (someone raises it)"),
    "recognise": Text(ja="認識・確認", en="Recognise"),
    "hand_over": Text(ja="引き継ぎ", en="Hand over"),
    "law": Text(ja="法の要件", en="Law"),
    "approve": Text(ja="承認", en="Approve"),
    "release": Text(ja="秘密の開示審査", en="Release review"),
    "transmit": Text(ja="伝達", en="Transmit"),
    "execute": Text(ja="実施", en="Execute"),
    "outside": Text(ja="外の動きを待つ", en="Outside (the other side's time)"),
    "democratic_control": Text(ja="民主的統制（国会など）", en="Democratic control (Diet etc.)"),
}


def phase_name(phase: str) -> Text:
    """Return the name of a phase; an unknown one is given as it is written."""
    plain = phase.replace("_", " ")
    return PHASE_NAMES.get(phase, Text(ja=plain, en=plain))


def short_phase_name(phase: str) -> Text:
    """Return the name of a phase without what a legend adds in brackets."""
    name = phase_name(phase)
    return Text(ja=name.ja.split("（")[0], en=name.en.split(" (")[0])


WORDS: dict[str, Text] = {
    "figure1": Text(ja="図1　どこで時間が止まるか", en="Figure 1  Where time stands still"),
    "figure2": Text(ja="図2　間に合うか、空振りか", en="Figure 2  In time, or in vain"),
    "figure3": Text(
        ja="図3　何を信じると結論が変わるか",
        en="Figure 3  What you must believe for the conclusion to change",
    ),
    "mean_times": Text(ja="平均の所要時間、{truth}", en="Mean time spent, {truth}"),
    "baseline": Text(ja="基準", en="baseline"),
    "longest": Text(
        ja="最も長い待ち：{name}　{time}（{share}）", en="Longest: {name}, {time} ({share})"
    ),
    "no_time": Text(ja="どの段階にも時間はかからない", en="No time is spent in any step"),
    "recorded": Text(ja="実際の事案の記録", en="Real cases, as recorded"),
    "nothing_to_show": Text(
        ja="この比較には、この図に要るデータがありません。",
        en="This comparison holds no data for this figure.",
    ),
    "axis_time": Text(ja="経過（{unit}）", en="Elapsed ({unit})"),
    "upper_half": Text(ja="上：{name}、{truth}", en="Above: {name}, {truth}"),
    "lower_half": Text(
        ja="下：{name}、{truth}。下へ伸びるほど空振りが大きい",
        en="Below: {name}, {truth}; further down, more in vain",
    ),
    "band": Text(
        ja="線は中央値、帯は10〜90％の範囲",
        en="Lines are medians, bands hold 10 to 90 % of runs",
    ),
    "band_of_baseline": Text(
        ja="線は中央値、帯（基準だけ）と右の棒は10〜90％の範囲",
        en="Lines are medians; the band (baseline only) and the bars hold 10 to 90 % of runs",
    ),
    "the_median": Text(ja="中央値", en="the median"),
    "the_value": Text(ja="値", en="the value"),
    "bands_overlap": Text(ja="（帯は重なる）", en=" (the bands overlap)"),
    "bars_overlap": Text(ja="（範囲は重なる）", en=" (the ranges overlap)"),
    "means": Text(ja="{name}の平均", en="Mean of {name}"),
    "axis_days": Text(ja="D0からの日数", en="Days from D0"),
    "axis_days_start": Text(ja="想定の開始からの日数", en="Days from the start of the scenario"),
    "at_zero": Text(ja="D0の時点", en="At D0"),
    "at_end": Text(ja="期間の終わり", en="At the end"),
    "at_peak": Text(ja="{day}（最も多い日）", en="At {day} (peak)"),
    "right_half": Text(ja="右：{name}、{truth}", en="Right: {name}, {truth}"),
    "left_half": Text(
        ja="左：{name}、{truth}。左へ伸びるほど空振りが大きい",
        en="Left: {name}, {truth}; further left, more in vain",
    ),
    "spread": Text(
        ja="棒は10〜90％の範囲、印は中央値",
        en="Bars hold 10 to 90 % of runs, marks are medians",
    ),
    "spread_interval": Text(
        ja="印は値、棒はその95％区間",
        en="Marks are values, bars their 95 % intervals",
    ),
    "spread_right": Text(
        ja="右の棒は10〜90％の範囲で印は中央値、左の棒は95％区間で印は値",
        en="Right: bars hold 10 to 90 % of runs, marks are medians. "
        "Left: bars are 95 % intervals, marks values",
    ),
    "spread_left": Text(
        ja="右の棒は95％区間で印は値、左の棒は10〜90％の範囲で印は中央値",
        en="Right: bars are 95 % intervals, marks values. "
        "Left: bars hold 10 to 90 % of runs, marks are medians",
    ),
    "closes": Text(ja="窓が閉じる", en="Window closes"),
    "censored": Text(ja="期間内に終わらず {share}", en="not finished: {share}"),
    "not_begun": Text(ja="始まらない回 {share}", en="never begun: {share}"),
    "no_wrong_side": Text(ja="空振りの側の指標なし", en="no measure of acting in vain"),
    "effect_axis": Text(
        ja="{measure}。差：{posture} − {baseline}",
        en="{measure}. Difference: {posture} minus {baseline}",
    ),
    "better_left": Text(ja="← 良くなる", en="← better"),
    "worse_left": Text(ja="← 悪くなる", en="← worse"),
    "less_left": Text(ja="← 減る", en="← less"),
    "better_right": Text(ja="良くなる →", en="better →"),
    "worse_right": Text(ja="悪くなる →", en="worse →"),
    "more_right": Text(ja="増える →", en="more →"),
    "points": Text(ja="ポイント", en="points"),
    "open_end": Text(
        ja="矢印：90％点は期間の外", en="Arrow: the 90 % point lies beyond the horizon"
    ),
    "zero": Text(ja="差なし", en="no difference"),
    "centre": Text(ja="中心の値", en="central"),
    "sourced": Text(ja="出典あり", en="sourced"),
    "assumed": Text(ja="仮定", en="assumed"),
    "range_low": Text(ja="範囲の下端", en="low end of the range"),
    "range_high": Text(ja="範囲の上端", en="high end of the range"),
    "flip": Text(ja="{value}で逆転", en="flips at {value}"),
    "flip_legend": Text(ja="符号が変わる点", en="sign changes"),
    "unclear": Text(ja="偶然の範囲", en="within chance"),
    "no_flip": Text(ja="逆転なし", en="no flip"),
    "no_effect": Text(ja="差を動かさない", en="does not move the difference"),
}
