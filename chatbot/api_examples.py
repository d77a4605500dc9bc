"""What a page tells of an OpenAPI document: each operation with its parts, and how to call it with curl and Python.

Examples are made of the document alone: an example of a model or of a parameter, else its default.
"""

import json
import shlex
import textwrap
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]

KEY = "usher-..."  # stands for a key in examples
SHOWN = 2**31  # a limit beyond it tells a reader nothing


@dataclass(frozen=True, slots=True)
class Part:
    """A value that an operation takes or gives."""

    name: str
    where: str
    kind: str
    is_needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be called.

    Attributes:
        takes: parameters of path and query, and fields of the body.
        gives: fields of the answer.
        needs_key: it works with a key alone.
        curl, python: an example.
    """

    method: str
    path: str
    title: str
    takes: tuple[Part, ...]
    gives: tuple[Part, ...]
    needs_key: bool
    curl: str
    python: str

    @property
    def anchor(self) -> str:
        """What a link to it on the page ends in."""
        return f"{self.method}-{self.path}".lower().replace("/", "-").replace("{", "").replace("}", "")


def operations(document: Schema, address: str, group: str, *, needs_key: bool) -> tuple[Operation, ...]:
    """The operations of one group of a document.

    Args:
        document: OpenAPI 3.1.
        address: of the server, for the examples.
        group: a tag.
        needs_key: whether its examples need a key.
    """
    return tuple(
        _operation(document, address, method, path, facts, needs_key)
        for path, methods in document["paths"].items()
        for method, facts in methods.items()
        if facts.get("tags", [None])[0] == group
    )


def _operation(document: Schema, address: str, method: str, path: str, facts: Schema, needs_key: bool) -> Operation:
    parameters = facts.get("parameters", [])
    sent = _content(facts.get("requestBody", {}))
    body = _resolved(document, sent) if sent else {}
    given = next((_content(answer) for status, answer in facts["responses"].items() if status < "3"), {})
    takes = [
        _part(document, one["name"], one["in"], one["schema"], one.get("required", False), one) for one in parameters
    ]
    takes += _fields(document, body, "body")
    query, url = {}, address + path
    for one in parameters:
        example = _example(one, one["schema"])
        if one["in"] == "path":
            url = url.replace("{" + one["name"] + "}", urllib.parse.quote(str(example), safe=""))
        elif example is not None and one.get("required", False):
            query[one["name"]] = example
    if query:
        url += "?" + urllib.parse.urlencode(query)
    example = body.get("example") if body else None
    return Operation(
        method=method.upper(),
        path=path,
        title=facts.get("description") or facts["summary"],
        takes=tuple(takes),
        gives=tuple(_fields(document, _resolved(document, given), "")) if given else (),
        needs_key=needs_key,
        curl=_curl(method.upper(), url, example, needs_key),
        python=_python(method, url, example, needs_key),
    )


def _fields(document: Schema, schema: Schema, where: str) -> Iterator[Part]:
    for name, field in schema.get("properties", {}).items():
        yield _part(document, name, where, field, name in schema.get("required", []), field)


def _part(document: Schema, name: str, where: str, schema: Schema, is_needed: bool, about: Schema) -> Part:
    said = about.get("description") or schema.get("description", "")
    default = schema.get("default")
    if default not in (None, [], "", False, 0.0) and not is_needed:
        said = f"{said} Without it {default}.".strip()
    return Part(name, where, _kind(document, schema), is_needed, said)


def _kind(document: Schema, schema: Schema) -> str:
    """The type of a value in words."""
    if "$ref" in schema:
        target = _resolved(document, schema)
        fields = ", ".join(target.get("properties", {}))
        return f"object ({fields})" if fields else str(target.get("type", "value"))
    if "enum" in schema:
        return "one of " + ", ".join(map(str, schema["enum"]))
    if "const" in schema:
        return f"{schema['const']}"
    if "anyOf" in schema:
        kinds = dict.fromkeys(_kind(document, one) for one in schema["anyOf"] if one.get("type") != "null")
        return " or ".join(kinds)
    if schema.get("type") == "array":
        return f"list: {_kind(document, schema['items'])}" if schema.get("items") else "list"
    kind = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false"}.get(
        schema.get("type", ""), str(schema.get("type", "value"))
    )
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None and most < SHOWN:
        kind += f", {least:g} to {most:g}"
    if schema.get("maxLength", 0) > 1:
        kind += f", at most {schema['maxLength']:,} characters"
    return kind


def _content(holder: Schema) -> Schema:
    schema: Schema = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _resolved(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        *_, name = schema["$ref"].split("/")
        schema = document["components"]["schemas"][name]
    return schema


def _example(*places: Schema) -> Any:
    for place in places:
        if "example" in place:
            return place["example"]
        if place.get("examples"):
            return place["examples"][0]
        if "enum" in place:
            return place["enum"][0]
        if "default" in place:
            return place["default"]
    return None


def _curl(method: str, url: str, body: object, needs_key: bool) -> str:
    words = ["curl"]
    if method not in ("GET", "POST"):
        words += ["-X", method]
    words.append(shlex.quote(url))
    lines = [" ".join(words)]
    if needs_key:
        lines.append(f"-H 'Authorization: Bearer {KEY}'")
    if body is not None:
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(json.dumps(body, ensure_ascii=False))}"]
    return " \\\n  ".join(lines)


def _python(method: str, url: str, body: object, needs_key: bool) -> str:
    arguments = [json.dumps(url)]
    if needs_key:
        arguments.append(f'headers={{"Authorization": "Bearer {KEY}"}}')
    if body is not None:
        arguments.append(f"json={body!r}")
    joined = ",\n".join(arguments)
    call = f"answer = httpx.{method}(\n{textwrap.indent(joined, '    ')},\n)"
    return f"import httpx\n\n{call}\nanswer.raise_for_status()\nprint(answer.text)"
