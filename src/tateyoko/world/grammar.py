"""The grammar of expressions: text becomes a typed tree, or a mistake with its column.

::

    choice   = either ["if" either "else" choice]
    either   = both {"or" both}
    both     = negation {"and" negation}
    negation = "not" negation | relation
    relation = sum [("==" | "!=" | "<" | "<=" | ">" | ">=") sum]
    sum      = product {("+" | "-") product}
    product  = sign {("*" | "/") sign}
    sign     = "-" sign | atom
    atom     = number [unit] | "(" choice ")" | "true" | "false" | "unknown"
             | function "(" name ")" | ("min" | "max" | "abs") "(" choice {"," choice} ")"
             | ("flow" | "stock" | …) "." name "." part | name
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tateyoko.world.expression import (
    ARITHMETIC,
    BUILT_IN,
    CLOCKS,
    DRAWS,
    FUNCTIONS,
    PARTS,
    TYPE_WORDS,
    Binary,
    Call,
    Name,
    Node,
    Quantity,
    Type,
    Unary,
)
from tateyoko.world.units import unit_factor

__all__ = ["Mistake", "Used", "parse_expression"]


class Mistake(Exception):
    """An expression is wrong; never leaves this package."""

    def __init__(self, *, code: str, column: int, width: int, **values: object) -> None:
        self.code, self.column, self.width, self.values = code, column, width, values
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Used:
    """A name that an expression asks about: its family and its column in the text, from zero."""

    family: str
    name: str
    column: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # number, word, sign, end
    text: str
    column: int


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>==|!=|<=|>=|[-+*/()<>,.%]))"
)
_WORDS = frozenset({"and", "or", "not", "if", "else", "true", "false", "unknown"})
_RELATIONS = ("==", "!=", "<", "<=", ">", ">=")
_ARGUMENT = re.compile(r"\s*([^()]*?)\s*\)")


def parse_expression(text: str, counted: Collection[str] = ()) -> tuple[Node, list[Used]]:
    """Parse and type an expression.

    Parameters
    ----------
    text : str
        What the author wrote between the quotes.
    counted : collection of str
        Further units that count things.

    Returns
    -------
    node : Node
        The typed tree.
    used : list of Used
        The names it asks about, to be looked up.

    Raises
    ------
    Mistake
        With a code of the catalogue and the column.

    Examples
    --------
    >>> parse_expression("not happened(order)")[0]
    Unary(operator='not', operand=Call(function='happened', argument='order', type='truth', \
arguments=()), type='truth')
    """
    parser = _Parser(text, counted)
    node = parser.choice()
    if parser.token.kind != "end":
        raise parser.unreadable(
            ja=f"「{parser.token.text}」が余分です", en=f"'{parser.token.text}' is left over"
        )
    return node, parser.used


class _Parser:
    """Recursive descent over one text; ``token`` is the one not yet taken."""

    def __init__(self, text: str, counted: Collection[str]) -> None:
        self.text = text
        self.counted = counted
        self.used: list[Used] = []
        self.position = 0
        self.token = self._next()

    def unreadable(self, *, ja: str, en: str) -> Mistake:
        """Make the mistake of a token that does not fit."""
        width = max(len(self.token.text), 1)
        return Mistake(
            code="TY401", column=self.token.column, width=width, reason_ja=ja, reason_en=en
        )

    def _next(self) -> _Token:
        rest = self.text[self.position :]
        if not rest.strip():
            return _Token("end", "", len(self.text.rstrip()))
        match = _TOKEN.match(self.text, self.position)
        if match is None:
            column = self.position + len(rest) - len(rest.lstrip())
            sign = self.text[column]
            raise Mistake(
                code="TY401",
                column=column,
                width=1,
                reason_ja=f"文字「{sign}」は使えません",
                reason_en=f"'{sign}' cannot stand here",
            )
        self.position = match.end()
        kind = match.lastgroup or "end"
        return _Token(kind, match.group(kind), match.start(kind))

    def take(self) -> _Token:
        """Take the token and read the next."""
        taken = self.token
        self.token = self._next()
        return taken

    def is_word(self, *words: str) -> bool:
        """Whether the token is one of these words or signs."""
        return self.token.text in words and self.token.kind in ("word", "sign")

    def demand(self, sign: str) -> None:
        """Take a sign that must stand here."""
        if not self.is_word(sign):
            found = self.token.text or "…"
            raise self.unreadable(
                ja=f"「{sign}」のところに「{found}」があります",
                en=f"'{found}' where '{sign}' was expected",
            )
        self.take()

    def choice(self) -> Node:
        """Read ``A if CONDITION else B``."""
        node = self.either()
        if not self.is_word("if"):
            return node
        sign = self.take()
        condition = self.either()
        _need_truth(condition, sign)
        self.demand("else")
        other = self.choice()
        kind = _same(node.type, other.type)
        if kind is None:
            raise _wrong(sign, node, other)
        return Call("if", "", kind, (condition, node, other))

    def either(self) -> Node:
        """Read ``A or B``."""
        return self._joined("or", self.both)

    def both(self) -> Node:
        """Read ``A and B``."""
        return self._joined("and", self.negation)

    def _joined(self, word: str, part: Callable[[], Node]) -> Node:
        node = part()
        while self.is_word(word):
            sign = self.take()
            right = part()
            _need_truth(node, sign)
            _need_truth(right, sign)
            node = Binary(word, node, right, "truth")
        return node

    def negation(self) -> Node:
        """Read ``not A``."""
        if not self.is_word("not"):
            return self.relation()
        sign = self.take()
        operand = self.negation()
        _need_truth(operand, sign)
        return Unary("not", operand, "truth")

    def relation(self) -> Node:
        """Read a comparison, or ``truth == A`` and ``opponent == x``."""
        if self.is_word("truth", "opponent"):
            return self._identity()
        node = self.sum()
        if not self.is_word(*_RELATIONS):
            return node
        sign = self.take()
        right = self.sum()
        if "truth" in (node.type, right.type) or _same(node.type, right.type) is None:
            if not (_is_zero(node) or _is_zero(right)):
                raise _wrong(sign, node, right)
            if "truth" in (node.type, right.type):
                raise _wrong(sign, node, right)
        return Binary(sign.text, node, right, "truth")

    def _identity(self) -> Node:
        which = self.take()
        if not self.is_word("==", "!="):
            raise self.unreadable(
                ja=f"{which.text} は == か != で比べます", en=f"compare {which.text} with == or !="
            )
        sign = self.take()
        if self.token.kind != "word":
            raise self.unreadable(ja="名がありません", en="a name is missing")
        name = self.take()
        self.used.append(Used(which.text + "s", name.text, name.column))
        call = Call("is_" + which.text, name.text, "truth")
        return call if sign.text == "==" else Unary("not", call, "truth")

    def sum(self) -> Node:
        """Read ``A + B - C``."""
        node = self.product()
        while self.is_word("+", "-"):
            sign = self.take()
            right = self.product()
            kind = _same(node.type, right.type)
            if kind is None or kind == "truth":
                raise _wrong(sign, node, right)
            node = Binary(sign.text, node, right, kind)
        return node

    def product(self) -> Node:
        """Read ``A * B / C``."""
        node = self.sign()
        while self.is_word("*", "/"):
            sign = self.take()
            right = self.sign()
            kind = _product(node.type, sign.text, right.type)
            if kind is None:
                raise _wrong(sign, node, right)
            node = Binary(sign.text, node, right, kind)
        return node

    def sign(self) -> Node:
        """Read ``-A``."""
        if not self.is_word("-"):
            return self.atom()
        sign = self.take()
        operand = self.sign()
        if operand.type == "truth":
            raise _wrong(sign, operand, operand)
        return Unary("-", operand, operand.type)

    def atom(self) -> Node:
        """Read a number, a name, a question, or something in brackets."""
        if self.token.kind == "number":
            return self._quantity()
        if self.is_word("("):
            self.take()
            node = self.choice()
            self.demand(")")
            return node
        if self.token.kind == "word" and self.token.text not in ("and", "or", "not", "if", "else"):
            return self._word()
        found = self.token.text
        if not found:
            raise self.unreadable(ja="途中で終わっています", en="it ends too early")
        raise self.unreadable(
            ja=f"「{found}」はここに置けません", en=f"'{found}' cannot stand here"
        )

    def _quantity(self) -> Node:
        number = float(self.take().text.replace("_", ""))
        if self.is_word("%"):
            self.take()
            return Quantity(number / 100.0, "prob")
        if self.token.kind == "word" and self.token.text not in _WORDS:
            unit = self.take()
            found = unit_factor(unit.text, counted=self.counted, per_allowed=False)
            if found is None:
                raise Mistake(
                    code="TY401",
                    column=unit.column,
                    width=len(unit.text),
                    reason_ja=f"未知の単位「{unit.text}」",
                    reason_en=f"unknown unit '{unit.text}'",
                )
            dimension, factor = found
            kind: Type = "number" if dimension in ("factor", "logodds") else dimension  # type: ignore[assignment]
            return Quantity(number * factor, kind)
        return Quantity(number, "number")

    def _word(self) -> Node:
        word = self.take()
        name = word.text
        if name in ("true", "false", "unknown"):
            return Quantity({"true": 1.0, "false": 0.0, "unknown": 0.5}[name], "truth")
        if name in DRAWS and self.is_word("("):
            raise Mistake(code="TY404", column=word.column, width=len(name), name=name)
        if name in CLOCKS:
            raise Mistake(code="TY406", column=word.column, width=len(name), name=name)
        if name in PARTS and self.is_word("."):
            return self._part_of(name)
        if self.is_word("("):
            return self._call(word)
        if name in BUILT_IN:
            return Name("built_in", name, BUILT_IN[name])
        self.used.append(Used("values", name, word.column))
        return Name("values", name, "value")

    def _part_of(self, word: str) -> Node:
        """Read ``flow.ID.part`` and its like."""
        section, parts = PARTS[word]
        self.take()
        block = self.take()
        self.used.append(Used(section, block.text, block.column))
        self.demand(".")
        part = self.token
        if part.text not in parts:
            raise self.unreadable(
                ja=f"「{part.text}」は {word} の項目ではありません（{'、'.join(parts)}）",
                en=f"'{part.text}' is no part of '{word}' ({', '.join(parts)})",
            )
        self.take()
        name = f"{block.text}.{part.text}"
        if section == "flows" and self.is_word("."):
            self.take()
            place = self.take()
            name += f".{place.text}"
        return Name(section, name, parts[part.text])

    def _call(self, word: _Token) -> Node:
        if word.text in ARITHMETIC:
            return self._arithmetic(word)
        if word.text not in FUNCTIONS:
            known = ", ".join([*FUNCTIONS, *ARITHMETIC])
            raise Mistake(
                code="TY402", column=word.column, width=len(word.text), name=word.text, known=known
            )
        # The argument is a name or a moment: taken as it stands, since both may hold signs.
        start = self.token.column + 1
        match = _ARGUMENT.match(self.text, start)
        if match is None or not match.group(1):
            raise self.unreadable(ja="括弧の中に名がありません", en="no name in the brackets")
        self.position = match.end()
        self.token = self._next()
        family, kind = FUNCTIONS[word.text]
        self.used.append(Used(family, match.group(1), match.start(1)))
        return Call(word.text, match.group(1), kind)

    def _arithmetic(self, word: _Token) -> Node:
        self.demand("(")
        arguments = [self.choice()]
        while self.is_word(","):
            sign = self.take()
            arguments.append(self.choice())
            if _same(arguments[0].type, arguments[-1].type) is None:
                raise _wrong(sign, arguments[0], arguments[-1])
        self.demand(")")
        if word.text == "abs" and len(arguments) != 1:
            raise Mistake(
                code="TY401",
                column=word.column,
                width=len(word.text),
                reason_ja="abs の引数は一つです",
                reason_en="abs takes one argument",
            )
        kind = arguments[0].type
        for argument in arguments:
            if argument.type == "truth":
                raise _wrong(word, argument, argument)
            kind = _same(kind, argument.type) or kind
        return Call(word.text, "", kind, tuple(arguments))


def _is_zero(node: Node) -> bool:
    return isinstance(node, Quantity) and node.value == 0.0


def _need_truth(node: Node, sign: _Token) -> None:
    if node.type not in ("truth", "value"):
        raise _wrong(sign, node, node)


def _wrong(sign: _Token, left: Node, right: Node) -> Mistake:
    kinds = [left.type] if left.type == right.type else [left.type, right.type]
    return Mistake(
        code="TY403",
        column=sign.column,
        width=max(len(sign.text), 1),
        operator=sign.text,
        found_ja="と".join(TYPE_WORDS[kind].ja for kind in kinds),
        found_en=" and ".join(TYPE_WORDS[kind].en for kind in kinds),
    )


def _same(left: Type, right: Type) -> Type | None:
    """Return the common type of two sides, or None; plain numbers fit counts and shares."""
    if left == right:
        return left
    for one, other in ((left, right), (right, left)):
        if one == "value":
            return other
        if one == "number" and other in ("count", "prob"):
            return other
    return None


def _product(left: Type, sign: str, right: Type) -> Type | None:
    """Return the type of a product or quotient, or None."""
    if "truth" in (left, right):
        return None
    if sign == "/":
        if left == right:
            return "number"
        if right in ("number", "prob", "value"):
            return left
        if (left, right) == ("count", "time"):
            return "rate"
        if (left, right) == ("count", "rate"):
            return "time"
        return "number" if left == "value" else None
    plain = ("number", "prob", "value")
    if left in plain:
        return right if right not in plain or left == "number" else left
    if right in plain:
        return left
    pair = {left, right}
    if pair == {"rate", "time"}:
        return "count"
    return "money" if pair == {"money", "count"} else None
