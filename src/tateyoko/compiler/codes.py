"""What the codes of mistakes that only compiling can find mean in general."""

from collections.abc import Mapping

from tateyoko.text import Text

__all__ = ["CODES"]

CODES: Mapping[str, Text] = {
    "CP101": Text(
        ja="世界の各部が組み合わない（名前・時間帯・日付・分布の形）。",
        en="Parts of the world do not fit together: names, hours, dates, forms of distributions.",
    ),
    "CP201": Text(
        ja="会議の定足数が構成できない。", en="The quorum of a meeting cannot be formed."
    ),
    "CP301": Text(
        ja="確信度の曲線があるが、どの認定のものか決まらない。",
        en="A curve over belief, but it is not clear whose belief.",
    ),
    "CP302": Text(
        ja="式の中の名前が、この想定のこの場所では意味を持たない。",
        en="A name in an expression means nothing at this place of this scenario.",
    ),
    "CP303": Text(
        ja="条件の中で、時間だけで変わる量（備蓄の残日数など）を読んでいる。",
        en="A condition reads an amount that time alone changes, such as days of stock left.",
    ),
    "CP401": Text(
        ja="一つの値ではないものを時間で積分しようとしている。",
        en="Something that is not a single value is to be integrated over time.",
    ),
    "CP501": Text(
        ja="改革が、形の違う分布に置き換えようとしている。",
        en="A reform replaces a distribution by one of another form.",
    ),
    "CP601": Text(
        ja="態勢の日付に存在しない役職が、段や会議に必要とされている。",
        en="A step or meeting needs a post that does not exist on the date of a posture.",
    ),
    "CP602": Text(
        ja="態勢の日付に会議・経路がないため段が省かれ、代わる段もない。",
        en="A step is left out in a posture whose date has no such meeting, channel or chain.",
    ),
    "RF101": Text(
        ja="この想定では使われないものを変えるため、変更に効果がない。",
        en="A patch changes something that this scenario does not use, so it has no effect.",
    ),
    "RF102": Text(
        ja="変更が前提とする基準値が、基準の態勢での値と違う。",
        en="The value that a patch was written for is not the one at its baseline.",
    ),
    "RF103": Text(
        ja="改革が変えるものを、この想定は一つも使わない。",
        en="A scenario uses nothing of what a reform changes, so the reform has no effect there.",
    ),
}
