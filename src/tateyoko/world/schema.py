"""JSON Schema of the world's files, made from the declarations, for editors that complete YAML.

The schema is a help while writing; the reader decides what is right. It describes YAML as editors
see it, where ``false`` is a boolean and ``12`` a number.
"""

import json
from typing import Any

from tateyoko.world import kinds
from tateyoko.world.case import Case
from tateyoko.world.kinds import Block, Declared, Kind, declared_fields
from tateyoko.world.model import MERGED
from tateyoko.world.organisation import WorldAbout
from tateyoko.world.procedures import Step
from tateyoko.world.reform import Posture, Reform
from tateyoko.world.scenario import Scenario

__all__ = ["SCHEMAS", "schema_of", "schema_text"]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ID = "^[A-Za-z0-9][A-Za-z0-9_-]*$"
_DATE = r"^\d{4}-\d\d-\d\d$"

# Name of each shipped schema and what kind of file it is for.
SCHEMAS = {
    "world": "a file directly in a world's folder",
    "scenario": "a file under scenarios",
    "reform": "a file under reforms",
    "case": "a file under cases",
}

Json = dict[str, Any]
_WORD: Json = {"type": ["string", "number", "boolean"]}


def schema_text(name: str) -> str:
    """Return one schema as it is shipped."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1) + "\n"


def schema_of(name: str) -> Json:
    """Return the JSON Schema (draft 2020-12) of one kind of file.

    Parameters
    ----------
    name : str
        A key of `SCHEMAS`.

    Returns
    -------
    dict
        Plain data.
    """
    makers: dict[str, type[Block]] = {"scenario": Scenario, "reform": Reform, "case": Case}
    definitions = _Definitions()
    body = _world(definitions) if name == "world" else definitions.block(makers[name])
    return {
        "$schema": _DRAFT,
        "title": f"Tateyoko: {SCHEMAS[name]}",
        **body,
        "$defs": dict(sorted(definitions.made.items())),
    }


def _world(definitions: "_Definitions") -> Json:
    properties: Json = {"world": definitions.ref(WorldAbout)}
    for item in declared_fields(Scenario):
        if item.key in MERGED:
            properties[item.key] = definitions.of(item.kind)
    properties["postures"] = definitions.of(kinds.MapOfBlocks(Posture))
    properties["marks"] = {"type": "object"}
    return {"type": "object", "properties": properties, "additionalProperties": False}


class _Definitions:
    """The schemas of blocks, each made once and referred to."""

    def __init__(self) -> None:
        self.made: dict[str, Json] = {
            "text": _TEXT,
            "estimate": _ESTIMATE,
            "tree": _TREE,
        }

    def ref(self, block: type[Block]) -> Json:
        """Return a reference to the schema of a block."""
        name = block.__name__
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self.block(block)
        return {"$ref": f"#/$defs/{name}"}

    def block(self, block: type[Block]) -> Json:
        """Return the schema of a block."""
        declared = declared_fields(block)
        rest = any(item.rest for item in declared)
        schema: Json = {
            "type": "object",
            "description": (block.__doc__ or "").splitlines()[0],
            "properties": {
                item.key: {
                    "description": f"{item.doc.en} / {item.doc.ja}",
                    **_perhaps_empty(item, self.of(item.kind)),
                }
                for item in declared
            },
        }
        required = [item.key for item in declared if item.required and not item.rest]
        if required:
            schema["required"] = required
        if not rest:
            schema["additionalProperties"] = False
        groups = _groups(declared)
        if groups:
            schema["allOf"] = groups
        return schema

    def of(self, kind: Kind) -> Json:
        """Return the schema of what an author writes in a field of a kind."""
        match kind:
            case kinds.Said():
                return {"$ref": "#/$defs/text"}
            case kinds.Name():
                return {"type": ["string", "number"]}
            case kinds.Choice(words=words):
                flags = [word == "true" for word in words if word in ("true", "false")]
                return {"enum": [*words, *flags]}
            case kinds.Flag():
                return {"enum": [True, False, "yes", "no"]}
            case kinds.Number():
                return _number(kind)
            case kinds.Estimated():
                return {"$ref": "#/$defs/estimate"}
            case kinds.Expression():
                return {"type": ["string", "number", "boolean"]}
            case kinds.Tree():
                return {"$ref": "#/$defs/tree"}
            case kinds.Date():
                return {"type": "string", "pattern": _DATE}
            case kinds.Moment():
                return {"type": "string", "pattern": "^[DT]"}
            case kinds.Pattern(regex=regex):
                return {"type": "string", "pattern": f"^{regex}$"}
            case kinds.Clearance():
                dated = {"type": "object", "additionalProperties": {"type": "string"}}
                return {"anyOf": [{"type": "string"}, dated]}
            case kinds.Curve() | kinds.Start() | kinds.Plain():
                return {}
            case kinds.Shares():
                return {
                    "type": "object",
                    "additionalProperties": {"anyOf": [_WORD, {"$ref": _EST}]},
                }
            case kinds.Parts():
                parts = {
                    "type": "object",
                    "properties": {"items": {"additionalProperties": {"$ref": _EST}}},
                    "required": ["items"],
                }
                return {"anyOf": [{"$ref": _EST}, parts]}
            case kinds.ListOf(of=of, at_least=least):
                item = self.of(of)
                return {"anyOf": [item, {"type": "array", "items": item, "minItems": least}]}
            case kinds.MapOf(of=of):
                values = self.of(of)
                if isinstance(of, kinds.Estimated):
                    # Beside the estimates stand the source or the assumption that covers them.
                    values = {"anyOf": [values, {"type": "string"}]}
                return {"type": "object", "additionalProperties": values}
            case kinds.Nested(block=block, short=short):
                return self._short(self.ref(block), block, short)
            case kinds.MapOfBlocks(block=named, short=short):
                owner = Step if isinstance(named, str) else named
                return {
                    "type": "object",
                    "propertyNames": {"pattern": _ID},
                    "additionalProperties": self._short(self.ref(owner), owner, short),
                }
            case _:
                return dict(_WORD)

    def _short(self, schema: Json, block: type[Block], short: str) -> Json:
        if not short:
            return schema
        kind = next(item.kind for item in declared_fields(block) if item.key == short)
        return {"anyOf": [schema, self.of(kind)]}


def _groups(declared: tuple[Declared, ...]) -> list[Json]:
    """Return conditions on fields that exclude each other."""
    members: dict[str, list[str]] = {}
    for item in declared:
        if item.group:
            members.setdefault(item.group, []).append(item.key)
    conditions: list[Json] = []
    for group, keys in members.items():
        choices: list[Json] = [{"required": [key]} for key in keys]
        if group.endswith("?"):
            choices.append({"not": {"anyOf": [{"required": [key]} for key in keys]}})
        conditions.append({"oneOf": choices})
    return conditions


def _perhaps_empty(item: Declared, schema: Json) -> Json:
    """Return the schema of a field; an optional number or truth may be written with no value."""
    if item.required:
        return schema
    if isinstance(item.kind, kinds.Number):
        return {**schema, "type": [schema["type"], "null"]}
    return {"enum": [*schema["enum"], None]} if isinstance(item.kind, kinds.Flag) else schema


def _number(kind: kinds.Number) -> Json:
    schema: Json = {"type": "integer" if kind.whole else "number"}
    if kind.low is not None:
        schema["minimum"] = kind.low
    if kind.high is not None:
        schema["maximum"] = kind.high
    return schema


_EST = "#/$defs/estimate"
_PAIR: Json = {"type": "array", "minItems": 2, "maxItems": 2, "items": _WORD}
_TEXT: Json = {
    "description": "a text in both languages / 日英の文",
    "anyOf": [
        _WORD,
        {
            "type": "object",
            "properties": {"ja": _WORD, "en": _WORD},
            "required": ["ja", "en"],
            "additionalProperties": False,
        },
    ],
}
_ESTIMATE: Json = {
    "description": "a number with unit and source or assumption / 単位と出典か仮定をもつ数",
    "anyOf": [
        {"type": "number"},
        {
            "type": "string",
            "description": "5 min, 20-90 min, 20-90-240 min, 1 per 6 h, 30 %",
        },
        {
            "type": "object",
            "properties": {
                "value": {"type": ["number", "string"]},
                "range": _PAIR,
                "tri": {"type": "array", "minItems": 3, "maxItems": 3, "items": _WORD},
                "uniform": _PAIR,
                "logn": {
                    "type": "object",
                    "properties": {"median": _WORD, "p90": _WORD},
                    "required": ["median", "p90"],
                    "additionalProperties": False,
                },
                "exp": {"type": ["number", "string"]},
                "const": {"type": ["number", "string"]},
                "dated": {
                    "type": "object",
                    "propertyNames": {"pattern": _DATE},
                    "additionalProperties": {"$ref": _EST},
                },
                "unit": {"type": "string"},
                "sweep": _PAIR,
                "source": {"type": "string", "description": "key of the sources / 出典の名"},
                "assumed": {"type": "string", "description": "reason / 仮定の理由"},
                "note": {"type": "string"},
            },
            "additionalProperties": False,
            "oneOf": [
                {"required": [shape]}
                for shape in ("value", "tri", "uniform", "logn", "exp", "const", "dated")
            ],
        },
    ],
}
_BRANCH: Json = {"$ref": "#/$defs/tree"}
_BRANCHES: Json = {"type": "array", "items": _BRANCH, "minItems": 1}
_TREE: Json = {
    "description": "requirements of a rule / 規則の要件",
    "anyOf": [
        {"type": "string"},
        _BRANCHES,
        {
            "type": "object",
            "properties": {
                "all": _BRANCHES,
                "any": _BRANCHES,
                "not": _BRANCH,
                "fact": {"type": "string"},
                "at_least": {
                    "type": "object",
                    "properties": {"k": {"type": "integer", "minimum": 1}, "of": _BRANCHES},
                    "required": ["k", "of"],
                    "additionalProperties": False,
                },
                "compare": {"type": "object", "required": ["number"]},
                "unless": {},
                "cite": {"type": "string"},
                "label": {"$ref": "#/$defs/text"},
                "from": {"type": "string", "pattern": _DATE},
                "until": {"type": "string", "pattern": _DATE},
            },
            "additionalProperties": False,
        },
    ],
}
