"""Words for numbers: what a path such as ``judgements.anticipated.prior`` means to people.

A path is a section, the id of a block, perhaps the key of a step, and fields. The block and the
step have names in both languages; the fields are few, and stand in one table here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tateyoko.text import Text

if TYPE_CHECKING:
    from tateyoko.world.model import World
    from tateyoko.world.reform import Patch, Reform
    from tateyoko.world.scenario import Scenario, Truth

__all__ = ["number_words"]

#: Field -> (Japanese, English); an empty pair is left out because it says nothing more.
_FIELDS = {
    "accepted": ("受け入れる割合", "share that accepts"),
    "act_if": ("", ""),
    "adds": ("追加需要", "further use"),
    "advance": ("前倒し", "brought forward"),
    "after": ("開いてから", "after it opens"),
    "again": ("再び諮るまで", "until asked again"),
    "anchor": ("訓練の答えへの引き", "pull of the rehearsed answer"),
    "at_least": ("定足数", "quorum"),
    "at_most": ("最長", "at most"),
    "at_once": ("直ちに届く割合", "reached at once"),
    "awareness": ("大臣が知るまで", "until the minister knows"),
    "bears": ("半数が止まる保険料率", "premium at which half stop"),
    "bias": ("当初意見の偏り", "bias of first opinions"),
    "buses": ("バス", "buses"),
    "busy": ("定常業務の割合", "share of routine work"),
    "by": ("", ""),
    "care": ("要介護者等", "people in care"),
    "caveats": ("閲覧できる国・区画", "nations and compartments"),
    "chance": ("反応する確率", "chance of reacting"),
    "checked": ("確認済みで誤る確率", "chance of being wrong when checked"),
    "clear": ("明瞭さ", "clarity"),
    "clearance": ("適格の区分", "clearance"),
    "closes": ("閉じるまで", "closes"),
    "contrary": ("意図に反する確率", "chance of being contrary"),
    "convene": ("国会の召集", "convening"),
    "corrects": ("訂正の速さ", "rate of correction"),
    "correlation": ("当初意見の相関", "correlation of first opinions"),
    "costs": ("失う信頼", "trust lost"),
    "cuts": ("流入の減少", "inflow cut by"),
    "dark": ("未適格の確率", "chance of not being cleared yet"),
    "days": ("在庫日数", "days of stock"),
    "decide": ("", ""),
    "delay": ("呼出しから着手まで", "until called in"),
    "detail_lost": ("無害化で失う割合", "detail lost when sanitised"),
    "dispersion": ("当初意見のばらつき", "spread of first opinions"),
    "each": ("一件ごと", "each"),
    "earlier": ("過去の空振り", "needless evacuations before"),
    "every": ("間隔", "interval"),
    "expect": ("求める行為", "expected act"),
    "factor": ("倍率", "factor"),
    "fades": ("自然に消える速さ", "fading"),
    "faster_with": ("", ""),
    "first_hop": ("周辺離島から", "from outer places"),
    "follows": ("従う割合", "share that follows"),
    "formal": ("公式経路", "formal way"),
    "found_out": ("露見するまで", "until found out"),
    "framing": ("論点整理", "framing"),
    "garbled": ("聞き返しの確率", "chance of asking back"),
    "gather": ("参集", "gathering"),
    "guarantee": ("政府保証", "state guarantee"),
    "hands": ("人手", "hands"),
    "holds": ("在庫量", "stock"),
    "incident": ("事故・衝突の確率", "chance of an incident"),
    "inflow": ("流入", "inflow"),
    "initial": ("初期値", "start"),
    "lag": ("決定から供給まで", "from decision to delivery"),
    "later": ("後から届く速さ", "reached later"),
    "liaison": ("連絡官", "liaison officers"),
    "lift": ("輸送力", "lift"),
    "maximum": ("最大", "greatest"),
    "may_read": ("読める文書の割合", "share they may read"),
    "members": ("人数", "members"),
    "normal": ("平常", "normal"),
    "notice": ("通告期間", "notice"),
    "off_hours": ("時間外", "outside its hours"),
    "one_room": ("同室で済む割合", "share settled in one room"),
    "one_room_factor": ("同室の時間倍率", "time factor in one room"),
    "options": ("選択の重み", "weight of"),
    "over": ("放出の期間", "time of release"),
    "overmarked": ("過剰区分の割合", "share marked too high"),
    "panic": ("買いだめ", "panic buying"),
    "patience": ("待つ限度", "patience"),
    "pays_over": ("事業者負担の上限", "most that carriers pay"),
    "people": ("人数", "people"),
    "period": ("保険期間", "period"),
    "practice": ("訓練の効果", "practice"),
    "premium": ("平時の保険料率", "premium in quiet times"),
    "prior": ("徴候前の確信度", "belief before any sign"),
    "raise": ("提起", "initiative"),
    "raised_by": ("提起", "initiative"),
    "ramp": ("最大までの時間", "time to the greatest"),
    "rate": ("頻度", "rate"),
    "reach": ("届く割合", "reach"),
    "reacts": ("反応", "reaction"),
    "read": ("読んで渡す時間", "time to read and pass on"),
    "reading": ("徴候が読まれる確率", "chance that a sign is read"),
    "ready": ("準備", "getting ready"),
    "recall": ("取消し", "recall"),
    "recall_failure": ("取消しが遅れる確率", "chance that a recall is too late"),
    "relay": ("中継", "relay"),
    "received": ("指示の到達", "instruction received"),
    "reception": ("受入れ", "reception"),
    "released": ("開示される割合", "share released"),
    "releases": ("放出", "release"),
    "repeat": ("戻り", "going back"),
    "report_within": ("事後報告まで", "until reported"),
    "reserve": ("備蓄", "reserve"),
    "returns": ("帰還", "return"),
    "review": ("開示審査", "release review"),
    "risks": ("危険", "risk"),
    "roll": ("確率", "chance"),
    "rooms": ("客室", "rooms"),
    "round": ("追加の協議", "further rounds"),
    "round_trip": ("往復", "round trip"),
    "rumour": ("噂の重み", "weight of a rumour"),
    "rumours": ("噂", "rumour"),
    "savings": ("節約", "rationing"),
    "scale": ("の倍率", "factor on it"),
    "seeds": ("初めに信じる割合", "believers at the start"),
    "seen": ("見える確率", "chance of being seen"),
    "shadow": ("指示のない避難", "leaving untold"),
    "share": ("割合", "share"),
    "share_sent": ("連絡官に渡す割合", "share given to them"),
    "shared_error": ("共通の読み違い", "shared error"),
    "shift": ("引きの強さ", "size"),
    "spread": ("時刻のずれ", "random delay"),
    "spreads": ("広がる速さ", "spreading"),
    "staff": ("人数", "number"),
    "starts": ("発生", "arrivals"),
    "statements": ("説明", "statement"),
    "stays": ("残留の割合", "share that stays"),
    "steepness": ("事業者のそろい方", "how alike carriers are"),
    "steps": ("", ""),
    "stop_share": ("止まる割合", "share of stopped days"),
    "stuck": ("滞り", "stuck"),
    "taken": ("他の利用", "taken by others"),
    "takes": ("所要時間", "time"),
    "takes_hold": ("広がり始める確率", "chance of taking hold"),
    "telephone": ("電話", "telephone"),
    "threads_each": ("一人の件数", "matters each"),
    "thresholds": ("水準", "threshold"),
    "through": ("出口の処理力", "capacity of the gate"),
    "to": ("", ""),
    "together": ("", ""),
    "too_early": ("早すぎの損失", "loss of acting too early"),
    "too_late": ("遅すぎの損失", "loss of acting too late"),
    "travel": ("移動", "travel"),
    "trust": ("信頼", "trust"),
    "uncleared": ("適格のないとき", "not cleared"),
    "uninsured": ("無保険で動く割合", "share that goes uninsured"),
    "use": ("使用", "use"),
    "uses": ("使用の増減", "change of use"),
    "value": ("保険金額", "insured value"),
    "voluntary": ("自主避難", "leaving early"),
    "waits": ("待ち", "waiting"),
    "weather": ("荒天", "weather"),
    "weight": ("確率", "chance"),
    "when": ("条件", "while"),
    "windows": ("窓口の数", "number of windows"),
    "withdraws": ("引受け停止", "withdrawal"),
    "within": ("期限", "time allowed"),
    "written": ("規則のある割合", "share with written rules"),
    "wrong": ("誤り", "being wrong"),
    "wrong_window": ("誤った窓口の確率", "chance of a wrong window"),
}


def number_words(world: World, scenario: Scenario, path: str) -> Text:
    """Return words in both languages for a number by its path.

    Parameters
    ----------
    world : World
        Merged for the scenario.
    scenario : Scenario
        Where its truths, signs, events and opponents are.
    path : str
        Path of an estimate, or of the factor on one (``PATH.scale``).
    """
    section, _, rest = path.partition(".")
    id, _, fields = rest.partition(".")
    if section == "reforms":
        return _reform_words(world, scenario, id, fields)
    blocks = getattr(world, section, None) or getattr(scenario, section, None) or {}
    block = blocks.get(id) if isinstance(blocks, Mapping) else None
    said = [_name(block, id)]
    words = _split(fields)
    if section == "world":
        letter = f"{id.replace('_', ' ')} {fields}"
        return Text(ja=f"徴候の信頼度 {fields}" if id == "reliability" else letter, en=letter)
    steps = getattr(block, "steps", {})
    if section == "procedures" and words and words[0] in steps:
        said.append(_name(steps.get(words[0]), words[0]))
        words = words[1:]
    truths = scenario.truths if section in ("signs", "values") else {}
    said += [_field(truths, word) for word in words]
    said = [text for text in said if text.en]
    ja, en = said[0].ja, said[0].en
    for text in said[1:]:
        ja += text.ja if text.ja.startswith("の") else f" › {text.ja}"
        en += f" › {text.en}"
    return Text(ja=ja, en=en)


def _reform_words(world: World, scenario: Scenario, id: str, fields: str) -> Text:
    """Return words for a figure of a reform: what it changes."""
    reform = world.reforms.get(id)
    if reform is None:
        return Text(ja=f"{id}.{fields}", en=f"{id}.{fields}")
    head = _reform_head(reform)
    number = fields.partition(".")[0]
    for patch in reform.patches:
        if str(patch.number) == number:
            target = number_words(world, scenario, _target(patch))
            return Text(ja=f"{head.ja}：{target.ja}", en=f"{head.en}: {target.en}")
    return head


def _target(patch: Patch) -> str:
    return (patch.matches or (patch.target,))[0]


def _reform_head(reform: Reform) -> Text:
    if reform.number is None:
        return reform.title
    return Text(ja=f"提言{reform.number}", en=f"reform {reform.number}")


def _name(block: object, id: str) -> Text:
    """Return the name, title or text of a block, else its id in plain words."""
    for attribute in ("name", "title", "text"):
        found = getattr(block, attribute, None)
        if isinstance(found, Text):
            return found
    plain = id.replace("_", " ")
    return Text(ja=plain, en=plain)


def _split(fields: str) -> list[str]:
    """Return the fields of a path; an expression in brackets is one field."""
    words: list[str] = []
    depth = 0
    for word in fields.split(".") if fields else []:
        if depth and words:
            words[-1] += f".{word}"
        else:
            words.append(word)
        depth += word.count("(") - word.count(")")
    return words


def _field(truths: Mapping[str, Truth], word: str) -> Text:
    if word in _FIELDS:
        ja, en = _FIELDS[word]
        return Text(ja=ja, en=en)
    if word in truths:
        name = truths[word].name
        return Text(ja=f"真の展開{word}（{name.ja}）", en=f"in truth {word} ({name.en})")
    plain = word.replace("_", " ")
    return Text(ja=plain, en=plain)
