"""`tateyoko compare`: run postures on the same dice, print the table, write the results."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tateyoko.cli.console import (
    default_threads,
    help_text,
    language,
    make_console,
    progress_bar,
)
from tateyoko.cli.options import Folder, Language
from tateyoko.errors import UsageError
from tateyoko.text import Lang, Text

if TYPE_CHECKING:
    from tateyoko.study.results import Comparison

__all__ = ["compare"]

_OUT = "tateyoko-out"


def compare(
    scenario: Annotated[
        str | None,
        typer.Argument(
            help=help_text("想定（既定：sakishima）", "the scenario (default: sakishima)"),
            show_default=False,
        ),
    ] = None,
    world: Folder = None,
    postures: Annotated[
        str | None,
        typer.Option(
            help=help_text("比べる態勢（コンマ区切り）", "postures, separated by commas"),
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(help=help_text("基準の態勢", "the baseline"), show_default=False),
    ] = None,
    reforms: Annotated[
        str | None,
        typer.Option(
            help=help_text(
                "基準に加える提言。例 1,3,5:0.5（:の後は強度）",
                "reforms on top of the baseline, such as 1,3,5:0.5 (strength after the colon)",
            ),
            show_default=False,
        ),
    ] = None,
    runs: Annotated[
        int | None,
        typer.Option(
            min=2,
            help=help_text("中心の仮定での反復の数", "replications at the central assumptions"),
            show_default=False,
        ),
    ] = None,
    sets: Annotated[
        int | None,
        typer.Option(
            min=0, help=help_text("仮定の組の数", "number of assumption sets"), show_default=False
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help=help_text("仮定を値に固定する（繰り返し可）", "hold a number (repeatable)"),
            show_default=False,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help=help_text("運の種", "root of all dice"), show_default=False),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            min=1,
            help=help_text(
                "計算の並列数（結果は変わらない）", "threads (results do not depend on it)"
            ),
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help=help_text(
                "結果のフォルダー（既定：./tateyoko-out/想定）",
                "folder for the results (default: ./tateyoko-out/SCENARIO)",
            ),
            show_default=False,
        ),
    ] = None,
    repeat: Annotated[
        Path | None,
        typer.Option(
            metavar="MANIFEST",
            help=help_text(
                "manifest.json の実行を繰り返し、同じバイト列かを確かめる",
                "repeat the run of a manifest.json and say whether every byte is the same",
            ),
            show_default=False,
        ),
    ] = None,
    lang: Language = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help=help_text(
                "JSON を標準出力へ（--out がなければファイルは書かない）",
                "print JSON (writes no files unless --out is given)",
            ),
        ),
    ] = False,
) -> int:
    """Compare postures."""
    chosen = language(lang)
    if repeat is not None:
        given = (scenario, postures, baseline, reforms, runs, sets, settings, seed)
        if any(value is not None for value in given):
            raise UsageError(
                Text(
                    ja="--repeat は manifest の設定をそのまま使います。"
                    "ほかの指定は --world、--threads、--out だけにしてください。",
                    en="--repeat takes its settings from the manifest; "
                    "only --world, --threads and --out may stand beside it.",
                )
            )
        return _repeat(repeat, world, threads, out, chosen)
    request: dict[str, Any] = {
        "scenario": scenario,
        "postures": postures,
        "baseline": baseline,
        "reforms": reforms,
        "runs": runs,
        "sets": sets,
        "set": list(settings or []),
        "seed": 1 if seed is None else seed,
    }
    folder = None if as_json and out is None else _folder(out, scenario, world)
    found = _run(request, world, threads, folder, chosen)
    manifest = None if folder is None else _write(found, folder, world, request)
    if as_json:
        document = found.to_json()
        if manifest is not None:
            document["manifest"] = manifest
        typer.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
        return 0
    assert folder is not None
    _print(found, folder, chosen)
    return 0


def _folder(out: Path | None, scenario: str | None, world: Path | None) -> Path:
    if out is not None:
        return out
    from tateyoko.cli.worlds import DEFAULT_SCENARIO, open_world, pick_scenario

    if scenario is None and world is not None:
        scenario = pick_scenario(open_world(world), None)
    return Path(_OUT) / (scenario or DEFAULT_SCENARIO)


def _run(
    request: Mapping[str, Any],
    world: Path | None,
    threads: int | None,
    folder: Path | None,
    lang: Lang,
) -> "Comparison":
    from tateyoko.cli.worlds import (
        compile_scenario,
        in_units,
        open_world,
        parse_names,
        parse_values,
        pick_scenario,
    )
    from tateyoko.store import check_target
    from tateyoko.study.compare import compare as run_comparison
    from tateyoko.study.sizes import DEFAULT_RUNS, DEFAULT_SETS

    if folder is not None:
        check_target(folder)
    settings = parse_values(request["set"])
    loaded = open_world(world)
    name = pick_scenario(loaded, request["scenario"])
    model = compile_scenario(
        loaded,
        name,
        postures=parse_names(request["postures"]),
        baseline=request["baseline"],
        reforms=request["reforms"],
    )
    values = in_units(settings, model.parameters)
    model.check(values)
    with progress_bar(lang) as progress:
        return run_comparison(
            model,
            baseline=request["baseline"],
            runs=DEFAULT_RUNS if request["runs"] is None else request["runs"],
            sets=DEFAULT_SETS if request["sets"] is None else request["sets"],
            seed=request["seed"],
            threads=threads or default_threads(),
            values=values,
            progress=progress,
        )


def _write(
    found: "Comparison", folder: Path, world: Path | None, request: Mapping[str, Any]
) -> dict[str, Any]:
    from tateyoko.cli.results import write_results

    asked = {
        **request,
        "scenario": found.scenario_id,
        "runs": found.runs,
        "sets": found.sets,
    }
    return write_results(found, folder, world="" if world is None else str(world), request=asked)


def _print(found: "Comparison", folder: Path, lang: Lang) -> None:
    from tateyoko.cli.table import print_table
    from tateyoko.cli.words import WORDS

    after = [
        (WORDS["written"][lang], f"{folder / 'report.html'}   {folder / 'manifest.json'}"),
        (
            WORDS["next"][lang],
            f"tateyoko trace {found.scenario_id}  ·  "
            f"tateyoko compare --repeat {folder / 'manifest.json'}  ·  tateyoko reforms",
        ),
    ]
    print_table(make_console(), found, lang, after=after)


def _repeat(
    manifest: Path, world: Path | None, threads: int | None, out: Path | None, lang: Lang
) -> int:
    """Run a manifest again and compare every file by its hash; 0 if all are the same, else 1."""
    import tempfile

    from tateyoko.cli.results import differing_files, differing_machine
    from tateyoko.store import read_manifest

    old = read_manifest(manifest)
    request = old["request"]
    folder_of_world = world
    if world is None and old.get("world_folder"):
        folder_of_world = Path(old["world_folder"])
    with tempfile.TemporaryDirectory(prefix="tateyoko-repeat-") as scratch:
        folder = Path(scratch) / "again" if out is None else out
        found = _run(request, folder_of_world, threads, folder, lang)
        new = _write(found, folder, folder_of_world, request)
    files = differing_files(old, new)
    console = make_console()
    if not files:
        same = Text(
            ja=f"同じ：{len(new['files'])}個のファイルはすべて1バイトも違いません。",
            en=f"The same: all {len(new['files'])} files are equal, byte for byte.",
        )
        console.print(same[lang], markup=False, soft_wrap=True)
        return 0
    differs = Text(
        ja=f"違い：{len(files)}個のファイルが違います：{', '.join(files)}",
        en=f"Different: {len(files)} files differ: {', '.join(files)}",
    )
    console.print(differs[lang], markup=False, soft_wrap=True)
    reasons = differing_machine(old, new)
    why = Text(
        ja="実行の条件の違い：" + ("；".join(reasons) or "なし"),
        en="What differs in the conditions of the run: " + ("; ".join(reasons) or "nothing"),
    )
    console.print(why[lang], markup=False, soft_wrap=True)
    return 1
