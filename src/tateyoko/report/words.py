"""The words of the report in both languages; templates hold none of their own."""

from tateyoko.text import Lang, Text

__all__ = ["BADGE_MARKS", "KIND_MARKS", "WORDS", "say"]

BADGE_MARKS = {"robust": "●", "conditional": "◐", "undecided": "○", "no_effect": "＝"}
KIND_MARKS = {"outcome": "", "adverse": "▲", "burden": "▲", "democratic_control": "◆", "cost": ""}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return one text of the catalogue with its fields filled in."""
    return WORDS[key][lang].format(**values)


WORDS: dict[str, Text] = {
    "product": Text(ja="縦横 Tateyoko", en="Tateyoko"),
    "language": Text(ja="言語", en="Language"),
    "skip": Text(ja="本文へ", en="Skip to the text"),
    "not_forecast": Text(
        ja="公開情報によるモデルの比較です。予測ではありません。",
        en="A comparison of models on public information. Not a forecast.",
    ),
    "scenario": Text(ja="想定", en="Scenario"),
    "question": Text(ja="問い", en="Question"),
    "contents": Text(ja="目次", en="Contents"),
    "posture": Text(ja="態勢", en="Posture"),
    "baseline": Text(ja="基準", en="baseline"),
    "truth": Text(ja="真の展開", en="Truth"),
    "opponent": Text(ja="相手の型", en="Opponent"),
    "pooled": Text(ja="全部（等しい重み）", en="all (equal weights)"),
    "at_zero": Text(ja="D0", en="D0"),
    "at_start": Text(ja="想定の開始", en="start of the scenario"),
    "before_zero": Text(ja="D0の{span}前", en="{span} before D0"),
    "after_zero": Text(ja="D0の{span}後", en="{span} after D0"),
    "before_start": Text(ja="開始の{span}前", en="{span} before the start"),
    "after_start": Text(ja="開始の{span}後", en="{span} after the start"),
    # Summary
    "summary": Text(ja="二分で読む", en="In two minutes"),
    "s_compared": Text(ja="何を比べたか", en="What was compared"),
    "s_wait": Text(ja="どこで待つか", en="Which wait matters most"),
    "s_gain": Text(ja="何が変わるか", en="What changes"),
    "s_price": Text(ja="代償", en="The price"),
    "s_fails": Text(ja="いつ成り立たないか", en="When it fails"),
    "s_not": Text(ja="何ではないか", en="What it is not"),
    "v_compared": Text(
        ja="「{baseline}」を基準に、{others}を比べた。真の展開{truths}通りを別々に集計し、"
        "相手の型{opponents}通りは各展開の中で等しい重みでまとめた。同じ運で各{runs}回。",
        en="{others} against the baseline “{baseline}”. {truths} truths are kept apart; "
        "{opponents} types of opponent are pooled with equal weights inside each truth. "
        "{runs} runs each, on the same luck.",
    ),
    "v_compared_alone": Text(
        ja="「{baseline}」だけを走らせた。比べる相手の態勢がないので、差はない。",
        en="Only “{baseline}” was run. There is no other posture, so there are no differences.",
    ),
    "v_gain": Text(
        ja="{measure}、{truth}：「{posture}」で{difference}、{badge}{share}。",
        en="{measure}, {truth}: {difference} under “{posture}”; {badge}{share}.",
    ),
    "v_gain_same": Text(
        ja="{measure}、{truth}：「{posture}」と基準に、どの回でも差がない。",
        en="{measure}, {truth}: no difference between “{posture}” and the baseline in any run.",
    ),
    "v_gain_undecided": Text(
        ja="{measure}、{truth}：「{posture}」の差は{difference}で、良し悪しは判別できない{share}。",
        en="{measure}, {truth}: {difference} under “{posture}”; neither better nor worse can be "
        "said{share}.",
    ),
    "v_gain_few": Text(
        ja="{measure}、{truth}：「{posture}」の差は{difference}。{badge}ので、良し悪しは言えない。",
        en="{measure}, {truth}: {difference} under “{posture}”; {badge}, so neither better nor "
        "worse can be said.",
    ),
    "v_share": Text(
        ja="（仮定の{share}で同じ符号）", en=" (same sign in {share} of assumption sets)"
    ),
    "v_price_none": Text(
        ja="測った副作用と負担の中に、悪くなったと言えるものはない。測っていない副作用はありうる。",
        en="None of the adverse sides and burdens measured can be said to worsen; "
        "unmeasured ones may.",
    ),
    "v_fails_reverses": Text(
        ja="「{parameter}」が{threshold}を{direction}と、{truth}で、「{posture}」の「{measure}」の差は"
        "符号が変わる。",
        en="If “{parameter}” is {direction} {threshold}, the difference of “{posture}” in "
        "{measure}, {truth}, changes its sign.",
    ),
    "v_fails_vanishes": Text(
        ja="「{parameter}」が{threshold}を{direction}と、{truth}で、「{posture}」の「{measure}」の差は"
        "消える。",
        en="If “{parameter}” is {direction} {threshold}, the difference of “{posture}” in "
        "{measure}, {truth}, is gone.",
    ),
    "v_fails_none": Text(
        ja="調べた範囲では、一つの仮定だけで結論が逆になることはない。複数が同時に動く場合と、"
        "モデルの形が違う場合は調べていない。",
        en="Within the ranges examined no assumption alone reverses the conclusion. Several at "
        "once, or a different form of the model, were not examined.",
    ),
    "v_fails_unknown": Text(
        ja="差がないか、仮定を一つずつ動かす計算をしていないので、言えない。",
        en="Cannot be said: there is no difference, or assumptions were not moved one by one.",
    ),
    "above": Text(ja="上回る", en="above"),
    "below": Text(ja="下回る", en="below"),
    # Sections
    "h_compared": Text(ja="比べたもの", en="What was compared"),
    "h_results": Text(ja="結果の表", en="Results"),
    "h_figures": Text(ja="三つの図", en="Three figures"),
    "waits_for": Text(
        ja="何を待つか（主な流れの時間に占める割合）",
        en="What is waited for (share of the time of the main line)",
    ),
    "waits_note": Text(
        ja="法は要件がそろうまでと法の作業、判断は誰かがそうと認めるまで、手続は諮る・承認する・"
        "引き継ぐ時間です。相手の動きを待つ時間は除きます。",
        en="Law is the time until requirements hold and the lawyers' work, judgement until somebody"
        " finds that something is the case, procedure that of hearing, approving and handing over."
        " The other side's time is left out.",
    ),
    "h_waits": Text(ja="最も長い待ち", en="Longest waits"),
    "h_reforms": Text(ja="改革ごとの効果と代償", en="Reforms one by one"),
    "h_flips": Text(ja="結論が逆になる条件", en="Conditions that reverse a conclusion"),
    "h_reach": Text(ja="検証の範囲", en="How far this can be trusted"),
    "h_limits": Text(ja="限界と、使ってはいけないこと", en="Limits, and what not to use it for"),
    "h_checks": Text(ja="計算の点検", en="Checks of the computation"),
    "h_numbers": Text(ja="仮定と出典の一覧", en="Assumptions and sources"),
    "h_glossary": Text(ja="判定の言葉", en="What the badges mean"),
    "h_manifest": Text(ja="再現に要るもの", en="What repeats this run"),
    # Compared
    "date": Text(ja="日付", en="Date"),
    "reforms": Text(ja="改革（強さ）", en="Reforms (strength)"),
    "cost": Text(ja="費用", en="Cost"),
    "lead_time": Text(ja="準備期間", en="Lead time"),
    "not_yet": Text(ja="まだ入っていない改革", en="Reforms not in yet"),
    "none": Text(ja="なし", en="none"),
    "not_given": Text(ja="記載なし", en="not given"),
    "window": Text(ja="窓", en="Window"),
    "need": Text(ja="要ること", en="What is needed"),
    "basis": Text(ja="根拠", en="Basis"),
    "closes": Text(ja="閉じる時", en="Closes"),
    "closes_mark": Text(ja="出来事による", en="by an event"),
    "closes_after": Text(ja="開いてから{span}", en="{span} after it opens"),
    "basis_public": Text(ja="公表", en="public"),
    "basis_derived": Text(ja="公表値からの計算", en="derived from public numbers"),
    "basis_assumed": Text(ja="仮定", en="assumed"),
    # Results
    "measure": Text(ja="指標", en="Measure"),
    "results_how": Text(
        ja="各欄の上段は値と95％区間（運によるばらつきだけ）、下段は基準との差と95％区間、"
        "判定、差の符号が変わらない仮定の組の割合。有効数字は二桁まで。",
        en="Each cell: the value with its 95 % interval (luck alone), then the paired difference "
        "from the baseline with its 95 % interval, the badge, and the share of assumption sets "
        "that keep the sign. Two significant digits at most.",
    ),
    "results_opponents": Text(ja="相手の型ごとの表", en="The same by type of opponent"),
    "results_table": Text(ja="態勢ごとの値と差", en="Values and differences by posture"),
    "difference": Text(ja="差", en="diff."),
    "points": Text(ja="ポイント", en="points"),
    "kind_outcome": Text(ja="成果", en="Outcomes"),
    "kind_adverse": Text(ja="副作用", en="Adverse side"),
    "kind_burden": Text(ja="負担", en="Burden"),
    "kind_democratic_control": Text(
        ja="民主的統制（待ち時間ではなく、保つべきもの）",
        en="Democratic control (to be kept, not a delay)",
    ),
    "kind_cost": Text(ja="費用", en="Cost"),
    "stat_mean": Text(ja="平均", en="mean"),
    "stat_share": Text(ja="回の割合", en="share of runs"),
    "stat_median": Text(ja="中央値", en="median"),
    "stat_restricted_mean": Text(ja="期間で打ち切った平均", en="mean up to the horizon"),
    "better_lower": Text(ja="小さいほど良い", en="lower is better"),
    "better_higher": Text(ja="大きいほど良い", en="higher is better"),
    "better_neutral": Text(ja="良し悪しなし", en="neither way better"),
    "beyond": Text(ja="期間内に終わらない", en="beyond the horizon"),
    "censored": Text(ja="未了{share}", en="{share} unfinished"),
    "begun": Text(ja="始まる回{share}", en="begins in {share}"),
    "no_value": Text(ja="値なし", en="no value"),
    "better": Text(ja="改善", en="better"),
    "worse": Text(ja="悪化", en="worse"),
    # Figures
    "reading": Text(ja="読み方", en="Reading"),
    "scroll": Text(ja="横に動かせる表", en="table that scrolls sideways"),
    "basis_of": Text(ja="この数字の根拠", en="Where this number comes from"),
    "data_of": Text(ja="図のデータ", en="Data of the figure"),
    "figure_missing": Text(
        ja="この比較には、この図に要るデータがない。",
        en="This comparison holds no data for this figure.",
    ),
    "basis_rest": Text(
        ja="ほか{count}件は「仮定と出典の一覧」にある。",
        en="{count} more are listed under “Assumptions and sources”.",
    ),
    "basis_none": Text(
        ja="この図に効く、幅のある数値は記録されていない。",
        en="No uncertain number is recorded for this figure.",
    ),
    "step": Text(ja="段階", en="Step"),
    "phase": Text(ja="区分", en="Phase"),
    "time": Text(ja="平均の時間", en="Mean time"),
    "share_of_all": Text(ja="全体に占める割合", en="Share of the whole"),
    "day": Text(ja="日", en="Day"),
    "p10": Text(ja="10％", en="10 %"),
    "p50": Text(ja="中央値", en="median"),
    "p90": Text(ja="90％", en="90 %"),
    "rank": Text(ja="順", en="Rank"),
    # Reforms
    "reform": Text(ja="改革", en="Reform"),
    "mechanism": Text(ja="仕組み", en="Mechanism"),
    "adverse": Text(ja="副作用", en="Adverse side"),
    "changed": Text(ja="動いた指標", en="Measures that moved"),
    "no_effect": Text(ja="この想定では差がない", en="No difference in this scenario"),
    "no_effect_list": Text(ja="効かなかった改革：{names}。", en="Reforms without effect: {names}."),
    "no_effect_none": Text(
        ja="単独で何も動かさない改革はない。", en="Every reform moves something on its own."
    ),
    "echo": Text(
        ja="入力の写し：設定値を一つ動かすだけで、その改革の効果の8割以上が出る",
        en="Echoes of inputs: one setting alone gives at least 80 % of the reform's effect",
    ),
    "knob": Text(ja="設定値", en="Setting"),
    "echo_share": Text(ja="それだけで出る効果", en="Effect with it alone"),
    "knobs": Text(ja="設定値の数", en="Settings in all"),
    "echo_none": Text(
        ja="効果のほとんどが一つの設定値で決まる改革は見つからなかった。",
        en="No reform was found whose effect is mostly one of its own settings.",
    ),
    "not_modelled": Text(ja="まだ扱っていない改革", en="Reforms not modelled yet"),
    "reason": Text(ja="理由", en="Reason"),
    "no_reforms": Text(
        ja="この比較の態勢に、改革は含まれていない。",
        en="The postures of this comparison contain no reforms.",
    ),
    # Flips
    "assumption": Text(ja="仮定", en="Assumption"),
    "threshold": Text(ja="逆になる値", en="Reverses at"),
    "central": Text(ja="中心の値", en="Central value"),
    "range": Text(ja="範囲", en="Range"),
    "distance": Text(ja="範囲に対する遠さ", en="Distance, as share of the range"),
    "flips_none": Text(
        ja="調べた範囲では、一つの仮定だけで符号が変わる差はなかった。"
        "複数の仮定が同時に動く場合は「同じ符号の割合」に表れる。",
        en="Within the ranges examined no assumption alone changes the sign of a headline "
        "difference. Several at once show in the share of sets that keep the sign.",
    ),
    # Reach
    "reach_counts": Text(
        ja="この比較で幅を持たせた数値は{total}個、そのうち{assumed}個は仮定で、出典があるのは{sourced}個。",
        en="{total} numbers of this comparison are uncertain; {assumed} of them are assumptions, "
        "{sourced} have a source.",
    ),
    "reach_attack": Text(
        ja="武力攻撃や封鎖の展開は、照らし合わせる実例がなく、仮定による。",
        en="Truths of attack or blockade have no real case to be compared with; they rest on "
        "assumptions.",
    ),
    "reach_bands": Text(
        ja="区間には三種類ある。95％区間は運だけ、「同じ符号の割合」は仮定の幅、"
        "10〜90％は一回ごとの散らばりを表し、混ぜてはいない。モデルの形の違いはどれにも入っていない。",
        en="Three kinds of spread are kept apart: 95 % intervals hold luck alone, the share of "
        "sets with the same sign holds the assumed ranges, 10 to 90 % is the scatter of single "
        "runs. None of them holds a different form of the model.",
    ),
    "reach_pooling": Text(
        ja="真の展開をまたいだ平均は出していない。どれが起きるかの確率は、このモデルにない。",
        en="Nothing is averaged across truths. The model does not say how likely each is.",
    ),
    # Limits
    "limit_model": Text(
        ja="モデルであって予測ではない。攻撃や抑止の確率、被害の数は計算していない。",
        en="A model, not a forecast. No probability of an attack or of deterrence and no "
        "casualties are computed.",
    ),
    "limit_crisis": Text(
        ja="実際の危機の意思決定に用いない。",
        en="Not for use in decisions of a real crisis.",
    ),
    "limit_public": Text(
        ja="公開情報のみによる。秘密情報を入力しない。",
        en="Public information only. Do not enter classified information.",
    ),
    "limit_law": Text(
        ja="法の要件は簡略な形で入れてある。国会の関与や審査を省く手順は提案しない。",
        en="Legal requirements are in a simplified form. No step proposed here skips the Diet or "
        "a legal review.",
    ),
    "limit_persons": Text(
        ja="職であって、実在の人ではない。特定の人の判断を言い当てるものではない。",
        en="Posts, not real persons. Nothing here predicts what a particular person would decide.",
    ),
    "limit_rank": Text(
        ja="改革の総合点や順位は出さない。",
        en="No total score and no ranking of reforms is given.",
    ),
    # Checks
    "pairing": Text(ja="運の共有", en="Shared luck"),
    "pairing_shared": Text(
        ja="抜き出した回の仕事のうち、態勢の有無によらず同じ運を使うものは{share}。",
        en="Of the pieces of work in the sampled runs, {share} use the same luck with and without "
        "the posture.",
    ),
    "pairing_placebo_ok": Text(
        ja="見せかけの変更（並べ替え、スレッド数、強さ0の改革）{runs}組の差は、すべて正確に0。",
        en="{runs} pairs with a sham change (order, threads, a reform of strength 0) differ by "
        "exactly 0.",
    ),
    "pairing_placebo_bad": Text(
        ja="注意：見せかけの変更{runs}組の中に、0でない差がある。結果を使わないこと。",
        en="Warning: among {runs} pairs with a sham change some differ. Do not use these results.",
    ),
    "pairing_placebo_none": Text(
        ja="見せかけの変更は走らせていない。", en="No sham change was run."
    ),
    "variance_factor": Text(ja="分散の比", en="Variance factor"),
    "variance_caption": Text(
        ja="運をそろえたことで差の分散が何分の一になったか",
        en="By how much common luck shrinks the variance of a difference",
    ),
    "variance_same": Text(ja="差の分散が0", en="variance of the difference is 0"),
    "divergence": Text(ja="最初に基準と分かれる所", en="Where a run first leaves the baseline"),
    "when": Text(ja="時点", en="When"),
    "what": Text(ja="何が", en="What"),
    "never": Text(ja="最後まで同じ", en="the same to the end"),
    "faults": Text(ja="止まった回", en="Runs that failed"),
    "faults_none": Text(ja="すべての回が最後まで走った。", en="Every run finished."),
    "faults_some": Text(
        ja="{count}回が最後まで走らなかった。対になる回とともに、すべての集計から除いた。",
        en="{count} runs did not finish. They and their pairs are left out everywhere.",
    ),
    "stage": Text(ja="段", en="Stage"),
    "replication": Text(ja="回", en="Run"),
    "assumption_set": Text(ja="仮定の組", en="Assumption set"),
    "code": Text(ja="符号", en="Code"),
    "place": Text(ja="場所", en="Place"),
    "findings": Text(
        ja="モデルと計算について知っておくこと", en="What to know about model and study"
    ),
    "findings_none": Text(ja="指摘はない。", en="No findings."),
    "incomplete": Text(
        ja="最後まで走らなかった回がある。「計算の点検」を見ること。",
        en="Some runs did not finish. See “Checks of the computation”.",
    ),
    # Numbers
    "number": Text(ja="数値", en="Number"),
    "origin": Text(ja="出どころ", en="Where it comes from"),
    "assumed": Text(ja="仮定", en="assumed"),
    "source": Text(ja="出典", en="source"),
    "sources": Text(ja="出典", en="Sources"),
    "path": Text(ja="記載場所", en="Path"),
    # Manifest
    "version": Text(ja="版", en="Version"),
    "world": Text(ja="世界", en="World"),
    "seed": Text(ja="種", en="Seed"),
    "runs": Text(ja="各展開・各相手の回数", en="Runs per truth and opponent"),
    "sets": Text(ja="仮定の組 × 回数", en="Assumption sets × runs"),
    "total_runs": Text(ja="全部の回数", en="Runs in all"),
    "hash": Text(ja="内容の符号（{name}）", en="Content hash ({name})"),
    "setting": Text(ja="設定（{name}）", en="Setting ({name})"),
    "item": Text(ja="項目", en="Item"),
    "content": Text(ja="内容", en="Content"),
    "meaning": Text(ja="意味", en="Meaning"),
    "difference_of": Text(ja="どの差か", en="Which difference"),
    "at_low": Text(ja="下端 → 差", en="Low end → difference"),
    "at_high": Text(ja="上端 → 差", en="High end → difference"),
    # Badges
    "badge": Text(ja="判定", en="Badge"),
    "badge_robust": Text(ja="頑健", en="robust"),
    "badge_conditional": Text(ja="条件付き", en="conditional"),
    "badge_undecided": Text(ja="判別不能", en="undecided"),
    "badge_no_effect": Text(ja="差なし", en="no difference"),
    "too_few": Text(ja="異なる対が少なすぎる（{count}）", en="too few pairs differ ({count})"),
    "mean_robust": Text(
        ja="仮定の組の9割以上で、差の符号が同じ。",
        en="The difference has the same sign in at least 90 % of the assumption sets.",
    ),
    "mean_conditional": Text(
        ja="6割以上9割未満で同じ。何を信じるかで変わる。まれな効果は、3割以上で同じ、"
        "逆の組が差のある組の1割以下のときも。",
        en="In 60 to 90 % of them; it depends on what is believed. A rare effect also when it is "
        "the same in at least 30 % and at most a tenth of the sets that differ speak against it.",
    ),
    "mean_undecided": Text(
        ja="6割未満、または差の95％区間が0を含む。良いとも悪いとも言えない。"
        "「異なる対が少なすぎる」は、差のある反復が10に満たず、0を含むように区間を広げた印。",
        en="In less than 60 %, or the 95 % interval of the difference holds 0: neither better nor "
        "worse can be said. “Too few pairs differ”: fewer than 10 replications differ at all, and "
        "the interval is widened so that it holds 0.",
    ),
    "mean_no_effect": Text(
        ja="どの回でも正確に同じ値。",
        en="Exactly the same value in every single run.",
    ),
    "adverse_note": Text(
        ja="▲は副作用と負担、◆は民主的統制。",
        en="▲ marks adverse sides and burdens, ◆ democratic control.",
    ),
}
