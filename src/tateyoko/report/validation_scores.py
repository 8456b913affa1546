"""The scores of a validation as tables and sentences, its failures among them."""

from collections.abc import Callable, Mapping, Sequence

from tateyoko.report.sheet import Block, Items, Said, Tabled
from tateyoko.report.table import Table, plain
from tateyoko.text import Lang, Text
from tateyoko.validate.results import ALL, Validation
from tateyoko.validate.scores import Summary
from tateyoko.world.crisis import TYPES, pair_words

__all__ = [
    "BARS",
    "bar_table",
    "failure_items",
    "pair_table",
    "score_cells",
    "skill_sentences",
    "type_blocks",
]

BARS = {"skill": (0.10, 1.0), "cover_80": (0.70, 0.90), "cover_50": (0.40, 0.60)}
"""What a test must show: least and greatest figure."""

_SCORES = Text(
    ja="CRPS は log(1+分) での採点（小さいほど良い）。"
    "技能は、型と区間だけを知る気候値に対する改善。"
    "MALE は中央値の誤差の中央値。PIT は記録の順位の十分位（平らなら較正されている）。"
    "一事例の区間どうしは独立でない。",
    en="CRPS is scored on log(1 + minutes), lower is better. Skill is the improvement over a "
    "climatology that knows type and interval only. MALE is the median error of the medians. PIT "
    "counts records by tenth of rank, flat is calibrated. Intervals of one case depend on each "
    "other.",
)
_TYPE = Text(ja="型", en="type")
_PAIR = Text(ja="区間", en="interval")
_COLUMNS = (
    Text(ja="事例", en="cases"),
    Text(ja="区間数", en="n"),
    Text(ja="50％内", en="inside 50 %"),
    Text(ja="80％内", en="inside 80 %"),
    Text(ja="CRPS", en="CRPS"),
    Text(ja="技能", en="skill"),
    Text(ja="MALE", en="MALE"),
    Text(ja="PIT（十分位）", en="PIT (tenths)"),
)
_BAR_NAMES = {
    "skill": Text(ja="気候値に対する CRPS の技能", en="CRPS skill over climatology"),
    "cover_80": Text(ja="80％範囲に入る記録の割合", en="records inside the 80 % range"),
    "cover_50": Text(ja="50％範囲に入る記録の割合", en="records inside the 50 % range"),
}
_HOME = Text(
    ja="この世界の制度が扱った事例だけ",
    en="only cases that institutions of this world dealt with",
)
#: Cases of which at least this many records are known are named when most of them were missed.
_FEW = 2


def score_cells(row: Summary) -> tuple[str, ...]:
    """Return the figures of a group of records as the cells of a row, from its cases to PIT."""
    return (
        str(row.cases),
        str(row.n),
        f"{row.cover_50:.2f}",
        f"{row.cover_80:.2f}",
        f"{row.crps:.3f}",
        f"{row.skill:+.2f}",
        f"{row.male:.2f}",
        " ".join(map(str, row.pit)),
    )


def type_blocks(found: Validation, lang: Lang) -> list[Block]:
    """Return the scores by type of crisis, and what the columns mean."""
    table = _scores(found.by_type, lang, lambda key: TYPES[key][lang], _TYPE[lang], found.at_home)
    return [Tabled(table), Said(_SCORES[lang])]


def pair_table(found: Validation, lang: Lang) -> Table:
    """Return the scores by kind of interval."""
    return _scores(found.by_pair, lang, lambda key: pair_words(key)[lang], _PAIR[lang], None)


def _scores(
    rows: Mapping[str, Summary],
    lang: Lang,
    name: Callable[[str], str],
    head: str,
    home: Summary | None,
) -> Table:
    everything = Text(ja="すべて", en="all")[lang]
    table = [
        (everything if key == ALL else name(key), *score_cells(row)) for key, row in rows.items()
    ]
    if home is not None:
        table.insert(1, (_HOME[lang], *score_cells(home)))
    return plain(head, [head, *(column[lang] for column in _COLUMNS)], table)


def bar_table(tests: Sequence[tuple[str, Summary]], lang: Lang) -> Table:
    """Return the bars, with what each test found.

    Parameters
    ----------
    tests : sequence of (str, Summary)
        Name of a test and the row over all its records.
    """
    met = Text(ja="達成", en="met")[lang]
    missed = Text(ja="未達", en="missed")[lang]
    rows = []
    for key, (low, high) in BARS.items():
        bar = f"> {low:.2f}" if key == "skill" else f"{low:.2f} – {high:.2f}"
        values = [getattr(row, key) for _, row in tests]
        cells = [f"{value:.3f} {met if low < value <= high else missed}" for value in values]
        rows.append((_BAR_NAMES[key][lang], bar, *cells))
    columns = [
        Text(ja="目標", en="bar")[lang],
        Text(ja="値の範囲", en="asked for")[lang],
        *(name for name, _ in tests),
    ]
    return plain(columns[0], columns, rows)


def skill_sentences(found: Validation, lang: Lang) -> str:
    """Return how sure the skill is, and what it is by other ways of counting."""
    total = found.total
    if total is None or found.skill_90 is None or found.skill_with_gaps is None:
        return Text(
            ja="採点できる区間がない（記録のある事例が二つ以上要る）。",
            en="Nothing could be scored: that needs records of at least two cases.",
        )[lang]
    low, high = found.skill_90
    words = Text(
        ja=f"気候値に対する技能は {total.skill:+.3f}、"
        f"事例を引き直した90％範囲は {low:+.3f} ～ {high:+.3f}。"
        f"予測のない区間を気候値で補うと {found.skill_with_gaps:+.3f}。",
        en=f"Skill over climatology is {total.skill:+.3f}; its 90 % range over resampled cases is "
        f"{low:+.3f} to {high:+.3f}. With climatology where nothing is predicted it is "
        f"{found.skill_with_gaps:+.3f}.",
    )[lang]
    if found.mean_of_cases is not None:
        mine, base = found.mean_of_cases
        words += Text(
            ja=f"どの事例も同じ重みで数えると {1.0 - mine / base:+.3f}。",
            en=f" If every case counts alike, however many records it has, it is "
            f"{1.0 - mine / base:+.3f}.",
        )[lang]
    if found.at_home is not None:
        home = found.at_home
        words += Text(
            ja=f"この世界の制度が扱った {home.cases} 事例（{home.n} 区間）だけなら"
            f" {home.skill:+.3f}、50％範囲内 {home.cover_50:.2f}、80％範囲内 {home.cover_80:.2f}。",
            en=f" On the {home.cases} cases ({home.n} records) that institutions of this world "
            f"dealt with it is {home.skill:+.3f}, with {home.cover_50:.2f} of the records inside "
            f"the 50 % and {home.cover_80:.2f} inside the 80 % range.",
        )[lang]
    return words


def failure_items(found: Validation, lang: Lang) -> Items:
    """Return what a test shows against the model."""
    scored = [
        (one.record.minutes, one.score)
        for case in found.cases
        for one in case.intervals
        if one.score is not None
    ]
    fast = sum(minutes < score.ends[0] and not score.in_80 for minutes, score in scored)
    slow = sum(minutes > score.ends[-1] and not score.in_80 for minutes, score in scored)
    texts = [
        Text(
            ja=f"採点した {len(scored)} の記録のうち、80％範囲より速かったもの {fast}、"
            f"遅かったもの {slow}。",
            en=f"Of {len(scored)} records that were scored, {fast} were faster and {slow} slower "
            "than the 80 % range.",
        )
    ]
    worse = [
        (TYPES[key], row) for key, row in found.by_type.items() if key != ALL and row.skill <= 0.0
    ]
    if worse:
        texts.append(
            Text(
                ja="気候値を上回らない型："
                + "、".join(f"{name.ja}（{row.skill:+.2f}、{row.n}区間）" for name, row in worse)
                + "。",
                en="No better than climatology: "
                + ", ".join(f"{name.en} ({row.skill:+.2f}, n = {row.n})" for name, row in worse)
                + ".",
            )
        )
    missed = [
        case.title
        for case in sorted(found.cases, key=lambda one: -one.worst)
        if len(case.intervals) >= _FEW
        and 2 * sum(one.score is not None and one.score.in_80 for one in case.intervals)
        < len(case.intervals)
    ]
    if missed:
        texts.append(
            Text(
                ja="記録の過半が80％範囲の外だった事例："
                + "、".join(title.ja for title in missed)
                + "。",
                en="Most of the records lay outside the 80 % range in: "
                + "; ".join(title.en for title in missed)
                + ".",
            )
        )
    hops = [case.longest for case in found.cases if case.longest is not None]
    if hops:
        right = sum(hop.is_right for hop in hops)
        texts.append(
            Text(
                ja="最も長い区切り（記録された段階の間の最大の間隔）が、予測でも最長だった事例は"
                f" {len(hops)} 件中 {right} 件。",
                en=f"The longest hop, the largest gap between consecutive recorded kinds of step, "
                f"was also predicted to be the longest in {right} of {len(hops)} cases.",
            )
        )
    return Items(tuple(text[lang] for text in texts))
