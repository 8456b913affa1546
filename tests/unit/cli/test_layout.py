"""Columns and lines by display width."""

import pytest
from rich.cells import cell_len

from tateyoko.cli.layout import columns, pad, wrap


def test_pad_counts_a_japanese_character_twice():
    assert pad("退避", 6) == "退避  "
    assert pad("退避", 6, right=True) == "  退避"
    assert pad("too long", 3) == "too long"


def test_columns_stand_straight_in_both_scripts():
    rows = [["人数（千人）", "12", "頑健"], ["people", "3,400", "robust"], ["群"]]

    lines, width = columns(rows, left=(0, 2))

    assert lines[0] == "人数（千人）     12  頑健"
    assert lines[1] == "people        3,400  robust"
    assert lines[2] == "群"
    assert width == cell_len(lines[1])


@pytest.mark.parametrize("width", range(8, 40))
def test_wrap_keeps_every_character_and_the_width(width):
    text = "値は中心の仮定での平均（待ち時間は中央値）、[ ] は運だけの95％区間。 And English words."

    lines = wrap(text, width)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(cell_len(line) for line in lines) <= width


def test_wrap_does_not_begin_a_line_with_closing_punctuation():
    lines = wrap("住民の避難。「開始」は、命令の後。", 12)

    assert not any(line[0] in "。、」" for line in lines)


def test_a_word_longer_than_the_line_is_cut():
    assert wrap("abcdefghij kl", 4) == ["abcd", "efgh", "ij", "kl"]


def test_nothing_is_one_empty_line():
    assert wrap("", 10) == [""]
