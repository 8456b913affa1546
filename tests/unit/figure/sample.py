"""Small comparisons for tests of figures and reports: made by plain arithmetic, not by a model.

The numbers are consistent with each other (differences are differences of the cells, shares of
hops add up), but they say nothing about any world.
"""

import math
from dataclasses import replace

import numpy as np

from tateyoko.study.results import (
    Cell,
    Comparison,
    Difference,
    Divergence,
    Driver,
    Echo,
    Fault,
    Finding,
    Flip,
    HopCell,
    HopInfo,
    MeasureInfo,
    Named,
    NotModelled,
    Pairing,
    ParameterInfo,
    PostureInfo,
    Quantity,
    Records,
    ReformResult,
    SeriesBand,
    SeriesInfo,
    SourceInfo,
    VarianceFactor,
    WindowInfo,
)
from tateyoko.text import Text

HOUR = 3_600_000
DAY = 24 * HOUR


def words(ja, en):
    return Text(ja=ja, en=en)


POSTURES = (
    ("2024-04", words("2024-04（提言時）", "2024-04 (when proposed)"), "2024-04-08"),
    ("2026-11", words("2026-11（現在）", "2026-11 (today)"), "2026-11-21"),
    ("jfhq", words("統合軍司令部（計画）", "Joint force headquarters (planned)"), "2027-04-01"),
    ("all-14", words("全提言（モデル化した分）", "All proposals (as modelled)"), "2026-11-21"),
)
TRUTHS = (
    Named(id="A", name=words("武力攻撃", "armed attack")),
    Named(id="B", name=words("封鎖", "blockade")),
    Named(id="C", name=words("演習で終了", "ends as an exercise")),
)
OPPONENTS = (
    Named(id="cautious", name=words("慎重", "cautious")),
    Named(id="determined", name=words("決意", "determined")),
)
HOPS = (
    ("raise", words("問いを閣僚に上げる", "Raise the question to ministers"), "initiative", 96.0),
    ("fuse", words("情報の突き合わせ", "Fuse the reports"), "recognise", 30.0),
    ("refer", words("省庁間の引き継ぎ", "Hand over between ministries"), "hand_over", 9.0),
    ("rule", words("予測事態の要件", "Requirements of an anticipated attack"), "law", 14.0),
    ("council", words("国家安全保障会議（九大臣）", "Council of nine ministers"), "approve", 5.0),
    ("cleared", words("米側情報の開示審査", "Release review of allied items"), "release", 11.0),
    ("diet", words("国会の承認", "Approval by the Diet"), "democratic_control", 20.0),
    ("chain", words("対策本部から市町村へ", "Headquarters to mayors"), "transmit", 18.0),
    ("board", words("最初の乗船", "First islander aboard"), "execute", 26.0),
)
MEASURES = (
    (
        "remaining",
        words("開始時に残る人", "people remaining at D0"),
        "persons",
        "outcome",
        "lower",
        True,
        "mean",
        52_000.0,
    ),
    (
        "margin",
        words("避難開始の余裕", "margin of the start of the evacuation"),
        "h",
        "outcome",
        "higher",
        True,
        "median",
        61.0,
    ),
    (
        "answer",
        words("米側要請から回答まで", "allied request to answer"),
        "h",
        "outcome",
        "lower",
        True,
        "restricted_mean",
        19.0,
    ),
    (
        "in_vain",
        words("空振り避難", "people moved in vain"),
        "person_days",
        "adverse",
        "lower",
        False,
        "mean",
        140_000.0,
    ),
    (
        "contrary",
        words("意図に反した行動", "acts against later intent"),
        "count",
        "adverse",
        "lower",
        False,
        "mean",
        0.0,
    ),
    (
        "ministers",
        words("閣僚の拘束", "ministers' time"),
        "minister_h",
        "burden",
        "lower",
        False,
        "mean",
        44.0,
    ),
    (
        "diet_before",
        words("国会の事前関与", "Diet involved beforehand"),
        "share",
        "democratic_control",
        "higher",
        False,
        "share",
        0.72,
    ),
)


def factor(index, spread=0.12):
    """How much smaller a posture's times are; the baseline has 1."""
    return math.exp(-spread * (index - 1))


def make(
    *,
    postures=POSTURES,
    baseline="2026-11",
    series=True,
    drivers=True,
    effect=1.0,
    truths=TRUTHS,
    hops=HOPS,
):
    """Build a comparison.

    ``effect`` scales how far the postures differ: 0 gives postures that are all the same.
    """
    base = next(at for at, p in enumerate(postures) if p[0] == baseline)
    factors = {p[0]: math.exp(-0.12 * effect * (at - base)) for at, p in enumerate(postures)}
    cells, differences = [], []
    for ident, _, unit, kind, better, _, _statistic, value in MEASURES:
        for truth_at, truth in enumerate(truths):
            if ident in ("remaining", "margin") and truth_at:
                continue
            if ident == "in_vain" and not truth_at:
                continue
            for opponent in (None, *(o.id for o in OPPONENTS)):
                at_base = None
                for p in postures:
                    push = factors[p[0]]
                    if kind in ("adverse", "burden") or better == "higher":
                        push = 1 / push
                    here = value * push
                    if unit == "share":
                        here = min(here, 1.0)
                    half = here * 0.06
                    cells.append(
                        Cell(
                            measure=ident,
                            posture=p[0],
                            truth=truth.id,
                            opponent=opponent,
                            value=here,
                            low=here - half,
                            high=here + half,
                            p10=here * 0.55,
                            p50=here * 0.95,
                            p90=here * 1.5,
                            assumed_low=here * 0.7,
                            assumed_high=here * 1.25,
                            censored_share=0.08 if ident == "answer" else 0.0,
                            begun_share=1.0,
                            n=200 if opponent is None else 100,
                        )
                    )
                    if p[0] == baseline:
                        at_base = here
                for p in postures:
                    if p[0] == baseline:
                        continue
                    here = next(
                        c.value
                        for c in reversed(cells)
                        if (c.measure, c.posture, c.truth, c.opponent)
                        == (ident, p[0], truth.id, opponent)
                    )
                    gap = here - at_base
                    half = abs(gap) * 0.4
                    share = None if gap == 0 else 0.94 if abs(gap) > 0.2 * at_base else 0.71
                    badge = (
                        "no_effect" if gap == 0 else ("robust" if share > 0.9 else "conditional")
                    )
                    good = None if gap == 0 else (gap < 0) == (better == "lower")
                    differences.append(
                        Difference(
                            measure=ident,
                            posture=p[0],
                            baseline=baseline,
                            truth=truth.id,
                            opponent=opponent,
                            value=gap,
                            low=gap - half,
                            high=gap + half,
                            assumed_low=gap * 0.3,
                            assumed_high=gap * 1.8,
                            sign_share=share,
                            badge=badge,
                            variance_factor=None if gap == 0 else 7.5,
                            better=good,
                            n=200,
                            differing=0 if gap == 0 else 120,
                        )
                    )
    return Comparison(
        records=_records(len(postures), len(truths)),
        case="",
        version="0.1.0",
        world_id="japan",
        scenario_id="sakishima",
        title=words("先島の住民避難", "Evacuation of the Sakishima islands"),
        question=words(
            "先島の住民避難は、態勢しだいでどれだけ間に合うか",
            "How far does the posture decide whether Sakishima is evacuated in time?",
        ),
        horizon_ms=45 * DAY,
        zero_ms=30 * DAY,
        baseline=baseline,
        postures=tuple(_posture(p, at, baseline) for at, p in enumerate(postures)),
        truths=truths,
        opponents=OPPONENTS,
        measures=tuple(
            MeasureInfo(
                id=i,
                name=n,
                unit=u,
                kind=k,
                better=b,
                truths=tuple(t.id for t in truths),
                headline=h,
                statistic=s,
                censored=0.08 if i == "answer" else 0.0,
            )
            for i, n, u, k, b, h, s, _ in MEASURES
        ),
        hop_infos=tuple(
            HopInfo(id=i, name=n, phase=ph, procedure="evacuation") for i, n, ph, _ in hops
        ),
        series_infos=_series_infos() if series else (),
        parameters=PARAMETERS,
        runs=100,
        sets=40,
        set_runs=20,
        total_runs=21_600,
        seed=20261121,
        threads=2,
        seconds=12.5,
        complete=True,
        hashes={"world": "5f1c0e", "scenario": "91ab77", "structure": "0d3e", "rows": "77aa"},
        settings={"set": {}},
        cells=tuple(cells),
        differences=tuple(differences),
        hops=_hops(hops, factors, truths),
        longest={p[0]: tuple(h[0] for h in sorted(hops, key=lambda h: -h[3])) for p in postures},
        series=_bands(factors, truths) if series else (),
        drivers=_drivers(postures, baseline, effect) if drivers else (),
        flips=(
            Flip(
                measure="remaining",
                posture=postures[-1][0],
                truth="A",
                parameter="judgements.anticipated.prior",
                threshold=0.31,
                direction="above",
                distance=0.4,
            ),
        )
        if drivers and len(postures) > 1 and effect
        else (),
        reforms=REFORMS,
        no_effect=("P06",),
        echoes=(
            Echo(
                reform="P05",
                measure="margin",
                truth="A",
                knob="judgements.anticipated.raised_by.practice",
                knob_name=words("練習", "practice"),
                share=0.87,
                knobs=3,
            ),
        ),
        not_modelled=(
            NotModelled(
                id="P02",
                number=2,
                title=words("政府全体の作戦計画", "Whole-of-government plan"),
                reason=words(
                    "受け入れ側の県がまだモデルにない",
                    "the receiving prefectures are not modelled yet",
                ),
            ),
            NotModelled(
                id="P04",
                number=4,
                title=words("技術企業との連携", "Technology firms"),
                reason=words("事業者の撤退がない", "no provider can withdraw"),
            ),
        ),
        windows=(
            WindowInfo(
                id="W1",
                name=words("避難の窓", "evacuation window"),
                closes_ms=30 * DAY,
                need=words("12万人", "120000 persons"),
                basis="public",
                source="K2",
            ),
        ),
        sources=(
            SourceInfo(
                key="K1",
                title="Residents of the islands",
                publisher="Prefecture",
                date="2025-01-31",
                url="https://example.org/k1",
            ),
            SourceInfo(
                key="K2",
                title="Estimate of the lift",
                publisher="Cabinet Secretariat",
                date="2025-03-27",
            ),
            SourceInfo(key="K7", title="Count of the diary", publisher="Example", date="2024"),
        ),
        pairing=Pairing(
            factors=(
                VarianceFactor(measure="remaining", factor=7.5),
                VarianceFactor(measure="margin", factor=None),
            ),
            divergences=tuple(
                Divergence(
                    posture=p[0],
                    truth="A",
                    opponent="cautious",
                    replication=3,
                    time_ms=None if effect == 0 else 14 * DAY + 6 * HOUR,
                    element="procedures.evacuation.steps.raise",
                    what=words(
                        "問いを閣僚に上げる時刻が違う",
                        "The question reaches ministers at another time",
                    ),
                )
                for p in postures
                if p[0] != baseline
            ),
            placebo_runs=12,
            placebo_zero=True,
            shared=0.96,
        ),
        faults=(),
        findings=(
            Finding(
                code="ST301",
                place="reforms/P06.yaml:12",
                message=words("この改革は想定では何も変えない", "This reform changes nothing here"),
            ),
        ),
    )


def _records(postures, truths):
    """No single runs: figures and reports do not look at them."""
    shape = (postures, truths, len(OPPONENTS), 0, len(MEASURES))
    return Records(
        central=np.zeros(shape),
        ended=np.zeros(shape, bool),
        kept=np.zeros(0, bool),
        assumptions=(),
        estimates=np.zeros((postures, truths, 0, len(MEASURES))),
    )


def _posture(posture, at, baseline):
    ident, title, date = posture
    reforms = {} if at < 3 else {"P01": 1.0, "P03": 1.0, "P05": 1.0, "P06": 0.5}
    cost = Quantity(value=410.0, low=180.0, high=900.0, unit="bn_yen") if reforms else None
    lead = Quantity(value=30.0, low=18.0, high=60.0, unit="month") if reforms else None
    return PostureInfo(
        id=ident,
        title=title,
        date=date,
        reforms=reforms,
        cost=cost,
        lead_time=lead,
        not_yet=("P02", "P04") if reforms else (),
    )


REFORMS = tuple(
    ReformResult(
        id=f"P{number:02}",
        number=number,
        title=words(ja, en),
        mechanism=words("経路と人手を変える", "changes paths and hands"),
        adverse=words(bad_ja, bad_en),
        cost=Quantity(value=12.0, low=5.0, high=40.0, unit="bn_yen", assumed="an estimate"),
        lead_time=Quantity(value=18.0, low=12.0, high=36.0, unit="month", source="K1"),
        changed=() if number == 6 else ("remaining", "margin"),
        runs=300,
    )
    for number, ja, en, bad_ja, bad_en in (
        (
            1,
            "連絡官の相互常駐",
            "Liaison officers embedded both ways",
            "送り出す側の人手が減る",
            "the lending unit loses staff",
        ),
        (
            3,
            "閣僚を含む適性評価",
            "Vetting that includes ministers",
            "席が空く",
            "seats stay empty",
        ),
        (
            5,
            "閣僚の事態認定演習",
            "Recognition exercises with ministers",
            "閣僚の時間と思い込み",
            "ministers' time, group thinking",
        ),
        (
            6,
            "指揮系統の見直しと限定裁量",
            "Limited discretion in the chain",
            "意図に反した行動",
            "acts against intent",
        ),
    )
)

PARAMETERS = tuple(
    ParameterInfo(
        id=i,
        name=words(ja, en),
        unit=u,
        value=v,
        low=lo,
        high=hi,
        log=log,
        assumed=why,
        source=source,
    )
    for i, ja, en, u, v, lo, hi, log, why, source in (
        (
            "judgements.anticipated.prior",
            "攻撃だと初めに思う確率",
            "prior belief in an attack",
            "prob",
            0.1,
            0.02,
            0.4,
            True,
            "no published value; a range of magnitudes",
            "",
        ),
        (
            "flows.sakishima.lift.maximum",
            "最大輸送力",
            "maximum lift",
            "persons per d",
            20_000.0,
            9_200.0,
            20_000.0,
            False,
            "",
            "K2",
        ),
        (
            "channels.jct_link.round_trip.scale",
            "日米の照会往復の倍率",
            "factor on the round trip between allies",
            "factor",
            1.0,
            0.5,
            2.0,
            True,
            "not measured",
            "",
        ),
        (
            "flows.sakishima.stays",
            "島に残る人の割合",
            "share of people who stay behind",
            "share",
            0.08,
            0.02,
            0.2,
            True,
            "refusal by island is unknown",
            "",
        ),
        (
            "flows.sakishima.weather.stop_share",
            "荒天で止まる日の割合",
            "share of days stopped by weather",
            "share",
            0.1,
            0.0,
            0.3,
            False,
            "depends on the season",
            "",
        ),
        (
            "posts.pm.busy",
            "首相の日常業務の割合",
            "share of the Prime Minister's time taken",
            "share",
            0.6,
            0.4,
            0.8,
            False,
            "",
            "K7",
        ),
    )
)


def _drivers(postures, baseline, effect):
    if len(postures) < 2:
        return ()
    other = postures[-1][0] if postures[-1][0] != baseline else postures[0][0]
    centre = -11_000.0 * effect
    ends = (
        (-24_000.0, 6_500.0, 0.31),
        (-19_000.0, -3_000.0, None),
        (-14_500.0, -8_000.0, None),
        (-11_800.0, -9_000.0, None),
        (-12_000.0, -10_400.0, None),
        (-11_000.0, -11_000.0, None),
    )
    return tuple(
        Driver(
            parameter=p.id,
            measure="remaining",
            posture=other,
            truth="A",
            low=p.low,
            high=p.high,
            difference=centre,
            at_low=low * effect,
            at_high=high * effect,
            flip=flip if effect else None,
            assumed=bool(p.assumed),
        )
        for p, (low, high, flip) in zip(PARAMETERS, ends, strict=True)
    )


def _hops(hops, factors, truths):
    cells = []
    for posture, push in factors.items():
        times = [
            h[3] * (push if h[2] in ("initiative", "recognise", "release") else 1.0) for h in hops
        ]
        total = sum(times)
        for truth in truths:
            cells += [
                HopCell(
                    hop=h[0],
                    phase=h[2],
                    posture=posture,
                    truth=truth.id,
                    mean_ms=t * HOUR,
                    share=t / total if total else 0.0,
                    visits=1.0,
                )
                for h, t in zip(hops, times, strict=True)
            ]
    return tuple(cells)


def _series_infos():
    times = tuple(day * DAY for day in range(46))
    return (
        SeriesInfo(
            id="remaining",
            name=words("島に残る人", "people still on the islands"),
            unit="persons",
            times_ms=times,
            role="outcome",
        ),
        SeriesInfo(
            id="vain",
            name=words("空振りで動いた人", "people moved in vain"),
            unit="persons",
            times_ms=times,
            role="adverse",
        ),
    )


def _bands(factors, truths):
    bands = []
    for posture, push in factors.items():

        def gone(day, start, push=push):
            begin = start * push + 2
            return 112_000.0 / (1 + math.exp(-(day - begin) / 2.2))

        curves = {s: [gone(day, s) for day in range(46)] for s in (23, 27, 33)}
        bands.append(
            SeriesBand(
                series="remaining",
                posture=posture,
                truth=truths[0].id,
                p10=tuple(120_000 - v for v in curves[23]),
                p50=tuple(120_000 - v for v in curves[27]),
                p90=tuple(120_000 - v for v in curves[33]),
            )
        )
        bands.append(
            SeriesBand(
                series="vain",
                posture=posture,
                truth=truths[-1].id,
                p10=tuple(v * 0.05 for v in curves[33]),
                p50=tuple(v * 0.3 / push for v in curves[27]),
                p90=tuple(v * 0.7 / push for v in curves[23]),
            )
        )
    return tuple(bands)


def ten_postures():
    """Ten postures with long titles."""
    return tuple(
        (
            f"package-{at}",
            words(
                f"第{at}案：連絡官の常駐と閣僚の演習を半分ずつ先に進める態勢",
                f"Package {at}: half of the liaison officers and half of the exercises first",
            ),
            "2026-11-21",
        )
        for at in range(10)
    )


def with_fault(comparison):
    """The same comparison with one replication that the engine could not finish."""
    fault = Fault(
        stage="central",
        posture="jfhq",
        truth="B",
        opponent="cautious",
        assumption_set=0,
        replication=17,
        code="EV2",
        place="procedures.evacuation",
    )
    return replace(comparison, faults=(fault,), complete=False)
