"""A report shows the right piece of a line, with the caret under what is meant."""

from tateyoko.errors import Place, Problem, WorldError
from tateyoko.text import Text


def problem(line, column, width, **fields):
    what = Text(ja="誤り", en="wrong")
    return Problem(
        code="TY000", place=Place("a.yaml", 7, column), what=what, line=line, width=width, **fields
    )


def test_caret_stands_under_the_word():
    shown = problem("  chair: mayer", 10, 5).render("en").splitlines()

    assert shown[0] == "a.yaml:7:10  TY000  wrong"
    assert shown[1] == "   7 |   chair: mayer"
    assert shown[2] == "     |          ^^^^^"


def test_caret_counts_wide_characters_twice():
    shown = problem("  名前: 町長", 7, 2).render("ja").splitlines()

    # Two blanks, four columns of 名前, a colon and a blank come before the word.
    assert shown[2] == "     | " + " " * 8 + "^^^^"


def test_long_line_is_cut_around_the_mistake():
    line = "x" * 300 + "MISTAKE" + "y" * 300

    shown = problem(line, 301, 7).render("en").splitlines()

    piece, carets = shown[1][7:], shown[2][7:]
    assert len(piece) < 100
    assert piece[carets.index("^") : carets.rindex("^") + 1] == "MISTAKE"
    assert piece.startswith("…")
    assert piece.endswith("…")


def test_problems_come_in_the_order_of_files_and_lines():
    def at(file, line):
        return Problem(code="TY1", place=Place(file, line, 1), what=Text(ja="", en=f"{file}{line}"))

    error = WorldError([at("b.yaml", 1), at("a.yaml", 10), at("a.yaml", 2)])

    assert [one.what.en for one in error.problems] == ["a.yaml2", "a.yaml10", "b.yaml1"]
    assert error.render("en").endswith("3 problems found.")
    assert error.render("ja").endswith("誤りは 3 件です。")
