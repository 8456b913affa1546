"""Mistakes in a case file that no single field shows: code, words in ja and en, remedy."""

from tateyoko.text import Text
from tateyoko.world.catalogue import Entry

__all__ = ["CODES"]


def _entry(en: str, ja: str, expected_en: str, expected_ja: str) -> Entry:
    return Entry(Text(ja=ja, en=en), Text(ja=expected_ja, en=expected_en))


CODES: dict[str, Entry] = {
    "CF101": _entry(
        "no case files in {folder}",
        "{folder} に事例ファイルがありません",
        "A folder of cases holds YAML files, one for each case.",
        "事例のフォルダーには、一事例一つの YAML ファイルを置きます。",
    ),
    "CF102": _entry(
        "two cases have the id '{id}'",
        "識別子「{id}」の事例が二つあります",
        "Predictions are listed by id: give one of them another.",
        "予測は識別子ごとに並びます。一方を別の名にしてください。",
    ),
    "CF201": _entry(
        "the context says nothing about '{key}'",
        "文脈に「{key}」がありません",
        "Write it; leave its value empty if it is not known. It means: {doc_en}.",
        "書いてください。不明なら値を空にします。意味：{doc_ja}。",
    ),
    "CF202": _entry(
        "office hours (off_hours: false) at {hour}:00",
        "{hour}時なのに執務時間内（off_hours: false）です",
        "From 20:00 to 06:59 off_hours is true.",
        "20時から6時59分は off_hours: true です。",
    ),
    "CF203": _entry(
        "office hours (off_hours: false) on {date}, a {day_en}",
        "{date}（{day_ja}）なのに執務時間内（off_hours: false）です",
        "At a weekend off_hours is true.",
        "週末は off_hours: true です。",
    ),
    "CF204": _entry(
        "the hour of onset is known, but not whether it was outside office hours",
        "発生の時は分かるのに、時間外かどうかがありません",
        "Write off_hours: true from 20:00 to 06:59, at weekends and on public holidays, or false.",
        "20時から6時59分・週末・祝日は off_hours: true、それ以外は false と書きます。",
    ),
    "CF205": _entry(
        "era '{era}' does not hold the year of {date}",
        "時代区分「{era}」に {date} の年が入りません",
        "That year lies in '{right}'.",
        "その年は「{right}」です。",
    ),
    "CF301": _entry(
        "no step has the id '{step}'",
        "段「{step}」がありません",
        "Steps of this case are {known}.",
        "この事例の段は {known} です。",
    ),
    "CF302": _entry(
        "'{pair}' is not one of the standard pairs",
        "「{pair}」は標準の組ではありません",
        "Standard pairs are {known}.",
        "標準の組は {known} です。",
    ),
    "CF303": _entry(
        "{pair} is {found}, but its two steps lie {right} apart",
        "{pair} は {found} とありますが、二つの段の差は {right} です",
        "Recompute it from the steps, or correct a step.",
        "段から計算し直すか、段を直してください。",
    ),
    "CF304": _entry(
        "{pair} is marked as scorable, but {reason_en}",
        "{pair} は採点対象とありますが、{reason_ja}",
        "scorable: true needs high or medium confidence, a clock time at both ends, a precision of"
        " minute, about or hour, and nothing that blocks it.",
        "scorable: true には、確からしさが high か medium、両端の時刻、minute・about・hour の精度、"
        "blocked のないことが要ります。",
    ),
    "CF305": _entry(
        "{pair} stands here twice",
        "{pair} が二度あります",
        "A case has one standard interval for each pair.",
        "一事例の標準の間隔は、組ごとに一つです。",
    ),
}
