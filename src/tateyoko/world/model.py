"""A world as a whole, and the world of one scenario."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tateyoko.errors import Problem
from tateyoko.world.audiences import Audience
from tateyoko.world.authority import Fact, Rule
from tateyoko.world.channels import Chain, Channel, Delegation, Meeting, Release
from tateyoko.world.compliance import Compliance
from tateyoko.world.cover import Cover
from tateyoko.world.flows import Flow
from tateyoko.world.forms import Form
from tateyoko.world.judgements import Judgement
from tateyoko.world.organisation import Post, Site, Source, WorldAbout
from tateyoko.world.procedures import Procedure
from tateyoko.world.reform import Posture, Reform
from tateyoko.world.roads import with_roads
from tateyoko.world.scenario import Scenario
from tateyoko.world.stocks import Stock
from tateyoko.world.successions import Succession

__all__ = ["MERGED", "World"]

# Sections that a scenario may add to.
MERGED = (
    "sources",
    "sites",
    "posts",
    "channels",
    "chains",
    "meetings",
    "successions",
    "facts",
    "rules",
    "judgements",
    "forms",
    "procedures",
    "release",
    "delegations",
    "flows",
    "audiences",
    "compliance",
    "stocks",
    "cover",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything that a world's folder says.

    Attributes
    ----------
    about : WorldAbout
        Name, scales and defaults.
    scenarios : mapping of str to Scenario
        The files under ``scenarios``.
    reforms : mapping of str to Reform
        The files under ``reforms``, by id.
    postures : mapping of str to Posture
        In their written order.
    findings : tuple of Problem
        What is worth saying but no mistake that stops: numbers without source, odd baselines.
    folder : str
        Where it was read from.
    digest : str
        SHA-256 of all files, hexadecimal.
    """

    about: WorldAbout
    sources: Mapping[str, Source]
    sites: Mapping[str, Site]
    posts: Mapping[str, Post]
    channels: Mapping[str, Channel]
    chains: Mapping[str, Chain]
    meetings: Mapping[str, Meeting]
    successions: Mapping[str, Succession]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    judgements: Mapping[str, Judgement]
    forms: Mapping[str, Form]
    procedures: Mapping[str, Procedure]
    release: Mapping[str, Release]
    delegations: Mapping[str, Delegation]
    flows: Mapping[str, Flow]
    postures: Mapping[str, Posture]
    scenarios: Mapping[str, Scenario]
    reforms: Mapping[str, Reform]
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    compliance: Mapping[str, Compliance] = field(default_factory=dict)
    stocks: Mapping[str, Stock] = field(default_factory=dict)
    cover: Mapping[str, Cover] = field(default_factory=dict)
    findings: tuple[Problem, ...] = ()
    folder: str = ""
    digest: str = ""

    @property
    def id(self) -> str:
        """The world's id."""
        return self.about.name

    def merged(self, scenario_id: str) -> "World":
        """Return the world with the blocks of one scenario merged over its own.

        Paths of merged blocks are those of the section (``procedures.x``), whichever file they
        come from.
        """
        scenario = self.scenarios[scenario_id]
        merged: dict[str, Any] = {
            section: {**getattr(self, section), **getattr(scenario, section)} for section in MERGED
        }
        return replace(self, **merged)

    def for_scenario(self, scenario_id: str) -> "World":
        """Return the world merged for a scenario, with the roads that the law prescribes.

        Authority steps have become the steps that they stand for (`tateyoko.world.road`).
        """
        return with_roads(self.merged(scenario_id))
