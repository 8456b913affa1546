"""Names and amounts of a comparison in one language, as the tables of a report need them."""

from tateyoko.figure.numbers import (
    DASH,
    apart,
    format_number,
    format_with_interval,
    in_language,
    quantity,
    unit_name,
)
from tateyoko.figure.tidy import truth_name
from tateyoko.report.words import BADGE_MARKS, WORDS, say
from tateyoko.study.results import (
    Badge,
    Comparison,
    Difference,
    Echo,
    Flip,
    MeasureInfo,
    ParameterInfo,
    Quantity,
)
from tateyoko.text import Lang

__all__ = ["Names", "numbered"]


def numbered(number: int, title: str) -> str:
    """Return a title with its number in front; what has none is numbered 0."""
    return f"{number} {title}" if number else title


class Names:
    """Names of the things of one comparison in one language.

    Parameters
    ----------
    comparison : Comparison
        The results.
    lang : Lang
        The language.
    """

    def __init__(self, comparison: Comparison, lang: Lang) -> None:
        self.lang = lang
        self._comparison = comparison
        self._measures = {m.id: m for m in comparison.measures}
        self._postures = {p.id: p.title[lang] for p in comparison.postures}
        self._parameters = {p.id: p for p in comparison.parameters}
        self._reforms = {r.id: r for r in comparison.reforms}
        self._hops = {h.id: h for h in comparison.hop_infos}
        self._opponents = {o.id: o.name[lang] for o in comparison.opponents}
        self._sources = {s.key: s for s in comparison.sources}

    def measure(self, measure_id: str, *, unit: bool = False) -> str:
        """Return the name of a measure, with its unit when asked for."""
        info = self._measures.get(measure_id)
        if info is None:
            return measure_id
        word = self.unit(info) if unit else ""
        if not word:
            return info.name[self.lang]
        return f"{info.name.ja}［{word}］" if self.lang == "ja" else f"{info.name.en} [{word}]"

    def unit(self, info: MeasureInfo) -> str:
        """Return the word of a measure's unit; a share is printed as per cent and has none."""
        return unit_name(info.unit, self.lang)

    def measure_info(self, measure_id: str) -> MeasureInfo | None:
        """Return a measure."""
        return self._measures.get(measure_id)

    def posture(self, posture_id: str) -> str:
        """Return the title of a posture."""
        return self._postures.get(posture_id, posture_id)

    def truth(self, truth_id: str) -> str:
        """Return the letter and name of a truth."""
        return truth_name(self._comparison, truth_id)[self.lang]

    def opponent(self, opponent_id: str | None) -> str:
        """Return the name of a type of opponent; None stands for all of them."""
        if opponent_id is None:
            return say("pooled", self.lang)
        return self._opponents.get(opponent_id, opponent_id)

    def reform(self, reform_id: str) -> str:
        """Return number and title of a reform."""
        info = self._reforms.get(reform_id)
        if info is None:
            others = {n.id: n for n in self._comparison.not_modelled}
            other = others.get(reform_id)
            return numbered(other.number, other.title[self.lang]) if other else reform_id
        return numbered(info.number, info.title[self.lang])

    def hop(self, hop_id: str) -> str:
        """Return the name of a hop of the main line."""
        info = self._hops.get(hop_id)
        return info.name[self.lang] if info else hop_id

    def parameter(self, parameter_id: str) -> str:
        """Return the name of an uncertain number."""
        info = self._parameters.get(parameter_id)
        return info.name[self.lang] if info else parameter_id

    def parameter_value(self, parameter_id: str, value: float) -> str:
        """Return a value of an uncertain number with its unit."""
        info = self._parameters.get(parameter_id)
        return quantity(value, info.unit if info else "", self.lang)

    def threshold(self, flip: Flip) -> str:
        """Return where a difference changes its sign, told apart from the central value."""
        info = self._parameters.get(flip.parameter)
        if info is None:
            return quantity(flip.threshold, "", self.lang)
        return apart(flip.threshold, info.value, info.unit, self.lang)

    def knob(self, echo: Echo) -> str:
        """Return what a reform's set value is about."""
        return echo.knob_name[self.lang]

    def parameter_info(self, parameter_id: str) -> ParameterInfo | None:
        """Return an uncertain number."""
        return self._parameters.get(parameter_id)

    def origin(self, source: str, assumed: str) -> str:
        """Say where a number comes from: its source, or the reason of the assumption."""
        if source:
            known = self._sources.get(source)
            title = known.title if known else source
            colon = "：" if self.lang == "ja" else ": "
            return f"{say('source', self.lang)}{colon}{title}"
        colon = "：" if self.lang == "ja" else ": "
        return f"{say('assumed', self.lang)}{colon}{assumed}" if assumed else ""

    def amount(self, given: Quantity | None) -> str:
        """Return a quantity with its range, or that none is given."""
        if given is None:
            return say("not_given", self.lang)
        words = quantity(given.value, given.unit, self.lang)
        if given.low is None or given.high is None:
            return words
        low, high = (
            format_number(in_language(end, given.unit, self.lang))
            for end in (given.low, given.high)
        )
        return f"{words}（{low}〜{high}）" if self.lang == "ja" else f"{words} ({low} to {high})"

    def badge(self, badge: Badge) -> str:
        """Return mark and word of a badge."""
        return f"{BADGE_MARKS[badge]} {WORDS[f'badge_{badge}'][self.lang]}"

    def verdict(self, difference: Difference) -> str:
        """Return mark and words of the verdict on a difference."""
        if difference.too_few:
            words = say("too_few", self.lang, count=difference.differing)
            return f"{BADGE_MARKS[difference.badge]} {words}"
        return self.badge(difference.badge)

    def difference(self, difference: Difference, *, unit: bool = True) -> str:
        """Return a difference with its interval, and its unit when asked for."""
        info = self._measures.get(difference.measure)
        kind = info.unit if info else ""
        if difference.value is None:
            return DASH
        if difference.value == 0.0 and difference.low is None:
            return "0"
        if difference.low is None or difference.high is None:
            return quantity(difference.value, kind, self.lang, sign=True)
        words = format_with_interval(
            difference.value, difference.low, difference.high, unit=kind, sign=True
        )
        share = kind in ("prob", "share")
        word = say("points", self.lang) if share else unit_name(kind, self.lang)
        if not unit or not word:
            return words
        return f"{words}{word}" if self.lang == "ja" else f"{words} {word}"
