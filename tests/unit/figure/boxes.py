"""Read the texts of a picture back from its SVG, with the boxes that they take."""

import re
from html import unescape

from tateyoko.figure.layout import Box
from tateyoko.figure.metrics import text_width

_TEXT = re.compile(r"<text([^>]*)>([^<]*)</text>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_PICTURE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')


def size_of(svg):
    """Return width and height of a picture [px]."""
    found = _PICTURE.search(svg)
    return float(found[1]), float(found[2])


def texts_of(svg):
    """Return (text, font size, box) of every text."""
    out = []
    for attributes, words in _TEXT.findall(svg):
        known = dict(_ATTRIBUTE.findall(attributes))
        size = float(known["font-size"])
        words = unescape(words)
        width = text_width(words, size, bold=known.get("font-weight") == "bold")
        shift = {"start": 0.0, "middle": width / 2, "end": width}[known.get("text-anchor", "start")]
        # Ink reaches from about 0.88 em above the baseline to 0.12 em below it.
        box = Box(float(known["x"]) - shift, float(known["y"]) - 0.88 * size, width, size)
        out.append((words, size, box))
    return out


def overlaps_of(svg, air=0.6):
    """Return the pairs of texts whose boxes overlap by more than ``air`` [px]."""
    texts = texts_of(svg)
    return [
        (one[0], other[0])
        for at, one in enumerate(texts)
        for other in texts[at + 1 :]
        if one[2].overlaps(other[2], air=air)
    ]


def outside_of(svg):
    """Return the texts that leave the frame."""
    width, height = size_of(svg)
    return [
        words
        for words, _, box in texts_of(svg)
        if box.x < -0.5
        or box.y < 0
        or box.x + box.width > width + 0.5
        or box.y + box.height > height
    ]
