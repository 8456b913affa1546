"""Everybody of the organisation is seated, by role and never by name, and every posture is right.

The ids are those of the project's survey of posts, channels, meetings and successions: a world that
loses one of them fails here.
"""

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ruamel.yaml import YAML

from tateyoko.compiler import compile_model
from tateyoko.engine.reference import Reference
from tateyoko.engine.reference_model import Model as ReferenceModel
from tateyoko.errors import Place, WorldError
from tateyoko.world import World, load_world
from tateyoko.world.kinds import Name, Said, Words, declared_fields
from tateyoko.world.organisation import Post

FOLDER = Path(__file__).parents[2] / "src/tateyoko/worlds/japan"

SURVEY = {
    section: ids.split()
    for section, ids in YAML(typ="safe")
    .load((Path(__file__).parent / "japan_survey.yaml").read_text(encoding="utf-8"))
    .items()
}

# A title before a name, or a name before a title: none of them may stand in a world of roles.
TITLE_AND_NAME = re.compile(
    r"\b(?:Prime Minister|President|Minister|Admiral|General|Governor|Mayor|Secretary|Chancellor"
    r"|Commander|Ambassador|Emperor|Senator|Speaker) (?!General|Staff|Dispatch|Commissioner|of\b)"
    r"[A-Z][a-z]+"
    r"|\b(?:Mr|Ms|Mrs|Dr|Gen|Adm|Lt)\.? [A-Z][a-z]+"
    r"|[一-龥ァ-ヴー]{2,5}(?:首相|元首相|大統領|氏|さん)"
    r"|[ァ-ヴー]{2,6}(?:長官|将軍|国務)"
)
#: A body of the United Nations and a magazine.
NO_NAMES = ("General Assembly", "President Online")


@pytest.fixture(scope="module")
def japan() -> World:
    return load_world(FOLDER)


# ---- who is there


@pytest.mark.parametrize(
    ("section", "count"), [("posts", 115), ("channels", 54), ("meetings", 14), ("successions", 8)]
)
def test_everything_of_the_survey_is_there(japan: World, section: str, count: int) -> None:
    """A report or warning that goes one way stands among the chains."""
    there = {*getattr(japan, section), *(japan.chains if section == "channels" else ())}

    assert len(SURVEY[section]) == count
    assert [id for id in SURVEY[section] if id not in there] == []


def test_every_meeting_of_the_survey_lists_its_seats(japan: World) -> None:
    assert [id for id in SURVEY["meetings"] if not japan.meetings[id].seats] == []


def test_the_council_of_nine_has_nine_seats(japan: World) -> None:
    council = japan.meetings["nsc_nine"]

    assert len(council.seats) == 9
    assert all(japan.posts[post].cabinet_rank is not None for post in council.seats)


def test_every_post_and_every_figure_says_where_it_is_from(japan: World) -> None:
    blocks: dict[str, Any] = {**japan.posts, **japan.channels, **japan.chains, **japan.meetings}
    silent = [
        f"{id}.{figure.id}"
        for id, block in blocks.items()
        for figure in block.figures.values()
        if not figure.source and not figure.assumed
    ]

    assert silent == []


# ---- roles only


def test_no_field_of_a_post_takes_a_persons_name() -> None:
    """A post has a name as an office; no other field of it is free text about a person."""
    free = {
        item.key for item in declared_fields(Post) if isinstance(item.kind, Said | Words | Name)
    }

    assert free == {"name", "nation", "law", "assumed", "note"}


def _texts() -> Iterator[tuple[str, str]]:
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in (".yaml", ".md"):
            text = re.sub(r'url: "[^"]*"', "", path.read_text(encoding="utf-8"))
            yield path.relative_to(FOLDER).as_posix(), text


def test_no_person_is_named_anywhere_in_the_shipped_world() -> None:
    found = [
        (name, match.group())
        for name, text in _texts()
        for match in TITLE_AND_NAME.finditer(text)
        if match.group() not in NO_NAMES
    ]

    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "Prime Minister Smith",
        "President Jones said",
        "Gen. Brown",
        "山田首相",
        "山田氏",
        "ブラウン長官",
    ],
)
def test_the_search_for_names_finds_names(text: str) -> None:
    assert TITLE_AND_NAME.search(text)


@pytest.mark.parametrize(
    "text",
    ["the Prime Minister orders", "Secretary General", "Minister of Defence", "内閣総理大臣"],
)
def test_the_search_for_names_leaves_offices_alone(text: str) -> None:
    assert not TITLE_AND_NAME.search(text)


# ---- postures through time


def _on(block: Any, date: dt.date) -> bool:
    return (block.since is None or block.since <= date) and (
        block.until is None or date < block.until
    )


THERE = {
    "pre-1998": (
        "meetings.security_council posts.jsc posts.mso posts.gso posts.aso chains.fleet_orders"
        " posts.ciro successions.pm_acting_unnamed",
        "posts.crisis_manager posts.cicc posts.js posts.nss meetings.nsc_nine posts.jjoc"
        " chains.jalert successions.pm_acting channels.acm_bocc posts.space_op posts.cloud"
        " posts.jfhq_planned",
    ),
    "1998-2005": (
        "posts.crisis_manager posts.cicc posts.kantei_centre meetings.security_council posts.jsc"
        " chains.local_hand_off channels.bcc_2000 successions.pm_acting",
        "posts.js posts.cjs posts.nss meetings.nsc_four chains.jalert channels.bjocc"
        " chains.civil_protection_warning",
    ),
    "2006-joint-staff": (
        "posts.js posts.cjs chains.fleet_orders_joint chains.jalert channels.bjocc"
        " chains.civil_protection_warning meetings.security_council",
        "posts.jsc chains.fleet_orders posts.nss posts.jjoc channels.bcat_2011",
    ),
    "2011": (
        "channels.bcat_2011 channels.bcc_2000 channels.bjocc posts.js posts.cjs"
        " meetings.security_council posts.mso",
        "channels.acm_bocc posts.nss posts.jjoc posts.gcc posts.jct",
    ),
    "2014-nsc": (
        "posts.nsc posts.nss meetings.nsc_four meetings.nsc_nine meetings.cabinet_telephone"
        " channels.acm_acg channels.acm_bocc posts.secrets_boards",
        "meetings.security_council posts.gcc posts.jjoc posts.nco channels.bcc_2000",
    ),
    "2024-04": (
        "posts.gcc posts.cyber_def channels.defence_hotline_a channels.acm_staff posts.ciro",
        "posts.jjoc posts.jct posts.nib posts.nco channels.hqjoc_exchange",
    ),
    "2025-jjoc": (
        "posts.jjoc posts.jjc posts.jct channels.jct_link channels.jjoc_indopacom"
        " channels.hqjoc_exchange posts.ciro",
        "posts.nib posts.nic posts.nco chains.joint_orders_js",
    ),
    "2026-11": (
        "posts.nib posts.nic meetings.intelligence_council posts.nco posts.cyber_commission"
        " channels.cyber_approval posts.jjoc",
        "posts.ciro posts.jsc meetings.security_council",
    ),
}


@pytest.mark.parametrize("posture", THERE)
def test_a_posture_has_what_existed_on_its_day_and_nothing_else(japan: World, posture: str) -> None:
    date = japan.postures[posture].date
    there, not_there = (
        [(path, getattr(japan, path.split(".")[0])[path.split(".")[1]]) for path in paths.split()]
        for paths in THERE[posture]
    )

    assert [path for path, block in there if not _on(block, date)] == []
    assert [path for path, block in not_there if _on(block, date)] == []


def test_one_posture_stands_for_each_era(japan: World) -> None:
    eras = {
        posture.stands_for_era: id
        for id, posture in japan.postures.items()
        if posture.stands_for_era
    }

    assert eras == {
        "pre1998": "pre-1998",
        "1998_2005": "1998-2005",
        "2006_2013": "2011",
        "2014_2024": "2014-nsc",
        "2025_on": "2026-11",
    }


def test_every_day_has_one_council_that_may_decide(japan: World) -> None:
    councils = ("national_defence_council", "security_council", "nsc_nine")
    for year in range(1975, 2027):
        day = dt.date(year, 11, 21)
        assert sum(_on(japan.meetings[id], day) for id in councils) == 1, day


def test_every_pattern_compiles_in_every_era(japan: World) -> None:
    """Nothing that a step of a pattern needs is missing on any of the days it is asked for."""
    eras = [id for id, posture in japan.postures.items() if posture.stands_for_era]
    patterns = [id for id, scenario in japan.scenarios.items() if scenario.stands_for]
    for pattern in patterns:
        assert compile_model(japan, pattern, postures=eras, reforms={}).net.nparams > 0


def test_a_scenario_in_a_posture_before_its_posts_is_refused(japan: World) -> None:
    with pytest.raises(WorldError) as refused:
        compile_model(japan, "sakishima", postures=["pre-1998"], reforms={})

    assert {problem.code for problem in refused.value.problems} == {"CP601"}
    assert all(isinstance(problem.place, Place) for problem in refused.value.problems)


# ---- a large world stays quick


def test_posts_that_a_scenario_does_not_use_are_not_in_its_net(japan: World) -> None:
    seats = set(compile_model(japan, "noto-1999").net.seat_ids)

    assert {"pm", "escort_ship"} <= seats
    assert not {"us_president", "power_grid", "gov_disaster", "mhlw_minister"} & seats
    assert len(seats) < 40


# ---- an office of Japan that is empty


def _ordered(folder: Path, away: str, posture: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the hour of the order, and of the first who acts, of 12 runs of noto-1999."""
    shutil.copytree(FOLDER, folder)
    scenario = folder / "scenarios" / "noto-1999.yaml"
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(f"{text.rstrip()}\naway:\n{away}\n", encoding="utf-8")
    model = compile_model(load_world(folder), "noto-1999", postures=[posture], reforms={})
    row = model.row(posture=posture, truth="A", opponent=next(iter(model.opponents), ""))
    marks = [model.net.marks[model.net.mark_ix[mark]].cell for mark in ("order", "acting.pm")]
    found = []
    net = ReferenceModel(model.net)
    for rep in range(12):
        run = Reference(net, row, 1, rep, script=model.script, until=model.horizon_ms).run()
        found.append([run.cells[cell] for cell in marks])
    order, acting = np.array(found).T
    return order, acting


def test_an_order_of_japan_is_given_although_the_prime_minister_is_lost(tmp_path: Path) -> None:
    lost = '  pm: "happened(inform_pm)"'

    order, acting = _ordered(tmp_path / "lost", lost, "2026-11")

    given = order >= 0
    assert given.sum() >= 3
    assert (acting[given] >= 0).all()
    assert (acting[given] < order[given]).all()


def test_with_the_whole_order_lost_no_order_is_given(tmp_path: Path) -> None:
    posts = ("pm", "ccs", "mofa_minister", "mic_minister", "mlit_minister", "meti_minister")
    lost = "\n".join(f'  {post}: "at(T+1min)"' for post in posts)

    order, acting = _ordered(tmp_path / "world", lost, "2026-11")

    assert (order < 0).all()
    assert (acting < 0).all()
