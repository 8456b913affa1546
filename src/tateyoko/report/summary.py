"""The report on one screen: six answers, each computed from the comparison alone."""

from tateyoko.figure.numbers import format_share
from tateyoko.figure.readings import read_stopping_places
from tateyoko.figure.tidy import in_vain_measure, interval_measure, stopping_places
from tateyoko.report.names import Names
from tateyoko.report.words import say
from tateyoko.study.results import Comparison, Difference
from tateyoko.text import Lang

__all__ = ["summary"]


def summary(comparison: Comparison, lang: Lang) -> list[tuple[str, list[str]]]:
    """Return the questions a reader must be able to answer after two minutes, with the answers.

    Parameters
    ----------
    comparison : Comparison
        The results.
    lang : Lang
        Language.

    Returns
    -------
    answers : list of (str, list of str)
        Title of the question, and one or more sentences.
    """
    answers = {
        "s_compared": [_compared(comparison, lang)],
        "s_wait": [read_stopping_places(stopping_places(comparison))[lang]],
        "s_gain": _gains(comparison, lang),
        "s_price": _prices(comparison, lang),
        "s_fails": _fails(comparison, lang),
        "s_not": [say("limit_model", lang), say("limit_crisis", lang)],
    }
    return [
        (say(key, lang), [_sentence(words) for words in sentences])
        for key, sentences in answers.items()
    ]


def _sentence(words: str) -> str:
    """Return a sentence that begins with a capital, where the language has them."""
    return words[:1].upper() + words[1:]


def _compared(comparison: Comparison, lang: Lang) -> str:
    names = Names(comparison, lang)
    others = [p.title[lang] for p in comparison.postures if p.id != comparison.baseline]
    if not others:
        return say("v_compared_alone", lang, baseline=names.posture(comparison.baseline))
    listed = (
        "、".join(f"「{o}」" for o in others)
        if lang == "ja"
        else ", ".join(f"“{o}”" for o in others)
    )
    return say(
        "v_compared",
        lang,
        baseline=names.posture(comparison.baseline),
        others=listed,
        truths=len(comparison.truths),
        opponents=len(comparison.opponents),
        runs=comparison.runs,
    )


def _pooled(comparison: Comparison) -> list[Difference]:
    return [d for d in comparison.differences if d.opponent is None]


def _gains(comparison: Comparison, lang: Lang) -> list[str]:
    """Say what two headlines do under each posture, in the first truth they are measured in."""
    if not comparison.measures:
        return [_compared(comparison, lang)]
    told = dict.fromkeys((comparison.headline.id, interval_measure(comparison).id))
    found: dict[tuple[str, str], Difference] = {}
    for difference in _pooled(comparison):
        if difference.measure in told:
            found.setdefault((difference.measure, difference.posture), difference)
    order = [key for measure in told for key in found if key[0] == measure]
    return [_gain(comparison, found[key], lang) for key in order] or [_compared(comparison, lang)]


def _gain(comparison: Comparison, difference: Difference, lang: Lang) -> str:
    names = Names(comparison, lang)
    share = ""
    if difference.sign_share is not None:
        share = say("v_share", lang, share=format_share(difference.sign_share))
    key = "v_gain"
    if difference.badge == "no_effect":
        key = "v_gain_same"
    elif difference.too_few:
        key = "v_gain_few"
    elif difference.badge == "undecided":
        key = "v_gain_undecided"
    return say(
        key,
        lang,
        measure=names.measure(difference.measure),
        truth=names.truth(difference.truth),
        posture=names.posture(difference.posture),
        difference=names.difference(difference),
        badge=names.verdict(difference),
        share=share,
    )


def _prices(comparison: Comparison, lang: Lang) -> list[str]:
    """Name what gets worse, adverse sides before burdens, three at most.

    What is done in vain under the benign twin comes with them whatever the dice can tell: a gain
    is told when it is undecided, so is its counterpart.
    """
    kinds = {m.id: m.kind for m in comparison.measures}
    worse = [
        d
        for d in _pooled(comparison)
        if kinds.get(d.measure) in ("adverse", "burden") and d.better is False
    ]
    # What the assumptions leave standing comes first; an adverse side comes before a burden.
    worse.sort(
        key=lambda d: (d.badge == "undecided", kinds[d.measure] != "adverse", -(d.sign_share or 0))
    )
    kept: dict[str, Difference] = {}
    for difference in worse:
        kept.setdefault(difference.measure, difference)
    vain = [d for d in _in_vain(comparison) if d.measure not in kept or kept[d.measure] != d]
    told = [_gain(comparison, difference, lang) for difference in list(kept.values())[:3]]
    return (told or [say("v_price_none", lang)]) + [_gain(comparison, d, lang) for d in vain]


def _in_vain(comparison: Comparison) -> list[Difference]:
    """Return what the posture with the most reforms does in vain under the benign twin."""
    base = next(p for p in comparison.postures if p.id == comparison.baseline)
    later = [p for p in comparison.postures if p.id != base.id and p.date >= base.date]
    measure, truth = in_vain_measure(comparison)
    if measure is None or not later:
        return []
    most = max(later, key=lambda posture: sum(posture.reforms.values()))
    found = comparison.difference(measure.id, most.id, truth)
    return [found] if found is not None and found.badge != "no_effect" else []


def _fails(comparison: Comparison, lang: Lang) -> list[str]:
    """Name the conditions that undo the most important differences, two at most."""
    names = Names(comparison, lang)
    if not comparison.drivers:
        return [say("v_fails_unknown", lang)]
    if not comparison.flips:
        return [say("v_fails_none", lang)]
    return [
        say(
            f"v_fails_{flip.kind}",
            lang,
            parameter=names.parameter(flip.parameter),
            threshold=names.threshold(flip),
            direction=say(flip.direction, lang),
            posture=names.posture(flip.posture),
            measure=names.measure(flip.measure),
            truth=names.truth(flip.truth),
        )
        for flip in comparison.flips[:2]
    ]
