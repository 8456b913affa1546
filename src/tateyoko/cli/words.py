"""The words of the comparison's table in both languages."""

from collections.abc import Mapping

from tateyoko.text import Text

__all__ = ["BADGE_WORDS", "KIND_WORDS", "WORDS"]

WORDS: Mapping[str, Text] = {
    "banner": Text(
        ja="縦横 tateyoko   公開情報によるモデルの比較です。予測ではありません。",
        en="tateyoko   A comparison by a model built from public information. Not a forecast.",
    ),
    "question": Text(ja="問い", en="Question"),
    "scenario": Text(ja="想定", en="Scenario"),
    "truths": Text(ja="真の展開 {truths}（別々に集計）", en="truths {truths} (never pooled)"),
    "opponents": Text(
        ja="相手の型 {count}：{names}（等しい重み）",
        en="opponents {count}: {names} (equal weights)",
    ),
    "postures": Text(ja="態勢", en="Postures"),
    "baseline": Text(ja="基準", en="baseline"),
    "runs": Text(ja="回数", en="Runs"),
    "runs_value": Text(
        ja="{runs}回 × 同じ運   仮定 {sets}組 × {set_runs}回   種 {seed}   "
        "計 {total:,}回   {seconds:.1f}秒",
        en="{runs} on the same dice   assumptions {sets} sets × {set_runs}   seed {seed}   "
        "{total:,} in all   {seconds:.1f} s",
    ),
    "difference": Text(ja="{baseline} との差", en="difference from {baseline}"),
    "same_sign": Text(ja="同じ符号の仮定", en="same sign"),
    "badge": Text(ja="判定", en="verdict"),
    "adverse": Text(ja="副作用", en="adverse"),
    "burden": Text(ja="負担", en="burden"),
    "control": Text(ja="民主的統制", en="control"),
    "cost": Text(ja="費用（{unit}）", en="cost ({unit})"),
    "lead_time": Text(ja="準備（{unit}）", en="lead time ({unit})"),
    "never": Text(ja="期間内に至らず", en="not within the run"),
    "censored": Text(ja="未了{share}", en="{share} open"),
    "not_begun": Text(ja="始まらず{share}", en="{share} never begun"),
    "too_few": Text(ja="異なる対が少なすぎる（{count}）", en="too few pairs differ ({count})"),
    "legend": Text(
        ja="値は中心の仮定での平均（待ち時間は中央値）、[ ] は運だけの95％区間。"
        "同じ符号＝仮定の組のうち差の向きが同じ割合（態勢の順）。▲ 副作用・負担。",
        en="Values are means (waiting times: medians) at the central assumptions, [ ] 95 % "
        "intervals over dice alone. Same sign: share of assumption sets in which the difference "
        "keeps its direction, in the order of the postures. ▲ adverse side or burden.",
    ),
    "censored_note": Text(
        ja="未了＝期間の終わりまでに終わらなかった反復の割合（除かず、最も長いものとして数える）。",
        en="Open: share of runs in which the time had not ended at the horizon; they count as the "
        "longest, none is dropped.",
    ),
    "not_begun_note": Text(
        ja="始まらず＝数え始める出来事が起きなかった反復の割合（時間の窓では、開かないか閉じない）。"
        "その指標からは除き、差は両方で始まった対だけによる。",
        en="Never begun: share of runs in which what the measure counts from did not happen (for a "
        "window: it did not open or close); they are left out of that measure, and a difference "
        "rests on pairs in which it began on both sides.",
    ),
    "too_few_note": Text(
        ja="異なる対が少なすぎる（n）＝差のある反復がnしかなく、符号は読めない。区間は0を含むように広げてある。",
        en="Too few pairs differ (n): only n replications differ at all, so no sign is read from "
        "them; the interval is widened to hold 0.",
    ),
    "windows": Text(ja="時間の窓", en="Windows"),
    "bare": Text(
        ja="{names}：満たす行為の標がないので、逃した割合を数えない",
        en="{names}: names no act that must be done in it, so it is not counted how often it is "
        "missed",
    ),
    "cost_note": Text(
        ja="費用は提言の見積もりの合計。年額か総額か、誰が払うかは提言ごとに違う"
        "（tateyoko reforms）。",
        en="Cost adds the estimates of the reforms; whether yearly or in all, and who pays, "
        "differs by reform (tateyoko reforms).",
    ),
    "longest": Text(ja="最も長い待ち", en="Longest waits"),
    "waits": Text(ja="何を待つか", en="Waiting for"),
    "longest_of": Text(ja="{posture}（{truth}）", en="{posture} ({truth})"),
    "nothing": Text(ja="なし", en="none"),
    "no_effect": Text(ja="効かなかった提言", en="Without effect"),
    "no_effect_value": Text(
        ja="{names}（{runs}組で全指標の差が正確に0）",
        en="{names} (every measure exactly equal in {runs} pairs)",
    ),
    "not_modelled": Text(ja="まだ扱えない提言", en="Not yet modelled"),
    "echoes": Text(ja="入力の写し", en="Echo of inputs"),
    "echo": Text(
        ja="{reform}：{measure}（{truth}）の差の{share}は設定値「{knob}」ひとつ（{knobs}個中）",
        en="{reform}: {share} of the difference in {measure} ({truth}) is one set value, "
        "“{knob}” (of {knobs})",
    ),
    "more_than_all": Text(
        ja="すべて以上（ほかの設定値は逆に働く）", en="more than all (others act against it)"
    ),
    "flips": Text(ja="結論が逆になる条件", en="Reversed if"),
    "flip_above": Text(
        ja="「{parameter}」が{threshold}を超えると{kind}（中心 {central}）",
        en="{kind} if “{parameter}” is above {threshold} (central {central})",
    ),
    "flip_below": Text(
        ja="「{parameter}」が{threshold}を下回ると{kind}（中心 {central}）",
        en="{kind} if “{parameter}” is below {threshold} (central {central})",
    ),
    "reverses": Text(ja="逆転する", en="reversed"),
    "vanishes": Text(ja="差が消える", en="gone"),
    "flip_of": Text(ja="{measure}、{posture}（{truth}）：", en="{measure}, {posture} ({truth}): "),
    "no_flips": Text(
        ja="仮定を一つずつ範囲の端まで動かしても、消えも逆転もしない",
        en="no single assumption undoes it inside its range",
    ),
    "unclear": Text(
        ja="中心の仮定でも差の符号が定まらないので、逆転もない",
        en="has no clear sign at the central assumptions, so there is nothing to reverse",
    ),
    "no_clear": Text(
        ja="調べていない（主な差がないか、仮定の組が0）",
        en="not examined (no headline difference, or no assumption sets)",
    ),
    "pairing": Text(ja="同じ運の検査", en="Shared dice"),
    "pairing_value": Text(
        ja="偽薬 {placebos}組 {zero}   同じ仕事の割合 {shared}   分散の比 {factors}",
        en="{placebos} placebo pairs {zero}   shared pieces of work {shared}   "
        "variance factor {factors}",
    ),
    "zero": Text(ja="すべて差0", en="all exactly 0"),
    "not_zero": Text(ja="差が0でない：対が壊れている", en="NOT 0: the pairing is broken"),
    "divergence": Text(
        ja="{posture} の{replication}回目は {time} に分かれる：{what}",
        en="{posture}, replication {replication}, parts at {time}: {what}",
    ),
    "no_divergence": Text(
        ja="{posture} の{replication}回目は最後まで同じ",
        en="{posture}, replication {replication}: the same to the end",
    ),
    "reach": Text(ja="検証の範囲", en="Reach"),
    "reach_value": Text(
        ja="{case}幅のある数 {all}個のうち {assumed}個は仮定。",
        en="{case}Of {all} uncertain numbers {assumed} are assumptions.",
    ),
    "no_case": Text(
        ja="この想定は実例の範囲外（仮定による）。",
        en="This scenario lies outside all real cases (by assumption). ",
    ),
    "case": Text(ja="実例 {case} に対応。", en="Re-plays the real case {case}. "),
    "faults": Text(ja="故障した反復", en="Faulted runs"),
    "incomplete": Text(
        ja="{count}件を対ごと除いた（この結果は不完全）",
        en="{count} left out with their pairs (this result is incomplete)",
    ),
    "findings": Text(ja="注意", en="Note"),
    "more": Text(ja="ほか{count}件", en="{count} more"),
    "written": Text(ja="書き出し", en="Written"),
    "next": Text(ja="次に", en="Next"),
}

KIND_WORDS: Mapping[str, Text] = {
    "outcome": Text(ja="結果", en="Outcome"),
    "adverse": Text(ja="副作用 ▲", en="Adverse side ▲"),
    "burden": Text(ja="負担 ▲", en="Burden ▲"),
    "democratic_control": Text(ja="民主的統制", en="Democratic control"),
    "cost": Text(ja="費用と準備", en="Cost and lead time"),
}

BADGE_WORDS: Mapping[str, Text] = {
    "robust": Text(ja="頑健", en="robust"),
    "conditional": Text(ja="条件付き", en="conditional"),
    "undecided": Text(ja="判別不能", en="undecided"),
    "no_effect": Text(ja="差なし", en="no effect"),
}
