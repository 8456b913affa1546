"""Run the default comparison and write its excerpt, and one figure, into both READMEs.

So the numbers that a visitor sees first come out of a command. The excerpt is made of
``docs/figures/result.json``, which this script writes too; tests/docs makes it again from there
and compares it with the pages. ``--render`` only writes the pages anew from the stored result.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    # Run as a script, a tool finds its siblings in the checkout's root.
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tateyoko.figure.numbers import format_share, format_with_interval, quantity, unit_name
from tateyoko.text import Lang, Text
from tools.excerpts import with_excerpt

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures"
STORED = FIGURES / "result.json"
READMES: Mapping[Lang, Path] = {"en": ROOT / "README.md", "ja": ROOT / "README.ja.md"}
SHOWN_BESIDES = ("adverse", "burden", "democratic_control")

WORDS = {
    "intro": Text(
        en="{title}: **{question}?** The shipped scenario has {count} hidden truths ({truths}); "
        "the posts never know which one they are in. Postures are compared run by run under the "
        "same luck: {postures}. The baseline is `{baseline}`.",
        ja="{title}：**{question}**　隠れた真の展開は{count}つ（{truths}）で、"
        "役職にはどれか分かりません。態勢は同じ運のもとで回ごとに比べます：{postures}。"
        "基準は `{baseline}` です。",
    ),
    "measure": Text(en="measure", ja="指標"),
    "value": Text(en="{posture}, value", ja="{posture}　値"),
    "change": Text(en="{posture}, change", ja="{posture}　差"),
    "adverse": Text(en=" ▲ adverse", ja=" ▲副作用"),
    "burden": Text(en=" ▲ burden", ja=" ▲負担"),
    "democratic_control": Text(en=" (democratic control)", ja="（民主的統制）"),
    "robust": Text(en="robust", ja="頑健"),
    "conditional": Text(en="conditional", ja="条件付き"),
    "undecided": Text(en="undecided", ja="判別不能"),
    "no_effect": Text(en="no difference", ja="差なし"),
    "beyond": Text(en="beyond the horizon", ja="期間内に起きず"),
    "legend": Text(
        en="In brackets: 95 % intervals of luck alone. Below: share of the draws of all assumed "
        "numbers in which the difference has this sign (robust from 90 %, conditional from 60 %).",
        ja="[ ] は運だけによる95％区間。下段は、仮定した数を幅の中で引き直したとき、"
        "差の符号が同じになった割合（9割以上は頑健、6割以上は条件付き）。",
    ),
    "longest": Text(en="Longest waits now: {list}.", ja="現在もっとも長い待ち：{list}。"),
    "too_few": Text(en="too few pairs differ ({count})", ja="異なる対が少なすぎる（{count}）"),
    "flips": Text(
        en="What would undo a conclusion: {list}.", ja="結論が逆になるか消える条件：{list}。"
    ),
    "above": Text(
        en="{parameter} above {value}: {kind} ({posture}, {measure})",
        ja="{parameter}が{value}を超えると{kind}（{posture}、{measure}）",
    ),
    "below": Text(
        en="{parameter} below {value}: {kind} ({posture}, {measure})",
        ja="{parameter}が{value}を下回ると{kind}（{posture}、{measure}）",
    ),
    "reverses": Text(en="reversed", ja="逆転する"),
    "vanishes": Text(en="gone", ja="差が消える"),
    "no_flips": Text(
        en="No single assumption within its range reverses a robust or conditional difference.",
        ja="幅の中の仮定を一つだけ動かして、頑健または条件付きの差が逆になるものはありません。",
    ),
    "not_modelled": Text(
        en="Not modelled yet, and so missing from all-14: {list}.",
        ja="未実装で、all-14 に含まれないもの：{list}。",
    ),
    "run": Text(
        en="`./tateyoko compare`: {runs} runs per posture, truth and opponent, {sets} draws of the "
        "assumptions, seed {seed}; it prints more rows than these. A model, not a forecast.",
        ja="`./tateyoko compare`：態勢・展開・相手ごとに{runs}回、仮定の引き直し{sets}組、"
        "種{seed}。表示される行はこれより多くあります。モデルであり、予測ではありません。",
    ),
    "separator": Text(en=", ", ja="、"),
    "list": Text(en="; ", ja="；"),
}


def name_of(items: Sequence[Mapping[str, Any]], id: str, lang: Lang, key: str = "name") -> str:
    """Give the name in one language of the item with an id."""
    for item in items:
        if item["id"] == id:
            return str(item[key][lang])
    return id


def shown_rows(result: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    """Give the rows of the excerpt, as measure and truth; the command prints all of them.

    Headline measures only. What is asked about stands under the serious truth; what may be
    worsened under the harmless one, where acting is in vain, if it is measured there.
    """
    details = result["details"]
    truths = [truth["id"] for truth in details["truths"]]
    measured = {(row["id"], row["truth"]) for row in result["measures"]}
    rows = []
    for kind in ("outcome", *SHOWN_BESIDES):
        for info in details["measures"]:
            if not info["headline"] or info["kind"] != kind:
                continue
            wanted = truths if kind == "outcome" else list(reversed(truths))
            allowed = info["truths"] or truths
            for truth in wanted:
                if truth in allowed and (info["id"], truth) in measured:
                    rows.append((info, truth))
                    break
    return rows


def value_cell(row: Mapping[str, Any], unit: str, lang: Lang) -> str:
    """Give the value under the baseline with its interval."""
    if row["value"] is None:
        return WORDS["beyond"][lang]
    low, high = row["interval"]
    if low is None or high is None:
        return quantity(row["value"], unit, lang)
    return format_with_interval(row["value"], low, high, unit=unit)


def change_cell(row: Mapping[str, Any], unit: str, lang: Lang) -> str:
    """Give the paired difference with its interval, sign share and badge."""
    badge = row["badge"]
    if badge == "no_effect":
        return WORDS[badge][lang]
    if row["difference"] is None:
        return WORDS["beyond"][lang]
    if row["difference"] == 0:
        return "0"
    low, high = row["difference_interval"]
    written = (
        quantity(row["difference"], unit, lang, sign=True)
        if low is None or high is None
        else format_with_interval(row["difference"], low, high, unit=unit, sign=True)
    )
    if row["sign_share"] is None:
        return written
    verdict = WORDS[badge][lang]
    if row.get("too_few"):
        verdict = WORDS["too_few"].format(count=row["differing"])[lang]
    return f"{written}<br>{format_share(row['sign_share'])} {verdict}"


def table(result: Mapping[str, Any], lang: Lang) -> list[str]:
    """Give the rows of the Markdown table."""
    postures, baseline = result["postures"], result["baseline"]
    others = [posture for posture in postures if posture != baseline]
    rows = {(row["id"], row["posture"], row["truth"]): row for row in result["measures"]}
    head = [
        WORDS["measure"][lang],
        WORDS["value"][lang].format(posture=baseline),
        *(WORDS["change"][lang].format(posture=posture) for posture in others),
    ]
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    for info, truth in shown_rows(result):
        unit = unit_name(info["unit"], lang)
        if info["unit"] in ("share", "prob"):
            unit = "％" if lang == "ja" else "%"
        label = f"**{truth}** {info['name'][lang]}"
        if unit:
            label += f"（{unit}）" if lang == "ja" else f" ({unit})"
        if info["kind"] in WORDS:
            label += WORDS[info["kind"]][lang]
        cells = [label, value_cell(rows[info["id"], baseline, truth], info["unit"], lang)]
        for posture in others:
            cells.append(change_cell(rows[info["id"], posture, truth], info["unit"], lang))
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def longest_waits(result: Mapping[str, Any], lang: Lang) -> str:
    """Give the three longest hops under the baseline with their mean times."""
    details, baseline = result["details"], result["baseline"]
    first_truth = details["truths"][0]["id"]
    means = {
        cell["hop"]: cell["mean_ms"]
        for cell in details["hops"]
        if cell["posture"] == baseline and cell["truth"] == first_truth
    }
    listed = [
        f"{name_of(details['hop_infos'], hop, lang)} {quantity(means[hop] / 3.6e6, 'h', lang)}"
        for hop in details["longest"][baseline][:3]
    ]
    return WORDS["longest"][lang].format(list=WORDS["separator"][lang].join(listed))


def reversals(result: Mapping[str, Any], lang: Lang) -> str:
    """Give the assumptions that undo a headline difference, the most important first."""
    details = result["details"]
    clear = {
        (row["id"], row["posture"], row["truth"])
        for row in result["measures"]
        if row["badge"] in ("robust", "conditional")
    }
    flips = [f for f in details["flips"] if (f["measure"], f["posture"], f["truth"]) in clear]
    if not flips:
        return WORDS["no_flips"][lang]
    units = {info["id"]: info["unit"] for info in details["parameters"]}
    listed = [
        WORDS[flip["direction"]][lang].format(
            parameter=name_of(details["parameters"], flip["parameter"], lang),
            value=quantity(flip["threshold"], units.get(flip["parameter"], ""), lang),
            posture=flip["posture"],
            measure=name_of(details["measures"], flip["measure"], lang),
            kind=WORDS[flip.get("kind", "reverses")][lang],
        )
        for flip in flips[:3]
    ]
    return WORDS["flips"][lang].format(list=WORDS["list"][lang].join(listed))


def render(result: Mapping[str, Any], lang: Lang) -> str:
    """Give the excerpt of a stored result in one language, as Markdown."""
    manifest, details = result["manifest"], result["details"]
    separator = WORDS["separator"][lang]
    truths = [f"{truth['id']} {truth['name'][lang]}" for truth in details["truths"]]
    postures = [f"`{info['id']}` {info['title'][lang]}" for info in result["posture_infos"]]
    lines = [
        WORDS["intro"][lang].format(
            title=result["title"][lang],
            question=result["question"][lang].rstrip("?？"),
            count=len(truths),
            truths=separator.join(truths),
            postures=WORDS["list"][lang].join(postures),
            baseline=result["baseline"],
        ),
        "",
        *table(result, lang),
        "",
        WORDS["legend"][lang],
        longest_waits(result, lang),
        reversals(result, lang),
    ]
    if details["not_modelled"]:
        listed = separator.join(item["id"] for item in details["not_modelled"])
        lines.append(WORDS["not_modelled"][lang].format(list=listed))
    lines += [
        "",
        f"![{result['caption'][lang]}](docs/figures/result.{lang}.svg)",
        "",
        result["reading"][lang],
        "",
        WORDS["run"][lang].format(
            runs=f"{manifest['runs']:,}", sets=manifest["sets"], seed=manifest["seed"]
        ),
    ]
    return "\n".join(lines) + "\n"


def run_comparison() -> tuple[dict[str, Any], dict[Lang, str]]:
    """Run the default comparison; give what the excerpt needs, and the figure by language."""
    from tateyoko.cli.worlds import compile_scenario, open_world, pick_scenario
    from tateyoko.report.pictures import WIDTHS, figures
    from tateyoko.study.compare import compare
    from tateyoko.study.sizes import DEFAULT_RUNS, DEFAULT_SETS

    world = open_world(None)
    model = compile_scenario(world, pick_scenario(world, None))
    found = compare(
        model, runs=DEFAULT_RUNS, sets=DEFAULT_SETS, seed=1, threads=os.cpu_count() or 1
    )
    document = found.to_json()
    figure = figures(found)[1]
    kept = {key: document[key] for key in ("scenario", "title", "question", "postures")}
    kept |= {key: document[key] for key in ("baseline", "posture_infos", "manifest", "measures")}
    kept["caption"] = {"ja": figure.title.ja, "en": figure.title.en}
    kept["reading"] = {"ja": figure.reading.ja, "en": figure.reading.en}
    details = document["details"]
    flipping = {flip["parameter"] for flip in details["flips"]}
    kept["details"] = {
        "truths": details["truths"],
        "measures": details["measures"],
        "hop_infos": details["hop_infos"],
        "hops": details["hops"],
        "longest": details["longest"],
        "flips": details["flips"],
        "parameters": [info for info in details["parameters"] if info["id"] in flipping],
        "not_modelled": details["not_modelled"],
    }
    pictures: dict[Lang, str] = {
        lang: figure.draw(lang, WIDTHS["wide"], prefix="readme-", heading=True) for lang in READMES
    }
    return kept, pictures


def on_white(picture: str) -> str:
    """Give a figure a white ground, since a page that shows it may be dark."""
    return picture.replace("</desc>", '</desc>\n<rect width="100%" height="100%" fill="#fff"/>', 1)


def main() -> int:
    """Write the stored result, the figures and both pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--render", action="store_true", help="only render the stored result")
    if not parser.parse_args().render:
        result, pictures = run_comparison()
        FIGURES.mkdir(exist_ok=True)
        text = json.dumps(result, ensure_ascii=False, indent=1, sort_keys=True)
        STORED.write_text(text + "\n", encoding="utf-8")
        for lang, picture in pictures.items():
            (FIGURES / f"result.{lang}.svg").write_text(on_white(picture), encoding="utf-8")
    stored = json.loads(STORED.read_text(encoding="utf-8"))
    for lang, path in READMES.items():
        page = path.read_text(encoding="utf-8")
        path.write_text(with_excerpt(page, "result", render(stored, lang)), encoding="utf-8")
        sys.stderr.write(f"written: {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
