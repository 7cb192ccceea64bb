"""The READMEs' tables of costs say what docs/cost.md works out, and the terms add up."""

from __future__ import annotations

import re

import pytest

from tests.support.template import ROOT

ROW = re.compile(r"^\| `(\w+)`[^|\n]*((?:\|[^|\n]+)+)\| ([0-9.]+) \|$", re.MULTILINE)
NUMBER = re.compile(r"[0-9]+\.[0-9]+(?= *(?:\||$))")


def worked_out() -> set[tuple[str, float]]:
    """(function, total) of each row of docs/cost.md, "Per million calls"."""
    text = (ROOT / "docs/cost.md").read_text().split("## Per million calls")[1].split("\n## ")[0]
    rows = ROW.findall(text)
    for name, terms, total in rows:
        sums = re.sub("[A-Za-z ]", "", terms.strip("| ")).replace("×", "*")
        made = eval(sums, {"__builtins__": {}})  # noqa: S307
        assert made == pytest.approx(float(total)), name
    return {(name, float(total)) for name, _, total in rows}


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_costs_of_a_million_calls_are_those_of_the_page_on_costs(page: str) -> None:
    rows = ROW.findall((ROOT / page).read_text())
    rows = [row for row in rows if "1.00" in row[1] and "0.20" in row[1]]
    assert len(rows) >= 6
    for name, terms, total in rows:
        parts = [float(each) for each in NUMBER.findall(terms + "|")]
        assert sum(parts) == pytest.approx(float(total), abs=0.0051), name
        costs = [cost for of, cost in worked_out() if of == name]
        assert any(abs(cost - float(total)) < 0.0051 for cost in costs), (name, costs)
