"""The template with which new code goes to a share of the calls first. `make validate` lints it."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from tests.support.template import ROOT, expanded, template
from tests.template.stack import logical_id, processed, transform
from tests.template.test_template import MOST_OF_A_STACK
from tools.canary import FUNCTIONS, with_canary

KIND = "Canary10Percent5Minutes"
LAYERS = {"RuntimeLayer", "CryptoLayer", "ChartsLayer", "ConsoleLayer", "TuanLayer"}


def test_only_the_functions_that_shoppers_wait_for_get_an_alias() -> None:
    text = (ROOT / "template.yaml").read_text()
    made, plain = yaml_parse(with_canary(text, KIND)), yaml_parse(text)
    for name in FUNCTIONS:
        properties = made["Resources"][logical_id(name)]["Properties"]
        assert properties.pop("AutoPublishAlias") == "live"
        assert properties.pop("AutoPublishAliasAllProperties") is True
        preference = properties.pop("DeploymentPreference")
        assert preference == {"Type": KIND, "Alarms": [{"Fn::Sub": "${AWS::StackName}-api-errors"}]}
    for layer in LAYERS:
        assert made["Resources"][layer]["Properties"].pop("PublishLambdaVersion") is True
    assert made["Resources"]["Api"].pop("DependsOn") == [
        f"{logical_id(name)}Aliaslive" for name in FUNCTIONS
    ]
    api, before = (expanded(each)["Resources"].pop("Api") for each in (made, plain))
    paths = [each["Properties"]["DefinitionBody"].pop("paths") for each in (api, before)]
    assert paths[0].keys() == paths[1].keys()
    assert api == before
    for each in (made, plain):
        del each["Resources"]["Api"]
    assert made == plain, "nothing else differs"
    # A version, an alias and a deployment group each; one application and one role.
    assert len(processed()["Resources"]) + 3 * len(FUNCTIONS) + 2 < MOST_OF_A_STACK


def test_new_code_in_a_function_or_a_layer_is_a_new_version_behind_the_alias() -> None:
    """Else the alias would stay with the old code: nearly all code is in the layers."""
    before = transformed()
    assert len(versions(before)) == len(FUNCTIONS)
    assert versions(before) & versions(transformed(TuanLayer="new")) == set()
    changed = versions(before) - versions(transformed(LoginFunction="new"))
    assert [name.partition("Version")[0] for name in changed] == ["LoginFunction"]


def test_the_api_calls_the_alias() -> None:
    text = with_canary((ROOT / "template.yaml").read_text(), KIND)
    paths = expanded(yaml_parse(text))["Resources"]["Api"]["Properties"]["DefinitionBody"]["paths"]
    for path, methods in paths.items():
        uri = methods["post"]["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        name = path.removeprefix("/")
        by_alias = ":live" if name in FUNCTIONS else ""
        assert uri.endswith(f":function:${{AWS::StackName}}-{name}{by_alias}/invocations")


@cache
def transformed(**content: str) -> dict[str, Any]:
    """What CloudFormation makes of it, if the packages of some resources have other content."""
    made = copy.deepcopy(template())
    marked = yaml_parse(with_canary((ROOT / "template.yaml").read_text(), KIND))["Resources"]
    for name, resource in made["Resources"].items():
        if name in marked:  # what a loop makes is not
            resource["Properties"] = marked[name].get("Properties", {})
    return transform(made, content)


def versions(made: dict[str, Any]) -> set[str]:
    resources = made["Resources"].items()
    return {name for name, each in resources if each["Type"] == "AWS::Lambda::Version"}
