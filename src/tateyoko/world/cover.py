"""Cover: what insurers ask or withhold, who goes all the same, and a state that stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from tateyoko.text import Text
from tateyoko.world.estimate import Estimate
from tateyoko.world.expression import Expr
from tateyoko.world.kinds import (
    Block,
    Estimated,
    Expression,
    MapOfBlocks,
    Nested,
    Ref,
    Said,
    Words,
    declare,
)

__all__ = ["Cover", "Guarantee", "Risk", "Withdrawal"]

_SOURCE = Ref(("sources",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Block):
    """Something insurers see, and what it does to the premium."""

    when: Expr = declare(Expression(), "while this is true", "この式が真の間")
    factor: Estimate = declare(Estimated("factor"), "factor on the premium", "保険料の倍率")
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Block):
    """Insurers declare a zone and give notice."""

    when: Expr = declare(Expression(), "notice is given when this is true", "通告の条件")
    notice: Estimate | None = declare(
        Estimated("time", "distribution"),
        "from the notice to the end of cover",
        "通告から失効まで",
        default=None,
    )
    uninsured: Estimate = declare(
        Estimated("prob"), "share of carriers that go without cover", "無保険でも動く割合"
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee(Block):
    """The state takes the risk."""

    on: str = declare(Ref(("marks",)), "in force from this mark", "発効の標")
    accepted: Estimate = declare(
        Estimated("prob"),
        "share of the carriers without cover that take it",
        "無保険の事業者のうち受け入れる割合",
    )
    pays_over: Estimate = declare(
        Estimated("prob"),
        "carriers pay a premium up to this, the state the rest",
        "事業者の負担の上限（保険料率）。超過分は国",
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover(Block):
    """Insurance without which carriers do not go."""

    name: Text = declare(Said(), "name for people", "表示名")
    premium: Estimate = declare(
        Estimated("prob"),
        "premium in quiet times, as a share of the insured value per period",
        "平時の保険料率（一期間・保険金額比）",
    )
    period: Estimate = declare(
        Estimated("time", structural=True), "what one premium covers", "保険料の期間"
    )
    value: Estimate = declare(
        Estimated("money"), "insured value that is in the zone when all go", "対象の保険金額"
    )
    risks: Mapping[str, Risk] = declare(
        MapOfBlocks(Risk), "what raises the premium", "保険料を上げるもの", default={}
    )
    bears: Estimate = declare(
        Estimated("prob"), "premium at which half of the carriers stop", "半数が止まる保険料率"
    )
    steepness: Estimate = declare(Estimated("factor"), "how alike carriers are", "事業者のそろい方")
    withdraws: Withdrawal | None = declare(
        Nested(Withdrawal), "when insurers withdraw", "引受け停止", default=None
    )
    guarantee: Guarantee | None = declare(
        Nested(Guarantee), "what the state may offer", "政府の保証", default=None
    )
    source: str | None = declare(_SOURCE, "where it is from", "出典", default=None)
    assumed: str | None = declare(Words(), "why it is assumed", "仮定の理由", default=None)
    note: str = declare(Words(), "remark", "備考", default="")
