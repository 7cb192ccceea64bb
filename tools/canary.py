"""Write template.canary.yaml: the template, with new code going to a share of the calls first.

    python -m tools.canary Canary10Percent5Minutes

The functions that shoppers wait for get an alias. CodeDeploy moves it to the new code as the
argument says, and back if ApiErrorAlarm goes off meanwhile; so the stack must have been deployed
before. Other functions change at once.
`make deploy CANARY=Canary10Percent5Minutes` does this and deploys it.
Source: SAM Developer Guide, "Deploying serverless applications gradually with AWS SAM".
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FUNCTIONS = (
    "login",
    "listGoods",
    "getGoods",
    "createGroup",
    "joinGroup",
    "getGroup",
    "placeOrder",
    "payOrder",
    "getOrder",
    "payNotify",
)
# Most new code is in the layer: a version is published if any property changes, not the code alone.
# The alarm is known by its name: it depends on the API, which depends on the aliases.
LINES = """\
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: true
      DeploymentPreference: {{Type: {type}, Alarms: [!Sub "${{AWS::StackName}}-api-errors"]}}
"""


def main() -> int:
    (kind,) = sys.argv[1:]
    text = with_canary((ROOT / "template.yaml").read_text(), kind)
    (ROOT / "template.canary.yaml").write_text(text)
    return 0


def with_canary(template: str, kind: str) -> str:
    """The template's text with an alias for each of FUNCTIONS. `kind` is SAM's name for how the
    alias moves: Canary10Percent5Minutes, Linear10PercentEvery1Minute, AllAtOnce and so on."""
    for name in FUNCTIONS:
        line = rf"(      FunctionName: !Sub \$\{{AWS::StackName\}}-{name}\n)"
        template, found = re.subn(line, lambda match: match[0] + LINES.format(type=kind), template)
        if found != 1:
            raise ValueError(f"template.yaml names {name} {found} times")
    return template


if __name__ == "__main__":
    raise SystemExit(main())
