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
# Most new code is in the layers. A version is published if any property of the function changes,
# and, by PublishLambdaVersion, if the content of one of its layers does. The alarm is known by its
# name: it depends on the API, which depends on the aliases.
LINES = """\
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: true
      DeploymentPreference: {{Type: {type}, Alarms: [!Sub "${{AWS::StackName}}-api-errors"]}}
"""


# The API calls those functions by their alias, which must be there before it does.
ROUTES = re.compile(r"          Fn::ForEach::Routes:\n.*?/invocations\n", re.DOTALL)
NAMES = re.compile(r"\[[\w, \n]*\]")
API = "  Api:\n    Type: AWS::Serverless::HttpApi\n"

LAYER_LINE = re.compile(r"^      LayerName: .*\n", re.MULTILINE)


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
    aliases = ", ".join(f"{name[0].upper()}{name[1:]}FunctionAliaslive" for name in FUNCTIONS)
    template = template.replace(API, f"{API}    DependsOn: [{aliases}]\n")
    template = ROUTES.sub(lambda match: _routes(match[0]), template)
    return LAYER_LINE.sub(lambda match: f"{match[0]}      PublishLambdaVersion: true\n", template)


def _routes(loop: str) -> str:
    """The loop of all routes, as one of those to the newest code and one of those to an alias."""
    names = NAMES.search(loop)
    assert names is not None
    others = [name for name in re.findall(r"\w+", names[0]) if name not in FUNCTIONS]
    by_alias = loop.replace("ForEach::Routes", "ForEach::RoutesToAliases").replace(
        "-${Name}/invocations", "-${Name}:live/invocations"
    )
    return loop.replace(names[0], f"[{', '.join(others)}]") + by_alias.replace(
        names[0], f"[{', '.join(FUNCTIONS)}]"
    )


if __name__ == "__main__":
    raise SystemExit(main())
