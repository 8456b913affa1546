"""The words in which an order is followed: sentences, spans of time and clocks."""

import datetime as dt
from collections.abc import Sequence

from tateyoko.text import Text

__all__ = ["Clock", "join_names", "sentence", "span"]

_SECOND_MS = 1_000
_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
_DAY_MS = 24 * _HOUR_MS

_SENTENCES = {
    "work": Text(ja="{who}が処理する（{time}）。", en="{who}: at work for {time}."),
    "at_once": Text(ja="{who}がただちに行う。", en="{who}: done at once."),
    "call": Text(
        ja="執務時間外のため、{who}につながるまで{time}かかる。",
        en="It is outside office hours: {time} until {who} can be reached.",
    ),
    "busy": Text(
        ja="{who}が他の仕事で手一杯のため、まず{time}待つ。",
        en="First a wait of {time}, because {who} had other work in hand.",
    ),
    "guard": Text(
        ja="次が成り立つまで{time}待つ：{what}", en="A wait of {time} until this held: {what}"
    ),
    "guard_plain": Text(
        ja="条件が整うまで{time}待つ。", en="A wait of {time} until it could go on."
    ),
    "interrupted": Text(ja="途中で{time}中断する。", en="Interrupted for {time} on the way."),
    "person": Text(ja="人の決定を{time}待つ。", en="A wait of {time} for a person to decide."),
    "quorum": Text(
        ja="定足数の閣僚らの手が空くまで{time}待つ。",
        en="First a wait of {time} until enough members were free.",
    ),
    "gather": Text(
        ja="「{what}」の参集に{time}かかる。", en="The members of “{what}” come together in {time}."
    ),
    "talk": Text(ja="「{what}」を開く（{time}）。", en="{what}: in session for {time}."),
    "paper": Text(
        ja="定足数に達せず、書類を持ち回る（{time}）。",
        en="No quorum in time: a paper goes round instead, {time}.",
    ),
    "decide": Text(ja="{who}が決める（{time}）。", en="{who}: decides in {time}."),
    "option": Text(ja="選択：{what}", en="The choice: {what}."),
    "order": Text(ja="{who}が命じる（{time}）。", en="{who}: gives the order in {time}."),
    "hops": Text(ja="順に通る：{hops}。", en="It passes: {hops}."),
    "hop": Text(ja="{who} {time}", en="{who} {time}"),
    "hop_again": Text(
        ja="{who} {time}（聞き返し{count}回）", en="{who} {time} (asked back {count}×)"
    ),
    "ask_wrong": Text(
        ja="最初は誤った窓口に尋ね、{time}を失う。", en="First the wrong window: {time} lost."
    ),
    "ask_formal": Text(
        ja="公式の経路で往復{time}。", en="By the formal way, there and back in {time}."
    ),
    "ask_liaison": Text(ja="連絡官を通じて{time}。", en="Through a liaison officer in {time}."),
    "ask_answer": Text(
        ja="{who}が回答を作る（{time}）。", en="{who}: works out the answer, {time}."
    ),
    "law_met": Text(
        ja="「{what}」の要件は満たされている。", en="The requirements of “{what}” are met."
    ),
    "law_wait": Text(
        ja="「{what}」の要件が満たされるまで{time}待つ。",
        en="A wait of {time} until the requirements of “{what}” were met.",
    ),
    "raise": Text(
        ja="誰も動く義務はない。{who}のいずれかが言い出すまで{time}。",
        en="Nobody is obliged to act: {time} until somebody raises it ({who}).",
    ),
    "framing": Text(
        ja="{who}が論点を整理する（{time}）。", en="{who}: frames the question, {time}."
    ),
    "rounds": Text(ja="さらに議論を重ねる（{time}）。", en="Further rounds of discussion, {time}."),
    "answer_yes": Text(ja="「{what}」の答えは、そうである。", en="The answer to “{what}” is yes."),
    "answer_no": Text(
        ja="「{what}」の答えは、まだそうではない。", en="The answer to “{what}” is not yet."
    ),
    "rest": Text(
        ja="新しい兆候で確信が増すまで{time}置かれる。",
        en="It rests for {time}, until new signs make it more likely.",
    ),
    "diet_before": Text(
        ja="国会の事前承認（{time}）。", en="Approval by the Diet before the act, {time}."
    ),
    "diet_after": Text(
        ja="国会への事後の承認・報告（{time}）。", en="The Diet after the act, {time}."
    ),
    "release": Text(ja="秘密の開示審査（{time}）。", en="Release review: {time}."),
    "absent": Text(ja="{who}が職務を行えない", en="{who} cannot act"),
    "acts": Text(
        ja="次の順位の者が{who}の職を代行する（引継ぎ {time}）。",
        en="The next in order acts as {who}, after {time} to take over.",
    ),
    "nobody_acts": Text(
        ja="{who}の職を行い得る者が残っていない。", en="Nobody is left who may act as {who}."
    ),
    "back": Text(ja="{who}が職務に戻る", en="{who} is back"),
    "request": Text(
        ja="{who}に求め、答えを得る（{time}）。", en="{who} is asked and answers within {time}."
    ),
    "relay": Text(
        ja="{count} 回読まれて順に伝わる（{time}）。",
        en="Read and passed on {count} times, {time} in all.",
    ),
    "travel": Text(ja="部隊・船舶などの移動（{time}）。", en="Under way for {time}."),
    "all": Text(
        ja="並行して進み、すべて終わるまで{time}。",
        en="Side by side, joined when all are done: {time}.",
    ),
    "start": Text(ja="手続「{what}」が始まる。", en="Starts the procedure “{what}”."),
    "flow": Text(ja="「{what}」が始まる。", en="Opens “{what}”."),
    "wait": Text(ja="{time}かかる。", en="It takes {time}."),
    "took": Text(ja="全部で{time}。", en="{time} in all."),
    "unfinished": Text(
        ja="計算期間の終わりまでに終わらない。", en="Not finished when the run ends."
    ),
    "late": Text(ja="許された時間が尽きる。", en="The time allowed for it ran out."),
    "sign": Text(ja="報告：{what}", en="Report: {what}"),
    "reaches": Text(
        ja="{who}に届く（信頼度 {what}）。", en="It reaches {who} (reliability {what})."
    ),
    "told": Text(ja="{who}に伝わる。", en="Told to {who}."),
    "reacts": Text(ja="「{what}」を見て反応する。", en="Reacts to what can be seen: {what}."),
    "advances": Text(ja="「{what}」を早める。", en="Brings forward: {what}."),
    "ends": Text(ja="手続が終わる", en="The procedure ends"),
    "because": Text(ja="次が成り立ったため：{what}", en="Because this holds: {what}"),
    "cancel": Text(
        ja="手続が終わったため、ここで打ち切られる。",
        en="Broken off here, because the procedure ended.",
    ),
}


def sentence(key: str, **parts: Text | str) -> Text:
    """Give one sentence with its parts filled in, each in its language."""
    template = _SENTENCES[key]
    both = {name: Text(ja=p, en=p) if isinstance(p, str) else p for name, p in parts.items()}
    return Text(
        ja=template.ja.format(**{name: part.ja for name, part in both.items()}),
        en=template.en.format(**{name: part.en for name, part in both.items()}),
    )


def join_names(names: Sequence[Text], *, last: Text | None = None) -> Text:
    """Join names to a list, ``a, b or c`` by default."""
    word = last or Text(ja="、", en=" or ")
    if not names:
        return Text(ja="", en="")
    ja = "、".join(name.ja for name in names)
    heads = [name.en for name in names[:-1]]
    en = ", ".join(heads) + word.en + names[-1].en if heads else names[-1].en
    return Text(ja=ja, en=en)


def span(ms: int) -> Text:
    """Say a span of time [ms] as people do: two units at most, rounded to the smaller one."""
    if ms < _MINUTE_MS:
        seconds = round(ms / _SECOND_MS)
        return Text(ja=f"{seconds}秒", en=f"{seconds} s")
    minutes = round(ms / _MINUTE_MS)
    if minutes < 60:
        return Text(ja=f"{minutes}分", en=f"{minutes} min")
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        if rest == 0:
            return Text(ja=f"{hours}時間", en=f"{hours} h")
        return Text(ja=f"{hours}時間{rest}分", en=f"{hours} h {rest} min")
    days, hours = divmod(round(ms / _HOUR_MS), 24)
    if hours == 0:
        return Text(ja=f"{days}日", en=f"{days} d")
    return Text(ja=f"{days}日{hours}時間", en=f"{days} d {hours} h")


class Clock:
    """Says moments of a scenario relative to D0 or to its start, and on the model's calendar.

    Parameters
    ----------
    begins : str
        ISO moment of the scenario's start, with its offset.
    zero_ms : int
        D0 [ms since the start]; 0 for a scenario that counts from its start.
    """

    def __init__(self, begins: str, zero_ms: int) -> None:
        self._begins = dt.datetime.fromisoformat(begins)
        self._zero_ms = zero_ms

    def relative(self, ms: int) -> str:
        """Give ``T+6:32`` (hours, minutes), or ``D-8 17:00`` (days, clock) if there is a D0."""
        if self._zero_ms == 0:
            minutes = ms // _MINUTE_MS
            return f"T+{minutes // 60}:{minutes % 60:02d}"
        at = self._begins + dt.timedelta(milliseconds=ms)
        zero = self._begins + dt.timedelta(milliseconds=self._zero_ms)
        days = (at.date() - zero.date()).days
        return f"D{days:+d} {at:%H:%M}" if days else f"D0 {at:%H:%M}"

    def calendar(self, ms: int) -> str:
        """Give the model's date and clock, local to the scenario."""
        at = self._begins + dt.timedelta(milliseconds=ms)
        return f"{at:%m-%d %H:%M}"
