"""What the YAML parser complains about, in Japanese.

The parser speaks English alone. The complaints that authors meet are few; one that is not known
here stays in English rather than being lost.
"""

from collections.abc import Sequence

__all__ = ["in_japanese"]

_COMPLAINTS = {
    "did not find expected ',' or '}'": "「,」か「}」が要ります",
    "did not find expected ',' or ']'": "「,」か「]」が要ります",
    "did not find expected key": "ここには項目名が要ります（字下げか引用符の誤り）",
    "did not find expected '-' indicator": "ここには「-」が要ります",
    "did not find expected node content": "ここには値が要ります",
    "did not find expected <document start>": "一つの文書が終わった後に余分な内容があります",
    "did not find expected comment or line break": "ここで行が終わるはずです",
    "did not find expected whitespace or line break": "ここには空白か改行が要ります",
    "did not find expected alphabetic or numeric character": "ここには英数字が要ります",
    "could not find expected ':'": "項目名の後に「:」がありません",
    "mapping values are not allowed in this context": "ここに「項目名: 値」は置けません",
    "mapping keys are not allowed in this context": "ここに項目名は置けません",
    "block sequence entries are not allowed in this context": "ここに「-」の並びは置けません",
    "found character that cannot start any token": "値や項目名の先頭に使えない文字（タブなど）です",
    "found a tab character that violates indentation": "字下げにタブは使えません",
    "found a tab character where an indentation space is expected": "字下げにタブは使えません",
    "found unexpected end of stream": "途中でファイルが終わっています",
    "found unexpected ':'": "ここに「:」は置けません",
    "found unexpected document indicator": "途中に文書の区切り（--- または ...）があります",
    "found unknown escape character": "引用符の中に未知の「\\」表記があります",
    "found undefined alias": "「*」が指す「&」がありません",
    "found undefined tag handle": "「!」の種別は使えません",
    "control characters are not allowed": "制御文字は使えません",
    "while parsing a flow mapping": "「{ }」を読む途中",
    "while parsing a flow sequence": "「[ ]」を読む途中",
    "while parsing a flow node": "「{ }」か「[ ]」の中の値を読む途中",
    "while parsing a block mapping": "項目の並びを読む途中",
    "while parsing a block collection": "「-」の並びを読む途中",
    "while parsing a block node": "値を読む途中",
    "while scanning for the next token": "次の語を探す途中",
    "while scanning a simple key": "項目名を読む途中",
    "while scanning a quoted scalar": "引用符の中を読む途中",
    "while parsing a quoted scalar": "引用符の中を読む途中",
    "while scanning a plain scalar": "値を読む途中",
    "while scanning a block scalar": "複数行の値を読む途中",
    "while scanning an anchor": "「&」を読む途中",
    "while scanning an alias": "「*」を読む途中",
}


def in_japanese(complaints: Sequence[str]) -> str:
    """Return a parser's problem and its context as one Japanese phrase."""
    said, *context = [_COMPLAINTS.get(one, one) for one in complaints]
    return f"{said}（{'、'.join(context)}）" if context else said
