"""What the codes of mistakes in a net, and of faults in a run, mean in general."""

from collections.abc import Mapping

from tateyoko.net import codes
from tateyoko.net.errors import Code
from tateyoko.text import Text

__all__ = ["FAULTS", "MISTAKES"]

MISTAKES: Mapping[str, Text] = {
    Code.UNKNOWN_NAME: Text(ja="その名前の要素がない。", en="Nothing has this name."),
    Code.TWO_WITH_ONE_ID: Text(ja="同じ識別子が二つある。", en="Two things have the same id."),
    Code.NOT_IN_LANGUAGE: Text(
        ja="式の言語にない書き方。", en="A form that the expression language does not have."
    ),
    Code.MIXED_SORTS: Text(
        ja="真偽と数を取り違えている。", en="A truth where a number is needed, or the other way."
    ),
    Code.NOT_HERE: Text(
        ja="この場所では読めないもの（時計や親の属性など）を読んでいる。",
        en="Something is read that may not be read here, such as the clock.",
    ),
    Code.PARAMETERS_ONLY: Text(
        ja="ここではパラメータだけを使える。", en="Only parameters may be used here."
    ),
    Code.TOO_DEEP: Text(ja="式の入れ子が深すぎる。", en="An expression is nested too deeply."),
    Code.ARGUMENTS: Text(
        ja="引数の数が合わない。", en="A function has the wrong number of arguments."
    ),
    Code.NOT_WRITABLE: Text(
        ja="書き込めない値に書こうとしている。", en="A value is written that cannot be written."
    ),
    Code.SAME_DICE: Text(
        ja="二つの引きが同じ乱数を使うことになる。", en="Two draws would use the same dice."
    ),
    Code.TOO_MANY_ATTRIBUTES: Text(
        ja="仕事の属性が多すぎる。", en="A job has too many attributes."
    ),
    Code.CLAIM_TOO_LARGE: Text(
        ja="一度に確保する席が多すぎるか、人数が足りない。",
        en="A claim names too many seats, or asks for more than it names.",
    ),
    Code.SELF_WAIT: Text(
        ja="自分が持っている席を待つことになる。",
        en="A job would wait for a seat that it keeps itself.",
    ),
    Code.HOLD_AND_WAIT: Text(
        ja="席を持ったまま互いに待ち合う輪がある。",
        en="Jobs may keep seats and wait for each other in a circle.",
    ),
    Code.SPAWNED_TWICE: Text(
        ja="同じ手順の中で同じ子を二度生む。", en="One step makes the same children twice."
    ),
    Code.BAD_FIELD: Text(ja="手順にない項目。", en="A field that steps do not have."),
    Code.BAD_SHAPE: Text(
        ja="表・暦・分布の形が合わない。",
        en="A table, calendar or distribution of the wrong shape.",
    ),
    Code.NOT_GIVEN: Text(
        ja="引き継ぐはずの値を、前のネットが渡していない。",
        en="A carried value is read that the net before does not hand over.",
    ),
    Code.NOT_READ: Text(
        ja="引き継いだ値を、次のネットが読んでいない。",
        en="A carried value is handed over that the next net does not read.",
    ),
    Code.CARRIED_OTHERWISE: Text(
        ja="引き継ぐ値の形か種類（真偽・数）が二つのネットで違う。",
        en="A carried value has another shape or sort in the two nets.",
    ),
}
"""Mistakes found when a net is built."""

FAULTS: Mapping[str, Text] = {
    codes.FAULTS[codes.F_POOL]: Text(
        ja="同時に存在する仕事が多すぎる。", en="More jobs at once than there is room for."
    ),
    codes.FAULTS[codes.F_INDEX]: Text(
        ja="表の外を読み書きした。", en="An index outside its table or list."
    ),
    codes.FAULTS[codes.F_DIVISION]: Text(ja="ゼロで割った。", en="A division by zero."),
    codes.FAULTS[codes.F_NAN]: Text(ja="結果が数にならない。", en="A result that is not a number."),
    codes.FAULTS[codes.F_VISITS]: Text(
        ja="一つの仕事が同じ手順を65,535回より多く訪れた。",
        en="A job visited one step more than 65,535 times.",
    ),
    codes.FAULTS[codes.F_SETTLES]: Text(
        ja="時間が進まないまま10,000回を超えて動いた（終わらない繰り返し）。",
        en="More than 10,000 steps within one millisecond: an endless loop without time.",
    ),
    codes.FAULTS[codes.F_NEGATIVE]: Text(
        ja="負になりえない数が負になった、または進む先の重みがすべてゼロ。",
        en="A negative number where none is possible, or no way out has any weight.",
    ),
    codes.FAULTS[codes.F_TRACE]: Text(
        ja="経過記録の行が多すぎる。", en="More rows than the trace has room for."
    ),
    codes.FAULTS[codes.F_RANGE]: Text(
        ja="扱える範囲を超える大きな数。", en="A number too large for what is done with it."
    ),
    codes.FAULTS[codes.F_CARRY]: Text(
        ja="引き継ぐ値がない（前の実行が途中で止まった）。",
        en="A carried value is missing: the run before it could not be finished.",
    ),
}
"""Faults that stop one replication; it is listed by name, and its pair is left out everywhere."""
