"""Every mistake that a catalogue of law, or a question to it, can hold: code and words.

``LW1xx`` are mistakes of whoever wrote the catalogue, ``LW2xx`` of whoever asks. Codes never change
their meaning. The reference page ``error-codes.md`` is made from this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tateyoko.errors import Place, Problem
from tateyoko.text import Lang, Text

__all__ = ["CODES", "Entry", "mistake"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one code means: what was found, and what would be right (braces are filled in)."""

    what: Text
    expected: Text


def _entry(en: str, ja: str, expected_en: str, expected_ja: str) -> Entry:
    return Entry(Text(ja=ja, en=en), Text(ja=expected_ja, en=expected_en))


def _unknown(en: str, ja: str, where_en: str, where_ja: str) -> Entry:
    return _entry(f"unknown {en} '{{name}}'", f"未知の{ja}「{{name}}」", where_en, where_ja)


CODES: dict[str, Entry] = {
    "LW101": _entry(
        "a fenced block without an end",
        "閉じていないコードブロックです",
        "End the block with a line of the same {fence}.",
        "同じ {fence} の行で閉じます。",
    ),
    "LW102": _entry(
        "the block is marked '{found}'",
        "コードブロックの印が「{found}」です",
        "Data of law stand in blocks marked 'yaml law'.",
        "法のデータは「yaml law」と印した ブロックに書きます。",
    ),
    "LW103": _entry(
        "unknown section '{key}'",
        "未知の節「{key}」",
        "Sections are {known}.",
        "節は {known} です。",
    ),
    "LW104": _entry(
        "unknown field '{key}'",
        "未知の項目「{key}」",
        "Fields here are {known}.",
        "ここに書ける項目は {known} です。",
    ),
    "LW105": _entry(
        "'{key}' is missing in '{id}'",
        "「{id}」に「{key}」がありません",
        "Every entry of this kind needs it.",
        "この種の項目にはすべて要ります。",
    ),
    "LW106": _entry(
        "{found_en} where {wanted_en} was expected",
        "{wanted_ja}のところに{found_ja}があります",
        "Field '{key}'.",
        "項目「{key}」です。",
    ),
    "LW107": _entry(
        "'{found}' is not one of the words for '{key}'",
        "「{found}」は「{key}」に使える語ではありません",
        "Write one of {known}.",
        "{known} のいずれかを書きます。",
    ),
    "LW108": _entry(
        "a text without '{lang}'",
        "「{lang}」の文がありません",
        "Texts are {{ja: …, en: …}}; both languages are equal.",
        "文は {{ja: …, en: …}} と両方書きます。",
    ),
    "LW109": _entry(
        "'{found}' is no date",
        "「{found}」は日付ではありません",
        "Write a date such as 2016-03-29.",
        "2016-03-29 のように書きます。",
    ),
    "LW110": _entry(
        "'{id}' is declared twice in '{section}'",
        "「{section}」の「{id}」が二度定義されています",
        "Keep one of the two, or give one of them another id.",
        "一方を消すか、別の id にしてください。",
    ),
    "LW111": _entry(
        "'{id}' is a name in '{section}' and in '{other}'",
        "「{id}」が「{section}」と「{other}」の両方にあります",
        "A tree could mean either: give one of them another id.",
        "木の中で区別できません。一方を別の id にしてください。",
    ),
    "LW112": _entry(
        "{what_en}",
        "{what_ja}",
        "{expected_en}",
        "{expected_ja}",
    ),
    "LW113": _entry(
        "'{id}' requires itself: {chain}",
        "「{id}」が自分自身を要件にしています：{chain}",
        "Break the circle; an exception may stand in 'unless'.",
        "循環を断ってください。例外は unless に書けます。",
    ),
    "LW114": _entry(
        "two versions of '{id}' are in force at the same time",
        "「{id}」の二つの版が同時に施行されています",
        "Let one version end on the day on which the other begins (until: that day).",
        "一方の until を、もう一方の from の日にします。",
    ),
    "LW115": _entry(
        "'{id}' ends on {until}, before it begins on {since}",
        "「{id}」は {since} に始まる前の {until} に終わっています",
        "Exchange or correct 'from' and 'until'.",
        "from と until を直してください。",
    ),
    "LW116": _entry(
        "the judged fact '{id}' has no judge",
        "判断を要する事実「{id}」に判断者がありません",
        "Write judge: with an id of the section 'judges'.",
        "judges の節の id を judge: に書きます。",
    ),
    "LW117": _entry(
        "'{key}' stands beside 'versions' in '{id}'",
        "「{id}」で「{key}」が versions と並んでいます",
        "Write it into the version for which it holds.",
        "それが当てはまる版の中に書きます。",
    ),
    "LW118": _entry(
        "'{name}' is a fact of kind {kind}, not an act",
        "「{name}」は行為ではなく {kind} の事実です",
        "Name a fact with kind: act.",
        "kind: act の事実を書きます。",
    ),
    "LW119": _entry(
        "'{id}' cannot be an id",
        "「{id}」は id にできません",
        "Ids have letters, digits and '_', and begin with a letter.",
        "id は英字・数字・「_」で、英字で始めます。",
    ),
    "LW120": _entry(
        "'{key}' stands here twice",
        "「{key}」が二度あります",
        "Keep one of the two.",
        "一方を消してください。",
    ),
    "LW121": _unknown(
        "fact, rule, situation or action",
        "事実・規則・事態・行動",
        "Leaves of a tree are ids of the sections facts, rules, situations and actions.",
        "木の葉は facts・rules・situations・actions の id です。",
    ),
    "LW122": _unknown(
        "judge", "判断者", "Judges are declared in 'judges'.", "判断者は judges で宣言します。"
    ),
    "LW123": _unknown(
        "weapons class", "武器区分", "They are declared in 'weapons'.", "weapons で宣言します。"
    ),
    "LW124": _unknown(
        "source", "出典", "Sources are declared in 'sources'.", "出典は sources で宣言します。"
    ),
    "LW125": _unknown(
        "action or rule",
        "行動・規則",
        "A situation opens ids of the sections actions and rules.",
        "事態が開くのは actions と rules の id です。",
    ),
    "LW126": _unknown(
        "number", "数値", "Numbers are declared in 'numbers'.", "数値は numbers で宣言します。"
    ),
    "LW127": _unknown(
        "act",
        "行為",
        "Acts are facts with kind: act in the section 'facts'.",
        "行為は facts の節の kind: act の事実です。",
    ),
    "LW128": _unknown(
        "situation", "事態", "They are declared in 'situations'.", "situations で宣言します。"
    ),
    "LW129": _entry(
        "'{id}' opens a power by the record of an order, '{name}'",
        "「{id}」が命令の記録「{name}」だけで権限を開いています",
        "An order that was given although its own requirements fail opens nothing. Write {action}: "
        "that its order is in force.",
        "要件を欠いたまま出された命令は何も開きません。{action}（その命令に効力があること）を"
        "書きます。",
    ),
    "LW130": _entry(
        "'{name}' is an action without the act of its order",
        "行動「{name}」には命令の行為がありません",
        "An action in a tree means that its order is in force. Give it order: with an act.",
        "木の中の行動は、その命令に効力があることを表します。order: に行為を書いてください。",
    ),
    "LW201": _entry(
        "unknown key '{key}' in a question",
        "問いに未知の項目「{key}」があります",
        "A question has {known}.",
        "問いの項目は {known} です。",
    ),
    "LW202": _unknown(
        "fact",
        "事実",
        "`tateyoko law facts` lists the facts.",
        "事実の一覧は tateyoko law facts で見られます。",
    ),
    "LW203": _entry(
        "unknown act '{name}'",
        "未知の行為「{name}」",
        "`tateyoko law facts` lists the acts (kind: act).",
        "行為の一覧は tateyoko law facts で見られます（kind: act）。",
    ),
    "LW204": _unknown(
        "number",
        "数値",
        "`tateyoko law facts` lists the numbers.",
        "数値の一覧は tateyoko law facts で見られます。",
    ),
    "LW205": _entry(
        "'{found}' is no value of '{name}'",
        "「{found}」は「{name}」の値ではありません",
        "Facts are true, false or unknown; numbers are finite and not negative.",
        "事実は true・false・unknown、数値は有限で0以上の数です。",
    ),
    "LW206": _entry(
        "'{found}' is no day",
        "「{found}」は日付ではありません",
        "Write year, month and day as in 2016-03-29; an act may have a time, 2016-03-29T09:00.",
        "2016-03-29 のように年月日を書きます。行為には 2016-03-29T09:00 と時刻も書けます。",
    ),
    "LW207": _entry(
        "'{name}' is said to be true and false",
        "「{name}」が真とも偽ともされています",
        "Say it once; an act that is listed in acts has been done.",
        "一度だけ書きます。acts にある行為は「した」ことになります。",
    ),
    "LW208": _entry(
        "'{name}' is not for '{by}' to do",
        "「{name}」は「{by}」のする行為ではありません",
        "It is done by {known}.",
        "する者は {known} です。",
    ),
    "LW209": _entry(
        "'{name}' is recognised, but its requirements do not hold: {missing}",
        "「{name}」は認定されていますが要件を欠いています：{missing}",
        "Correct the facts, or leave them unknown if nobody judged them.",
        "事実を直すか、判断されていなければ unknown にします。",
    ),
    "LW210": _entry(
        "'{name}' was done on {at}, after the day that is asked for, {date}",
        "「{name}」は {at} の行為で、問いの日 {date} より後です",
        "Ask for a later day, or leave the act out.",
        "問いの日を後にするか、その行為を外してください。",
    ),
    "LW211": _entry(
        "two versions of '{name}' are in force on {date}",
        "「{name}」の二つの版が {date} に施行されています",
        "The catalogue must be mended: no answer can be given.",
        "法の目録を直す必要があり、答えられません。",
    ),
    "LW212": _entry(
        "a question of another form: {found}",
        "問いの形が違います：{found}",
        "Write {form}.",
        "{form} と書きます。",
    ),
    "LW213": _entry(
        "unknown post '{name}'",
        "未知の役職「{name}」",
        "Judges and posts are listed by `tateyoko law facts`.",
        "判断者・役職は tateyoko law facts で見られます。",
    ),
    "LW214": _entry(
        "the question is empty",
        "問いが空です",
        "Write {form}.",
        "{form} と書きます。",
    ),
    "LW215": _entry(
        "the question has no day",
        "問いに日付がありません",
        "Write date: 2016-03-29 in it, or use --date 2016-03-29.",
        "問いに date: 2016-03-29 と書くか、--date 2016-03-29 を使います。",
    ),
    "LW216": _entry(
        "'{name}' is {kind}, not {wanted}",
        "「{name}」は{kind}で、{wanted}ではありません",
        "{remedy}",
        "{remedy}",
    ),
    "LW217": _entry(
        "'{name}' and '{other}' cannot both hold",
        "「{name}」と「{other}」は同時に成り立ちません",
        "Say one of them, or leave both unknown.",
        "どちらか一方だけを書くか、両方を unknown にします。",
    ),
}


def mistake(
    code: str,
    place: Place,
    *,
    line: str = "",
    width: int = 0,
    related: Sequence[tuple[Place, Text]] = (),
    hint: Text | None = None,
    values: Mapping[str, object] | None = None,
) -> Problem:
    """Make the report of one mistake.

    Parameters
    ----------
    code : str
        A key of `CODES`.
    place : Place
        Where it is.
    line : str, optional
        The source line.
    width : int, default 0
        Characters to underline.
    related : sequence of (Place, Text)
        Other places that have a part in it.
    hint : Text, optional
        A last sentence, such as 'did you mean …?'.
    values : Mapping of str to object, optional
        What the braces stand for; a `Text` stands for itself in each language.
    """
    entry = CODES[code]
    what, expected = (_filled(one, values or {}) for one in (entry.what, entry.expected))
    if hint is not None:
        expected = Text(ja=f"{expected.ja}\n{hint.ja}", en=f"{expected.en}\n{hint.en}")
    return Problem(
        code=code,
        place=place,
        what=what,
        expected=expected,
        line=line,
        width=width,
        related=tuple(related),
    )


def _filled(text: Text, values: Mapping[str, object]) -> Text:
    """Return a text with its braces filled in, each language with its own words."""

    def words(lang: Lang) -> dict[str, object]:
        return {name: one[lang] if isinstance(one, Text) else one for name, one in values.items()}

    return Text(ja=text.ja.format(**words("ja")), en=text.en.format(**words("en")))
