"""Every mistake and finding that the world language knows: code, words in ja and en, remedy.

Codes never change their meaning. The reference page ``error-codes.md`` is made from this table,
which is one long list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tateyoko.errors import Place, Problem
from tateyoko.text import Text
from tateyoko.world.place import Files

__all__ = ["CATALOGUE", "FAMILIES", "Entry", "problem"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What one code means.

    Attributes
    ----------
    what : Text
        What was found, with named fields in braces.
    expected : Text
        What would be right, or what to do; may be empty.
    """

    what: Text
    expected: Text


def _entry(en: str, ja: str, expected_en: str = "", expected_ja: str = "") -> Entry:
    return Entry(Text(ja=ja, en=en), Text(ja=expected_ja, en=expected_en))


# Names that may be unknown: code, Japanese, English, and where such names are declared.
FAMILIES: Mapping[str, tuple[str, str, str]] = {
    "sources": ("TY201", "出典", "source"),
    "sites": ("TY202", "所在地", "site"),
    "flows": ("TY203", "流れ", "flow"),
    "posts": ("TY204", "役職", "post"),
    "channels": ("TY205", "経路", "channel"),
    "chains": ("TY206", "伝達経路", "chain"),
    "meetings": ("TY207", "会議", "meeting"),
    "facts": ("TY208", "事実", "fact"),
    "rules": ("TY209", "規則", "rule"),
    "judgements": ("TY210", "認定", "judgement"),
    "procedures": ("TY211", "手続", "procedure"),
    "steps": ("TY212", "段", "step"),
    "release": ("TY213", "開示対象", "release item"),
    "questions": ("TY214", "問い", "question"),
    "marks": ("TY215", "標", "mark"),
    "values": ("TY216", "状態値", "value"),
    "truths": ("TY217", "真相", "truth"),
    "opponents": ("TY218", "相手の類型", "opponent"),
    "events": ("TY219", "事象", "event"),
    "injects": ("TY220", "状況付与", "inject"),
    "levels": ("TY221", "区分", "level of secrecy"),
    "reliability": ("TY222", "信頼度記号", "reliability letter"),
    "postures": ("TY223", "態勢", "posture"),
    "reforms": ("TY224", "提言", "reform"),
    "paths": ("TY225", "対象の番地", "path"),
    "measures": ("TY226", "指標", "measure"),
    "step_paths": ("TY227", "手続の段", "step of a procedure"),
    "audiences": ("TY228", "公衆", "audience"),
    "compliance": ("TY229", "避難への応じ方", "compliance"),
    "stocks": ("TY230", "備蓄", "stock"),
    "cover": ("TY231", "保険", "cover"),
    "forms": ("TY241", "形式", "form"),
    "bodies": ("TY242", "法の主体", "body of the law"),
}

CATALOGUE: dict[str, Entry] = {
    "TY001": _entry(
        "no world in {folder}",
        "{folder} に世界がありません",
        "A world is a folder with YAML files, one of which has the section 'world'.",
        "世界は YAML ファイルのフォルダーで、そのどれかに world の節が要ります。",
    ),
    "TY002": _entry(
        "the file cannot be read: {reason}",
        "ファイルを読めません：{reason}",
        "World files are UTF-8 text that this account may read.",
        "世界のファイルは、読み取り可能な UTF-8 のテキストです。",
    ),
    "TY003": _entry(
        "broken YAML: {reason_en}",
        "YAML の構文誤り：{reason_ja}",
        "Check indentation, brackets, quotes and colons on this line and the one before it.",
        "この行とその前の行の字下げ・括弧・引用符・コロンを確かめてください。",
    ),
    "TY004": _entry(
        "'{key}' stands here twice",
        "「{key}」が二度あります",
        "Keep one of the two, or give one of them another name.",
        "一方を消すか、別の名にしてください。",
    ),
    "TY005": _entry(
        "the file holds {found_en}, not sections",
        "ファイルの中身が節ではなく{found_ja}です",
        "At the top level a file has sections such as 'posts:' or 'procedures:'.",
        "ファイルの最上位には posts: や procedures: などの節を書きます。",
    ),
    "TY006": _entry(
        "id '{id}' differs from the file's name '{stem}'",
        "id「{id}」がファイル名「{stem}」と違います",
        "A scenario or reform has the id of its file.",
        "想定と提言の id はファイル名と同じにします。",
    ),
    "TY007": _entry(
        "nested too deeply",
        "入れ子が深すぎます",
        "An alias (*name) may not contain itself.",
        "別名（*name）は自分自身を含めません。",
    ),
    "TY101": _entry(
        "unknown section '{key}'",
        "未知の節「{key}」",
        "Sections are {known}.",
        "節は {known} です。",
    ),
    "TY102": _entry(
        "unknown field '{key}'",
        "未知の項目「{key}」",
        "Fields here are {known}.",
        "ここに書ける項目は {known} です。",
    ),
    "TY103": _entry(
        "'{key}' is missing",
        "「{key}」がありません",
        "It means: {doc_en}.",
        "意味：{doc_ja}。",
    ),
    "TY104": _entry(
        "{found_en} where {wanted_en} was expected",
        "{wanted_ja}のところに{found_ja}があります",
        "'{key}' means: {doc_en}.",
        "「{key}」の意味：{doc_ja}。",
    ),
    "TY105": _entry(
        "'{found}' is not one of the words for '{key}'",
        "「{found}」は「{key}」に使える語ではありません",
        "Write one of {known}.",
        "{known} のいずれかを書きます。",
    ),
    "TY106": _entry(
        "{found} is outside {low} to {high}",
        "{found} は {low} から {high} の範囲外です",
        "'{key}' means: {doc_en}.",
        "「{key}」の意味：{doc_ja}。",
    ),
    "TY107": _entry(
        "'{key}' and '{other}' exclude each other",
        "「{key}」と「{other}」は同時に書けません",
        "Keep one of them; in a procedure, the other becomes a step of its own.",
        "一方だけにしてください。手続では、もう一方を別の段にします。",
    ),
    "TY108": _entry(
        "one of {known} is missing",
        "{known} のどれかが必要です",
        "Exactly one of them must be there.",
        "ちょうど一つ書きます。",
    ),
    "TY109": _entry(
        "'{found}' is no date",
        "「{found}」は日付ではありません",
        "Write a date such as 2016-03-29.",
        "2016-03-29 のように書きます。",
    ),
    "TY110": _entry(
        "'{found}' does not have the form of '{key}'",
        "「{found}」は「{key}」の形ではありません",
        "Write it like {example}.",
        "{example} のように書きます。",
    ),
    "TY111": _entry(
        "'{id}' is declared twice in '{section}'",
        "「{section}」の「{id}」が二度定義されています",
        "Keep one of the two, or give one of them another id.",
        "一方を消すか、別の id にしてください。",
    ),
    "TY112": _entry(
        "too few: {count}, where at least {least} must stand",
        "{least} 個以上必要なところに {count} 個しかありません",
        "'{key}' means: {doc_en}.",
        "「{key}」の意味：{doc_ja}。",
    ),
    "TY113": _entry(
        "'{found}' is no moment",
        "「{found}」は時点ではありません",
        "Write D0, D-28d07:00, D+1d, T+90min or T+3h.",
        "D0、D-28d07:00、D+1d、T+90min、T+3h のように書きます。",
    ),
    "TY114": _entry(
        "a text without '{lang}'",
        "「{lang}」の文がありません",
        "Texts are {{ja: …, en: …}}; both languages are equal.",
        "文は {{ja: …, en: …}} と両方書きます。",
    ),
    "TY115": _entry(
        "'{found}' cannot be an id",
        "「{found}」は id にできません",
        "Ids have letters, digits, '_' and '-', and begin with a letter or digit.",
        "id は英字・数字・「_」・「-」で、英字か数字で始めます。",
    ),
    "TY116": _entry(
        "the moment {found} lies outside the run",
        "時点 {found} は期間の外です",
        "A run goes from T+0h to {high}.",
        "期間は T+0h から {high} までです。",
    ),
    "TY301": _entry(
        "'{found}' is no number with a unit",
        "「{found}」は単位付きの数ではありません",
        "Write 5 min, 20-90 min, 20-90-240 min, 1 per 6 h, or {{value: …, range: […], unit: …}}.",
        "5 min、20-90 min、1 per 6 h、{{value: …, range: […], unit: …}} などと書きます。",
    ),
    "TY302": _entry(
        "unknown unit '{unit}'",
        "未知の単位「{unit}」",
        "Units of {dimension_en} are {known}. Further counting units go into world: units.",
        "{dimension_ja}の単位は {known} です。数え単位は world の units に足せます。",
    ),
    "TY303": _entry(
        "'{unit}' measures {found_en}, but '{key}' is {wanted_en}",
        "「{unit}」は{found_ja}の単位ですが、「{key}」は{wanted_ja}です",
        "Write it in a unit of {wanted_en}: {known}.",
        "{wanted_ja}の単位で書きます：{known}。",
    ),
    "TY304": _entry(
        "{found} is below {low}",
        "{found} は {low} より小さい値です",
        "'{key}' means: {doc_en}. It cannot be less than {low}.",
        "「{key}」の意味：{doc_ja}。{low} 以上で書きます。",
    ),
    "TY305": _entry(
        "{found} is above {high}",
        "{found} は {high} より大きい値です",
        "A probability or share lies between 0 and 1; write 30 % or 0.3.",
        "確率と割合は 0 から 1 です。30 % または 0.3 と書きます。",
    ),
    "TY306": _entry(
        "{found} is out of order",
        "{found} の順が違います",
        "Write the least, the likeliest and the most, in ascending order.",
        "最小・最頻・最大を小さい順に書きます。",
    ),
    "TY307": _entry(
        "the range {low} to {high} does not hold the value {value}",
        "範囲 {low}～{high} に値 {value} が入りません",
        "A range is [least, most], least below most, and holds the value.",
        "範囲は [最小, 最大] で、最小は最大より小さく、値を含みます。",
    ),
    "TY308": _entry(
        "{found} has no unit",
        "{found} に単位がありません",
        "'{key}' is {wanted_en}; write a unit such as {known}.",
        "「{key}」は{wanted_ja}です。{known} などの単位を付けます。",
    ),
    "TY309": _entry(
        "{found} in one estimate",
        "一つの見積りに {found} があります",
        "Write exactly one of value, tri, logn, exp, uniform, const, dated.",
        "value、tri、logn、exp、uniform、const、dated のうち一つだけ書きます。",
    ),
    "TY310": _entry(
        "a distribution where one value was expected",
        "一つの値のところに分布があります",
        "'{key}' is one value, perhaps with a range: {{value: 2, range: [1, 4]}} or 1-2-4.",
        "「{key}」は一つの値です（範囲可）：{{value: 2, range: [1, 4]}} または 1-2-4。",
    ),
    "TY311": _entry(
        "the 90th percentile {p90} is not above the median {median}",
        "90 パーセント点 {p90} が中央値 {median} より大きくありません",
        "Write logn: {{median: 8, p90: 30}}.",
        "logn: {{median: 8, p90: 30}} のように書きます。",
    ),
    "TY312": _entry(
        "dated values of different forms",
        "日付ごとの値の形が揃っていません",
        "All dated values of one number have the same shape and dimension.",
        "一つの数の日付ごとの値は、同じ形・同じ次元にします。",
    ),
    "TY313": _entry(
        "both a source and an assumption",
        "出典と仮定の両方があります",
        "A number is either from a source or assumed; put remarks into note.",
        "数値は出典か仮定のどちらかです。補足は note に書きます。",
    ),
    "TY401": _entry(
        "the expression cannot be read: {reason_en}",
        "式を読めません：{reason_ja}",
        "For example: believed(question) and not happened(order), time(order) < 4 h.",
        "例：believed(question) and not happened(order)、time(order) < 4 h。",
    ),
    "TY402": _entry(
        "unknown function '{name}'",
        "未知の関数「{name}」",
        "Functions are {known}.",
        "関数は {known} です。",
    ),
    "TY403": _entry(
        "'{operator}' on {found_en}",
        "「{operator}」は{found_ja}に使えません",
        "Truths are joined with and, or, not; numbers of one dimension with + - * / and compared."
        " To count a truth, write (1 if … else 0).",
        "真偽は and・or・not で結びます。計算と比較は同じ次元の数どうしに限ります。"
        "真偽を数えるには (1 if … else 0) と書きます。",
    ),
    "TY404": _entry(
        "a draw, '{name}', in an expression",
        "式の中に乱数「{name}」があります",
        "Expressions are evaluated an unknown number of times and may not draw. Give the step a"
        " weight, a chance or a distribution instead.",
        "式は何度評価されるか定まらないため、乱数を引けません。"
        "段の重み・確率・分布として書いてください。",
    ),
    "TY405": _entry(
        "the expression is {found_en}, but '{key}' needs {wanted_en}",
        "式は{found_ja}ですが、「{key}」には{wanted_ja}が要ります",
        "A comparison gives a truth, count(order) > 0; a plain number comes from"
        " (1 if happened(order) else 0), or from one time divided by another.",
        "真偽は count(order) > 0 のような比較から、無次元の数は (1 if happened(order) else 0) や"
        "時間どうしの割り算から得られます。",
    ),
    "TY406": _entry(
        "the clock, '{name}', in an expression",
        "式の中に時計「{name}」があります",
        "Nothing tells an expression that time has passed. Write at(D-8d): true from that time on.",
        "時間の経過は式に伝わりません。at(D-8d)（その時点から真）と書きます。",
    ),
    "TY501": _entry(
        "posts in a circle: {circle}",
        "役職の上下関係が循環しています：{circle}",
        "A chain of command ends with a post that has no parent.",
        "指揮系統の頂点の役職には parent を書きません。",
    ),
    "TY502": _entry(
        "procedures that start each other: {circle}",
        "手続が互いを開始しています：{circle}",
        "Each start makes a new job at the same moment, for ever. Let one of them wait for a mark.",
        "開始のたびに仕事が無限に増えます。どれかを標で待たせてください。",
    ),
    "TY503": _entry(
        "the chain comes to '{name}' twice",
        "伝達経路が「{name}」を二度通ります",
        "A chain passes each post once; a round trip is a channel.",
        "経路は各役職を一度だけ通ります。往復は channel です。",
    ),
    "TY504": _entry(
        "reforms that require each other: {circle}",
        "提言の前提が循環しています：{circle}",
        "Split one of them into stages that are reforms of their own.",
        "どれかを段階に分け、別の提言にしてください。",
    ),
    "TY505": _entry(
        "an eternal loop: {circle}",
        "終わらない繰り返し：{circle}",
        "Going back must be less than certain, or lead past the step it came from.",
        "戻る確率を 1 未満にするか、行き先を変えてください。",
    ),
    "TY506": _entry(
        "a quorum of {least} out of {count}",
        "{count} 人中 {least} 人の定足数です",
        "The meeting could never begin. Lower the number or name more posts.",
        "会議を開けません。人数を下げるか、役職を増やしてください。",
    ),
    "TY507": _entry(
        "both ends are '{name}'",
        "両端が同じ「{name}」です",
        "A channel joins two different posts.",
        "経路は異なる二つの役職を結びます。",
    ),
    "TY508": _entry(
        "it ends on {until}, not after it begins on {since}",
        "{until} に終わり、{since} の開始より後ではありません",
        "'until' is the first day on which it no longer exists.",
        "until は、存在しなくなる最初の日です。",
    ),
    "TY509": _entry(
        "'{name}' sits in the quorum and cannot stand in for another member",
        "「{name}」は定足数の一員なので、他の代理になれません",
        "Name a stand-in who is no member.",
        "構成員でない代理を書いてください。",
    ),
    "TY510": _entry(
        "the step key '{name}' stands twice in one procedure",
        "一つの手続に段「{name}」が二つあります",
        "Steps side by side share the names of the procedure; give one of them another key.",
        "並行する段も手続の名を共有します。別の名にしてください。",
    ),
    "TY511": _entry(
        "the shares for '{key}' sum to {total}, with {rests} of 'rest'",
        "「{key}」の割合の合計が {total}、rest が {rests} 個です",
        "They sum to 1, or to less with exactly one truth as 'rest'.",
        "合計を1にするか、一つの真相だけを rest とします。",
    ),
    "TY512": _entry(
        "'{name}' takes its value from the context of a case, but the scenario stands for none",
        "「{name}」は事例の文脈から値を取りますが、この想定はどの型の危機でもありません",
        "Add stands_for with a type of crisis, or remove 'context'.",
        "stands_for に危機の型を書くか、context を消します。",
    ),
    "TY513": _entry(
        "'is: {found}' does not fit the context '{context}'",
        "「is: {found}」は文脈「{context}」に合いません",
        "{advice_en}",
        "{advice_ja}",
    ),
    "TY514": _entry(
        "'{name}' stands for {what}, and so does '{other}'",
        "「{name}」と「{other}」がどちらも {what} に当たります",
        "One scenario stands for a type of crisis, and one posture for an era.",
        "一つの型には一つの想定、一つの時代には一つの態勢です。",
    ),
    "TY515": _entry(
        "posture '{name}' of {date} stands for the era {era}, in which it does not lie",
        "{date} の態勢「{name}」は、その日付を含まない時代 {era} に当てられています",
        "Give it a date of that era, or the era of its date.",
        "その時代の日付にするか、日付に合う時代を書きます。",
    ),
    "TY516": _entry(
        "'{name}' counts for the quorum but has no seat in the meeting",
        "「{name}」は定足数に数えられていますが、構成員ではありません",
        "Add the post to seats, or take it out of present.",
        "seats に加えるか、present から除きます。",
    ),
    "TY517": _entry(
        "'{name}' cannot stand here in the order for the office '{office}'",
        "「{name}」は役職「{office}」の代理の順位のここに置けません",
        "Each post stands once in the order, and the office itself does not.",
        "順位には同じ役職を一度だけ、その役職自身を除いて書きます。",
    ),
    "TY601": _entry("{reason_en}", "{reason_ja}", "{expected_en}", "{expected_ja}"),
    "TY602": _entry(
        "a judged fact without a judge",
        "判断者のない評価的事実です",
        "Say with 'judge' which post judges it, or make it observed.",
        "judge に判断する役職を書くか、kind を observed にします。",
    ),
    "TY603": _entry("{reason_en}", "{reason_ja}", "{expected_en}", "{expected_ja}"),
    "TY611": _entry(
        "{rule} ({name_en}) needs '{form}' of '{body}' on {day}, and no form here says how",
        "{rule}（{name_ja}）は {day} に「{body}」の「{form}」を要しますが、形式がありません",
        "Add to 'forms' a block with of: {body}, form: {form} and the steps that do it.",
        "forms に of: {body}、form: {form} と、それを行う段を持つ項を足します。",
    ),
    "TY612": _entry(
        "'{key}' does not go with 'authority'",
        "{key} は authority の段に書けません",
        "An authority step becomes many steps; put '{key}' on a step before or after it.",
        "authority の段は多くの段になります。{key} は前後の段に書いてください。",
    ),
    "TY613": _entry(
        "'{key}' goes only with 'authority'",
        "{key} は authority の段だけに書けます",
        "Name with 'authority' the action, situation or rule whose road this is.",
        "どの行動・事態・規則の手順かを authority に書きます。",
    ),
    "TY614": _entry(
        "an authority step cannot stand beside others",
        "authority の段は並行する段の中に置けません",
        "Put it into a procedure of its own and start that with 'start:'.",
        "別の手続にして start: で始めてください。",
    ),
    "TY615": _entry(
        "nobody finds '{fact}' on this road",
        "この手順で「{fact}」を判断する者はいません",
        "Under 'found' stand judged facts that the law of this step leaves to a judge: {known}.",
        "found に書けるのは、この段の法が判断者に委ねる評価的事実です：{known}。",
    ),
    "TY701": _entry(
        "two reforms set {path} to different values",
        "二つの提言が {path} を異なる値にします",
        "Choose one in the posture: prefer: {{{path}: {reform}}}.",
        "態勢で選びます：prefer: {{{path}: {reform}}}。",
    ),
    "TY702": _entry(
        "{path} is removed by one reform and changed by another",
        "{path} を一つの提言が取り除き、別の提言が変更します",
        "Choose one in the posture: prefer: {{{path}: {reform}}}.",
        "態勢で選びます：prefer: {{{path}: {reform}}}。",
    ),
    "TY703": _entry(
        "two steps are inserted at the same place, {path}",
        "同じ位置 {path} に二つの段が挿入されます",
        "Their order would be left to chance. Insert one of them after the other.",
        "順序が定まりません。一方を他方の後に挿入してください。",
    ),
    "TY704": _entry(
        "'{kind}' cannot change {path}, which is {found_en}",
        "「{kind}」は {path}（{found_ja}）を変更できません",
        "set, scale and add change numbers; set also changes words; remove and share switch"
        " elements; insert adds a step to a procedure.",
        "set・scale・add は数値、set は語にも、remove・share は要素に、insert は手続に使います。",
    ),
    "TY705": _entry(
        "'{path}' is {wanted_en}, and the patch gives {found_en}",
        "「{path}」は{wanted_ja}ですが、変更は{found_ja}です",
        "A distribution is set to one of the same shape, or scaled.",
        "分布は同じ形の分布に置き換えるか、scale を使います。",
    ),
    "TY706": _entry(
        "posture '{posture}' has {reform} but not {missing}, which it requires",
        "態勢「{posture}」には {reform} がありますが、前提の {missing} がありません",
        "Add the prerequisite, or say allow_missing: true if its absence is the question.",
        "前提を加えるか、欠落を調べる場合は allow_missing: true と書きます。",
    ),
    "TY707": _entry(
        "an insertion without a place",
        "挿入の位置がありません",
        "Say exactly one of after: STEP and before: STEP.",
        "after: または before: のどちらか一つに段の名を書きます。",
    ),
    "TY708": _entry(
        "'{key}' is missing in a patch that says '{kind}'",
        "「{kind}」の変更に「{key}」がありません",
        "set needs to:, scale and add need by:, insert needs into:, step:, after:/before:.",
        "set に to:、scale と add に by:、insert に into:・step:・after:/before: が要ります。",
    ),
    "TY709": _entry(
        "a factor of {found} on a logarithmic scale",
        "対数の倍率が {found} です",
        "along: log needs a factor above zero; write along: linear otherwise.",
        "along: log の倍率は正の数です。そうでなければ along: linear とします。",
    ),
    "PV101": _entry(
        "a number without source or assumption",
        "出典も仮定の理由もない数値です",
        "Add source: KEY, or assumed: REASON with a range.",
        "source: 出典 か、assumed: 理由 と範囲を加えます。",
    ),
    "PV102": _entry(
        "an assumed number without a range",
        "範囲のない仮定値です",
        "A value of zero cannot be swept by a factor: add range: [least, most].",
        "零は倍率で動かせません。range: [最小, 最大] を加えます。",
    ),
    "PV201": _entry(
        "the patch was written for {was}, but {path} is {found} in posture '{posture}'",
        "変更は基準値 {was} を前提としますが、態勢「{posture}」での {path} は {found} です",
        "The reform may be written for another era; check 'was' and 'to'.",
        "別の時代の提言かもしれません。was と to を確かめてください。",
    ),
    "PV202": _entry(
        "the patch has no effect: {path} is {found} before and after",
        "変更に効果がありません：{path} は前後とも {found} です",
        "Remove it, or say what it was meant to change.",
        "取り除くか、何を変えるのかを確かめてください。",
    ),
    "PV301": _entry(
        "'{fact}' ({name_en}) is always found '{said_en}': nothing here weighs it for {judge}",
        "「{fact}」（{name_ja}）はいつも「{said_ja}」とされます。"
        "{judge} の判断を決めるものがありません",
        "Say under 'found' what the judge finds, put the question with a judgement, or set the "
        "fact where it is known.",
        "found に判断者の結論を書くか、judgements で問いにするか、事実が分かるところで sets に"
        "書きます。",
    ),
}
CATALOGUE |= {
    code: _entry(
        f"unknown {en} '{{name}}'",
        f"未知の{ja}「{{name}}」",
        f"No {en} has this name. {{where_en}}",
        f"この名の{ja}はありません。{{where_ja}}",
    )
    for code, ja, en in FAMILIES.values()
}


def problem(
    code: str,
    place: Place,
    *,
    files: Files | None = None,
    width: int = 0,
    related: Sequence[tuple[Place, Text]] = (),
    hint: Text | None = None,
    entries: Mapping[str, Entry] | None = None,
    **values: object,
) -> Problem:
    """Make the report of one mistake from the catalogue.

    Parameters
    ----------
    code : str
        A key of the catalogue.
    place : Place
        Where it is.
    files : Files, optional
        To show the line.
    width : int, default 0
        Characters to underline.
    related : sequence of (Place, Text)
        Other places that have a part in it.
    hint : Text, optional
        A last sentence, such as 'did you mean …?'.
    entries : mapping, optional
        Where the code is looked up. Default: `CATALOGUE`.
    **values
        What the entry's braces stand for.

    Returns
    -------
    Problem
        Ready to be rendered.
    """
    entry = (CATALOGUE if entries is None else entries)[code]
    expected = entry.expected.format(**values)
    if hint is not None:
        expected = Text(ja=f"{expected.ja}\n{hint.ja}", en=f"{expected.en}\n{hint.en}")
    return Problem(
        code=code,
        place=place,
        what=entry.what.format(**values),
        expected=Text(ja=expected.ja.strip(), en=expected.en.strip()),
        line="" if files is None else files.line(place),
        width=width,
        related=tuple(related),
    )
