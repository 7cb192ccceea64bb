"""The template with which new code goes to a share of the calls first."""

from __future__ import annotations

import subprocess

from samtranslator.yaml_helper import yaml_parse

from tests.support.template import ROOT
from tests.template.stack import logical_id, processed
from tests.template.test_template import WARN_AT
from tools.canary import FUNCTIONS, with_canary

KIND = "Canary10Percent5Minutes"


def test_only_the_functions_that_shoppers_wait_for_get_an_alias() -> None:
    text = (ROOT / "template.yaml").read_text()
    made, plain = yaml_parse(with_canary(text, KIND)), yaml_parse(text)
    for name in FUNCTIONS:
        properties = made["Resources"][logical_id(name)]["Properties"]
        assert properties.pop("AutoPublishAlias") == "live"
        assert properties.pop("AutoPublishAliasAllProperties") is True
        preference = properties.pop("DeploymentPreference")
        assert preference == {"Type": KIND, "Alarms": [{"Fn::Sub": "${AWS::StackName}-api-errors"}]}
    assert made == plain, "nothing else differs"
    # A version, an alias and a deployment group each; one application and one role.
    assert len(processed()["Resources"]) + 3 * len(FUNCTIONS) + 2 <= WARN_AT


def test_sam_takes_it() -> None:
    path = ROOT / "template.canary.yaml"
    path.write_text(with_canary((ROOT / "template.yaml").read_text(), KIND))
    try:
        done = subprocess.run(
            [
                str(ROOT / ".venv/bin/sam"),
                "validate",
                "--template",
                str(path),
                "--region",
                "us-east-1",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        path.unlink()
    assert done.returncode == 0, done.stderr
