"""The words in which the law is explained, in both languages."""

from tateyoko.text import Text

__all__ = ["BASES", "CONTROLS", "FORMS", "KINDS", "LAYERS", "STATUSES", "STEPS", "VALUES", "WORDS"]

STATUSES: dict[str, Text] = {
    "permitted": Text(ja="命じ得る", en="permitted"),
    "not_permitted": Text(ja="命じ得ない", en="not permitted"),
    "undetermined": Text(ja="未定", en="undetermined"),
}

VALUES: dict[float, Text] = {
    0.0: Text(ja="× 満たさない", en="× does not hold"),
    0.5: Text(ja="？ 未定", en="? open"),
    1.0: Text(ja="○ 満たす", en="○ holds"),
}

LAYERS: dict[str, Text] = {
    "met": Text(ja="要件", en="requirements met"),
    "recognised": Text(ja="認定", en="recognised"),
    "ordered": Text(ja="命令", en="ordered"),
    "in_force": Text(ja="権限の発生", en="powers in force"),
}

KINDS: dict[str, Text] = {
    "observed": Text(ja="事実", en="observed"),
    "judged": Text(ja="要判断", en="to be judged"),
    "act": Text(ja="行為", en="act"),
    "status": Text(ja="法的状態", en="legal state"),
    "number": Text(ja="数", en="number"),
    "all": Text(ja="すべて", en="all of"),
    "any": Text(ja="いずれか", en="any of"),
    "at_least": Text(ja="{k} つ以上", en="at least {k} of"),
    "not": Text(ja="次でないこと", en="not"),
    "unless": Text(ja="例外付き", en="unless an exception applies"),
    "ended": Text(ja="終わっていないこと", en="unless it has ended"),
    "exception": Text(ja="例外", en="exception"),
    "rule": Text(ja="規則", en="rule"),
    "situation": Text(ja="事態", en="situation"),
    "action": Text(ja="効力のある命令", en="order in force"),
    "absent": Text(ja="その日は施行されていない", en="not in force on that day"),
}

FORMS: dict[str, Text] = {
    "approval": Text(ja="承認", en="approval"),
    "cabinet_decision": Text(ja="閣議決定", en="Cabinet decision"),
    "consultation": Text(ja="協議", en="consultation"),
    "deliberation": Text(ja="審議", en="deliberation"),
    "liaison": Text(ja="連絡", en="liaison"),
    "hearing": Text(ja="意見の聴取", en="hearing"),
    "request_or_consent": Text(ja="要請又は同意", en="request or consent"),
    "prior_approval": Text(ja="事前の承認", en="prior approval"),
}

BASES: dict[str, Text] = {
    "statute": Text(ja="条文", en="statute"),
    "official_table": Text(ja="公的な表", en="official table"),
    "official_text": Text(ja="公的な文書", en="official text"),
    "guideline": Text(ja="指針", en="guideline"),
    "reported": Text(ja="報道による", en="as reported"),
    "inferred": Text(ja="推定", en="inferred"),
}

CONTROLS: dict[str, Text] = {
    "none": Text(ja="国会の関与なし", en="no part of the Diet"),
    "prior": Text(ja="国会の事前承認（例外なし）", en="prior approval of the Diet, no exception"),
    "prior_or_after": Text(
        ja="国会の事前承認。特に緊急なら事後直ちに", en="prior approval, or at once after if urgent"
    ),
    "after": Text(ja="国会の事後承認", en="approval of the Diet afterwards"),
    "within_days": Text(ja="期限内に国会へ付議", en="referred to the Diet within a set time"),
    "report": Text(ja="国会へ報告", en="report to the Diet"),
    "in_plan": Text(ja="方針・計画の国会承認に含む", en="within the plan that the Diet approves"),
}

STEPS: dict[str, Text] = {
    "establish": Text(ja="確かめる", en="establish"),
    "judge": Text(ja="判断する", en="judge"),
    "act": Text(ja="行う", en="do"),
    "consult": Text(ja="諮る・連絡する", en="consult"),
    "approve": Text(ja="承認を得る", en="obtain"),
    "order": Text(ja="命令する", en="order"),
    "diet": Text(ja="国会", en="Diet"),
    "blocked": Text(ja="現状では満たせない", en="does not hold as things are"),
    "absent": Text(ja="その日には施行されていない", en="not in force on that day"),
}

WORDS: dict[str, Text] = {
    "card": Text(ja="権限カード", en="Authority card"),
    "on": Text(ja="{date} の法による", en="under the law of {date}"),
    "orderer": Text(ja="命令権者", en="Who orders"),
    "delegates": Text(ja="委任を受け得る者", en="By delegation"),
    "layers": Text(ja="四つの層", en="Four layers"),
    "holds": Text(ja="満たしている", en="Holds"),
    "missing": Text(ja="足りない", en="Missing"),
    "in_the_way": Text(ja="妨げ", en="in the way"),
    "nothing": Text(ja="なし", en="nothing"),
    "who": Text(ja="協議・承認の順", en="Who is asked, in order"),
    "done": Text(ja="済", en="done"),
    "not_done": Text(ja="未了", en="not done"),
    "unrecorded": Text(ja="記録なし", en="not recorded"),
    "perhaps": Text(ja="要否は未定", en="whether it is needed is open"),
    "telephone": Text(ja="電話等による閣議可", en="may be decided by telephone"),
    "telephone_open": Text(ja="電話等による閣議の可否は未定", en="by telephone: open"),
    "diet": Text(ja="国会", en="Diet"),
    "due": Text(ja="{date} まで", en="by {date}"),
    "weapons": Text(ja="武器の使用", en="Weapons"),
    "powers": Text(ja="生じる権限", en="Powers that follow"),
    "not_powers": Text(ja="生じない権限", en="Powers that do not follow"),
    "ends": Text(ja="終了", en="Ends"),
    "expires": Text(ja="期限", en="Lasts"),
    "deadline": Text(ja="いつまでに", en="To be done"),
    "chain": Text(ja="経由", en="Goes through"),
    "days": Text(ja="{days} 日", en="{days} days"),
    "last_day": Text(ja="{date} まで", en="until {date}"),
    "next": Text(ja="次に決めること", en="What must be decided next"),
    "judges": Text(ja="判断者", en="judged by"),
    "aids": Text(ja="考慮要素", en="weighed"),
    "doubts": Text(ja="疑い", en="Doubts"),
    "why": Text(ja="理由", en="Reasons"),
    "condition_false": Text(ja="条件を満たさない", en="its condition does not hold"),
    "condition_open": Text(ja="条件は未定", en="its condition is open"),
    "anybody": Text(ja="（定めなし）", en="(nobody named)"),
    "not_to_be": Text(ja="でないこと", en="must not hold"),
    "met": Text(ja="要件", en="requirements"),
    "recognised": Text(ja="認定", en="recognition"),
    "model": Text(
        ja="公開情報による調査用の資料で、法律上の助言ではありません。",
        en="A research aid from public information, not legal advice.",
    ),
}
