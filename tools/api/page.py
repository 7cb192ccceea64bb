"""Write docs/api.md: the API for readers, a chapter for each function."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from shop.notices.kinds import Fact
from shop.notices.model import FACTS
from tools.api.areas import by_area
from tools.api.examples import Examples
from tools.api.functions import Function
from tools.api.schemas import Schema, Schemas, name_of
from wxcloud.errors import CODES, chinese
from wxcloud.wechat.values import KINDS

WIDTH = 96
LARGE = 1_000_000  # larger bounds only keep sums exact, so the page omits them

HEAD = """# API

One cloud function is one route: `POST /<name>`. From a mini-program, with
[the client](../miniprogram/):

```js
const { result } = await tuan.callFunction({ name: 'joinGroup', data: { groupId } })
```

The same over HTTP:

```sh
curl https://<api>/joinGroup -H 'authorization: Bearer <token of login>' -d '{"groupId": "..."}'
```

- **Input** is a JSON object. A field that a function does not know is refused.
- **Success** is HTTP 200 with the result, a JSON object. Later versions may add fields to it.
- **A refusal** is an HTTP status of 400 or more with `{"errCode", "errMsg", "requestId"}`, and
  `field` if one input field is at fault. Branch on `errCode` over HTTP, and on `error.code` in the
  client; show `errMsg`, in the client `error.text`: it is Chinese, or English if `Accept-Language`
  prefers `en` to `zh`. A `detail`, if there is one, is the exact reason in English, for
  developers. All codes: [Refusals](#refusals).
- **Amounts** are integer fen (hundredths of a yuan). **Times** are integer milliseconds UTC.
  **Days** are days in Asia/Shanghai. In an input, both are at most ten years from now.
- **Texts** of an input are kept in Unicode's form NFC and without blanks at their ends. A text of
  blanks alone (also wide, zero-width or no-break ones) is refused.
- **Repeats**: with a header `Idempotency-Key: <your id>` (1 to 256 characters of ASCII, without
  spaces), a repeat of the same request gets the first answer. The same key with another body is
  refused. `login` and the functions that only read (`get…`, `list…`) ignore the header. An answer
  of more than 16 KB is not kept: there, a repeat is a new call.
- In the tables of results, a field with `?` may be absent.

*Made by `make openapi` from the functions' types. For machines: [openapi.json](openapi.json).*
"""


def build(functions: Sequence[Function], schemas: Schemas, examples: Examples) -> str:
    areas = by_area(functions)
    writer = _Writer(schemas, examples)
    lines = [HEAD, *writer.contents(areas)]
    for area, inside in areas:
        lines += [f"## {area.title}\n"]
        for function in inside:
            lines += writer.chapter(function)
        lines += writer.objects(inside)
    lines += ["## Facts of notices\n\nWhat `saveNotice` can put into a template, by example.\n"]
    facts = [(f"`{name}`", _facts(each)) for name, each in FACTS.items()]
    lines += [_table(("notice", "facts"), facts), *_kinds(), "## Refusals\n"]
    codes = sorted(CODES.values(), key=lambda code: (code.status, code.name))
    zh = chinese()
    said = [(f"`{c.name}`", str(c.status), c.message, zh.get(c.name, "")) for c in codes]
    lines += [_table(("errCode", "HTTP", "errMsg in English", "errMsg"), said)]
    return "\n".join(lines).rstrip() + "\n"


class _Writer:
    """Writes chapters and tables. An object has one table, and all other uses link to it."""

    def __init__(self, schemas: Schemas, examples: Examples) -> None:
        self.schemas, self.examples = schemas, examples
        self.shared, self.written = schemas.shared(), set[str]()

    def contents(self, areas: Iterable[tuple[Any, Sequence[Function]]]) -> Iterator[str]:
        rows = []
        for area, inside in areas:
            rows.append((f"**{area.title}**", "", ""))
            rows += [(_link(f.name), _callers(f), f.summary) for f in inside]
        yield _table(("function", "who may call it", "what it does"), rows)

    def chapter(self, function: Function) -> Iterator[str]:
        name = function.name
        yield f"### {name}\n\n{function.description}\n"
        if function.is_socket:
            yield f"**Who may connect:** {function.callers}.\n"
            for message in self.schemas.results[name]:
                yield from self.result(f"`{message}`:", message)
            return
        yield f"**Who may call it:** {function.callers}.\n"
        yield from self.input(self.schemas.requests[name])
        for number, result in enumerate(self.schemas.results[name]):
            yield from self.result("or" if number else "Result:", result)
        yield f"**Example:**\n\n```json\n{dump(self.examples.request(name))}\n```\n\ngives\n"
        yield f"```json\n{dump(self.examples.response(name))}\n```\n"

    def input(self, name: str) -> Iterator[str]:
        fields = self.schemas[name].get("properties", {})
        if not fields:
            yield "**Input:** none.\n"
            return
        yield "**Input:**\n"
        yield self.fields_to_send(name)

    def result(self, word: str, name: str) -> Iterator[str]:
        described = self.schemas[name]["description"]
        if name in self.shared:
            yield f"**{word}** {_link(name)}. {described}\n"
        else:
            yield f"**{word}** {described}\n"
            yield self.fields_to_read(name)

    def objects(self, functions: Iterable[Function]) -> Iterator[str]:
        """The objects inside inputs and results of an area that no earlier area has shown. Objects
        of results come first."""
        sent = [self.schemas.requests[f.name] for f in functions if not f.is_socket]
        got = [name for f in functions for name in self.schemas.results[f.name]]
        got += self.schemas.inside(*got)
        for name in dict.fromkeys([*got, *self.schemas.inside(*sent)]):
            if name in self.shared - self.written:
                self.written.add(name)
                yield f"### {name}\n\n{self.schemas[name].get('description', '')}\n"
                yield self.fields_to_read(name) if name in got else self.fields_to_send(name)

    def fields_to_read(self, name: str) -> str:
        schema = self.schemas[name]
        needed = schema.get("required", ())
        rows = [
            (f"`{field}`{'' if field in needed else '?'}", self.words(inner), self.about(inner))
            for field, inner in schema.get("properties", {}).items()
        ]
        return _table(("field", "type", "what it is"), rows)

    def fields_to_send(self, name: str) -> str:
        schema = self.schemas[name]
        needed = schema.get("required", ())
        rows = [
            (
                f"`{field}`",
                self.words(_without_null(inner)),
                "yes" if field in needed else _default(inner),
                self.about(inner),
            )
            for field, inner in schema.get("properties", {}).items()
        ]
        return _table(("field", "type", "required", "what it is"), rows)

    def about(self, schema: Schema) -> str:
        """A field's description, or else the first line of its object's description."""
        if "description" in schema:
            return " ".join(str(schema["description"]).split())
        for inner in [schema, *schema.get("anyOf", ()), schema.get("items", {})]:
            if inner is not schema and "description" in inner:
                return self.about(inner)
            if "$ref" in inner and "description" in self.schemas[name_of(inner)]:
                return str(self.schemas[name_of(inner)]["description"]).partition("\n")[0]
        return ""

    def words(self, schema: Schema) -> str:
        """A short text for a type."""
        if "$ref" in schema:
            return _link(name_of(schema))
        if "anyOf" in schema:
            return " or ".join(self.words(each) for each in schema["anyOf"])
        if "enum" in schema:
            return " \\| ".join(f"`{value}`" for value in schema["enum"])
        kind = schema.get("type")
        if kind == "array":
            return f"list of {self.words(schema['items'])}" + _size(schema, "Items", "items")
        if kind == "object":
            return f"object: any name → {self.words(schema['additionalProperties'])}"
        if kind == "string":
            return "text" + _size(schema, "Length", "characters")
        low, high = schema.get("minimum", 0), schema.get("maximum", LARGE)
        if high < LARGE:
            return f"{kind}, {low}–{high}"
        return f"{kind}, from {low}" if low > 0 else str(kind)


def dump(value: Any, indent: int = 0) -> str:
    """JSON for readers: a value that fits on one line is written on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + indent <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    inner, outer = " " * (indent + 2), " " * indent
    if isinstance(value, dict):
        parts = [
            f"{inner}{json.dumps(key, ensure_ascii=False)}: {dump(each, indent + 2)}"
            for key, each in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{outer}}}"
    return "[\n" + ",\n".join(inner + dump(each, indent + 2) for each in value) + f"\n{outer}]"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows]) + "\n"


def _link(name: str) -> str:
    return f"[`{name}`](#{name.lower()})"


def _callers(function: Function) -> str:
    if function.roles:
        return ", ".join(function.roles)
    return "everybody" if function.guests else "signed-in users"


def _without_null(schema: Schema) -> Schema:
    """The type of a nullable input without null, because null always means "not given"."""
    others = [each for each in schema.get("anyOf", ()) if each != {"type": "null"}]
    return others[0] if len(others) == 1 else schema


def _default(schema: Schema) -> str:
    default = schema.get("default")
    return "no" if default in (None, (), [], {}) else f"no: `{json.dumps(default)}`"


def _size(schema: Schema, of: str, unit: str) -> str:
    least, most = schema.get(f"min{of}", 0), schema.get(f"max{of}")
    if most is None:
        return f", at least {least} {unit}" if least else ""
    return f", {least}–{most} {unit}" if least else f", at most {most} {unit}"


def _kinds() -> Iterator[str]:
    """Which fact fits in which kind of key."""
    yield """What a fact can be, and the keys of WeChat that it fits in. `saveNotice` refuses it in
others. A fact that may be cut is cut to the room that the rest of its text leaves, at least four
characters. All others are shown whole: where there is no room for the longest, `saveNotice` refuses
the text.
"""
    facts = {name: fact.type for notice in FACTS.values() for name, fact in notice.items()}
    rows = []
    for type_ in dict.fromkeys(facts.values()):
        names = ", ".join(f"`{{{name}}}`" for name, each in facts.items() if each == type_)
        size = f"{type_.about}, at most {type_.most} characters"
        cut = "yes" if type_.may_be_cut else "no"
        rows.append((names, size, cut, ", ".join(f"`{kind}`" for kind in type_.kinds)))
    yield _table(("facts", "what it is", "may be cut", "fits in"), rows)
    yield "What WeChat takes for each kind of key (`thing1` is a `thing`):\n"
    kinds = [(f"`{k.name}`", k.holds, _mixes(k.name)) for k in KINDS.values()]
    yield _table(("kind", "what it takes", "facts in it"), kinds)


def _mixes(kind: str) -> str:
    facts = [fact for notice in FACTS.values() for fact in notice.values()]
    if not any(kind in fact.type.kinds for fact in facts):
        return "none: words of your own"
    forms = {
        "number": "one, alone",
        "amount": "one, with a currency sign or 元 if you like",
        "time": "one, or two with `~` between",
        "date": "one, or two with `~` between",
    }
    return forms.get(kind, "any number, with text around them")


def _facts(facts: Mapping[str, Fact]) -> str:
    return ", ".join(f"`{{{name}}}` {fact.example}" for name, fact in facts.items())
