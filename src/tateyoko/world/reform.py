"""Reforms are patches on a world; postures are dated lists of graded reforms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tateyoko.text import Text
from tateyoko.world.crisis import ERAS
from tateyoko.world.estimate import Estimate
from tateyoko.world.kinds import (
    Block,
    Choice,
    Date,
    Estimated,
    Flag,
    ListOf,
    MapOf,
    Nested,
    Number,
    Parts,
    Path,
    Plain,
    Ref,
    Said,
    Words,
    declare,
)
from tateyoko.world.procedures import Step

__all__ = ["PATCH_KINDS", "Patch", "Posture", "Reform"]

_SOURCE = Ref(("sources",))
_WHAT = "what"
PATCH_KINDS = ("set", "scale", "add", "insert", "remove", "share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch(Block):
    """One change of a world; exactly one of ``set scale add insert remove share``."""

    set: str | None = declare(
        Path(), "number or word that is replaced", "置き換える対象", group=_WHAT, default=None
    )
    scale: str | None = declare(
        Path(),
        "number or distribution that is multiplied",
        "倍率を掛ける対象",
        group=_WHAT,
        default=None,
    )
    add: str | None = declare(
        Path(), "number that is added to", "加算する対象", group=_WHAT, default=None
    )
    insert: str | None = declare(
        Words(), "key of a new step", "挿入する段の名", group=_WHAT, default=None
    )
    remove: str | None = declare(
        Path(),
        "step, post, channel … that is switched off",
        "取り除く対象",
        group=_WHAT,
        default=None,
    )
    share: str | None = declare(
        Path(),
        "step that is skipped for the share s of cases",
        "一部の案件で省く段",
        group=_WHAT,
        default=None,
    )
    to: Estimate | str | tuple[str, ...] | None = declare(
        Plain(), "value at full strength (of `set`)", "完全実施時の値（`set`）", default=None
    )
    by: Estimate | None = declare(
        Plain(), "factor or amount at full strength", "完全実施時の倍率・増分", default=None
    )
    was: Any = declare(
        Plain(),
        "value that the author believes the baseline has",
        "著者が想定する基準値",
        default=None,
    )
    along: str | None = declare(
        Choice(("log", "linear")),
        "how strength acts: `log` is by**s, `linear` is 1 + s*(by - 1)",
        "強度の効き方",
        default=None,
    )
    round: str | None = declare(
        Choice(("half_up", "none")), "rounding, once, after all patches", "丸め", default=None
    )
    into: str | None = declare(
        Path(), "procedure that gets the new step", "段を入れる手続", default=None
    )
    after: str | None = declare(Words(), "after this step", "この段の後", default=None)
    before: str | None = declare(Words(), "before this step", "この段の前", default=None)
    step: Step | None = declare(Nested(Step), "the new step", "新しい段", default=None)
    luck: str | None = declare(Words(), "name of its luck", "乱数の名前", default=None)
    from_strength: float = declare(
        Number(low=0.0, high=1.0), "switches at this strength", "切り替わる強度", default=0.5
    )
    of: str | None = declare(Choice(("cases",)), "what the share is of", "割合の対象", default=None)
    delay: Estimate | None = declare(
        Estimated("time"),
        "lead time of this patch when it is not the reform's",
        "この変更に固有の準備期間",
        default=None,
    )
    source: str | None = declare(_SOURCE, "where its numbers are from", "数値の出典", default=None)
    assumed: str | None = declare(
        Words(), "why its numbers are assumed", "数値を仮定した理由", default=None
    )
    note: str = declare(Words(), "remark", "備考", default="")
    side: str = declare(
        Choice(("benefit", "adverse")),
        "whether it is the adverse side",
        "便益か副作用か",
        default="benefit",
    )
    number: int = 0
    matches: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """One of `PATCH_KINDS`."""
        targets = (self.set, self.scale, self.add, self.insert, self.remove, self.share)
        for word, target in zip(PATCH_KINDS, targets, strict=True):
            if target is not None:
                return word
        message = "a patch without a kind passed the reader"
        raise AssertionError(message)

    @property
    def is_structural(self) -> bool:
        """Whether it switches something on or off instead of changing a number."""
        return self.kind in ("insert", "remove", "share") or (
            self.kind == "set" and not isinstance(self.to, Estimate)
        )

    @property
    def target(self) -> str:
        """The path as the author wrote it; for an insertion, the path of the new step."""
        if self.kind == "insert":
            return f"{self.into}.steps.{self.insert}"
        return self.set or self.scale or self.add or self.remove or self.share or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reform(Block):
    """One reform file: patches with mechanism, adverse side, cost and lead time.

    ``cost`` and ``lead_time`` hold one estimate under the key ``""``, or several named ones.
    """

    name: str = declare(Words(), "id, the file's name", "識別子（ファイル名）", key="id")
    number: int | None = declare(
        Number(low=1, whole=True), "number in the proposal", "提言の番号", default=None
    )
    title: Text = declare(Said(), "title", "題名")
    mechanism: Text | None = declare(Said(), "how it works", "作用の仕組み", default=None)
    sources: tuple[str, ...] = declare(ListOf(_SOURCE), "sources", "出典", default=())
    baseline_of: str | None = declare(
        Ref(("postures",)), "posture its baselines are of", "基準値の態勢", default=None
    )
    patches: tuple[Patch, ...] = declare(ListOf(Nested(Patch)), "changes", "変更", default=())
    adverse: Text | None = declare(Said(), "adverse side", "副作用", default=None)
    cost: Mapping[str, Estimate] = declare(
        Parts(Estimated("money", low=None)), "cost", "費用", default={}
    )
    lead_time: Mapping[str, Estimate] = declare(
        Parts(Estimated("time")),
        "time from decision to effect",
        "決定から効果までの期間",
        default={},
    )
    status: str = declare(
        Choice(("modelled", "not_yet_modelled")),
        "whether it has patches yet",
        "実装の状況",
        default="modelled",
    )
    reason: Text | None = declare(
        Said(), "why it is not modelled yet", "未実装の理由", default=None
    )
    missing: tuple[str, ...] = declare(
        ListOf(Words()), "mechanisms it waits for", "必要な機構", default=()
    )
    requires: tuple[str, ...] = declare(
        ListOf(Ref(("reforms",))), "reforms it needs", "前提となる提言", default=()
    )
    side: tuple[str, ...] = declare(
        ListOf(Ref(("measures",))),
        "measures where the adverse side shows",
        "副作用が現れる指標",
        default=(),
    )
    source: str | None = declare(_SOURCE, "where its numbers are from", "数値の出典", default=None)
    assumed: str | None = declare(
        Words(), "why its numbers are assumed", "数値を仮定した理由", default=None
    )
    note: str = declare(Words(), "remark", "備考", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posture(Block):
    """A dated list of graded reforms."""

    title: Text = declare(Said(), "title", "題名")
    about: Text | None = declare(Said(), "what it is", "説明", default=None)
    date: dt.date = declare(Date(), "day of the crisis", "危機の日付")
    stands_for_era: str | None = declare(
        Choice(tuple(ERAS)),
        "the era whose cases are simulated in this posture",
        "この態勢で模擬する事例の時代",
        default=None,
    )
    reforms: Mapping[str, float] = declare(
        MapOf(Ref(("reforms",)), Number(low=0.0, high=1.0)),
        "reforms and their strength",
        "提言と強度",
        default={},
    )
    decided: Mapping[str, dt.date] = declare(
        MapOf(Ref(("reforms",)), Date()),
        "when a reform was decided, if its lead time is to count",
        "決定日（準備期間を算入する場合）",
        default={},
    )
    not_yet: tuple[str, ...] = declare(
        ListOf(Ref(("reforms",))), "reforms that are not modelled yet", "未実装の提言", default=()
    )
    prefer: Mapping[str, str] = declare(
        MapOf(Path(), Ref(("reforms",))),
        "reform that wins where two contradict each other",
        "衝突時に優先する提言",
        default={},
    )
    allow_missing: bool = declare(
        Flag(), "accept missing prerequisites", "前提の欠落を許す", default=False
    )
    note: str = declare(Words(), "remark", "備考", default="")
