"""Faults, journal, clock, reset, settings, the state file and the process itself."""

import http.client
import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from local.wechat_sandbox import Config, Sandbox

ROOT = Path(__file__).parents[2]
STABLE = "/cgi-bin/stable_token"


def test_health_and_unknown_control(wx):
    assert wx.get("/sandbox/health") == {"ok": True}
    assert wx.http("GET", "/sandbox/nothing")[0] == 404
    assert wx.http("GET", "/sandbox/push")[0] == 405


def test_errcode_fault_hits_the_given_number_of_calls_of_that_path(wx):
    wx.post("/sandbox/faults", {"path": STABLE, "times": 2, "errcode": -1})
    assert wx.get("/sns/jscode2session")["errcode"] == 41002
    codes = [wx.post(STABLE, wx.stable()).get("errcode", 0) for _ in range(3)]
    assert codes == [-1, -1, 0]


def test_status_fault_and_wildcard(wx):
    fault = {"path": "/cgi-bin/*", "status": 503, "code": "BUSY", "message": "later"}
    wx.post("/sandbox/faults", fault)
    assert wx.post(STABLE, wx.stable(), expect=503) == {"code": "BUSY", "message": "later"}
    wx.token()


def test_delay_fault_delays_and_then_answers(wx):
    wx.post("/sandbox/faults", {"path": STABLE, "delay_ms": 150})
    started = time.monotonic()
    wx.token()
    assert time.monotonic() - started >= 0.15


def test_drop_before_has_no_effect_and_drop_after_has(wx):
    wx.post("/sandbox/faults", {"path": STABLE, "drop": True})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        wx.post(STABLE, wx.stable(force_refresh=True))
    first = wx.post(STABLE, wx.stable(force_refresh=True))
    assert "access_token" in first
    wx.clock(60_000)
    wx.post("/sandbox/faults", {"path": STABLE, "drop": True, "after": True})
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        wx.post(STABLE, wx.stable(force_refresh=True))
    # the response was lost, but the token was refreshed
    assert wx.post(STABLE, wx.stable(force_refresh=True))["errcode"] == 45011
    statuses = [call["status"] for call in wx.get("/sandbox/calls", path=STABLE)["calls"]]
    assert statuses == [0, 200, 0, 200]


def test_faults_are_used_in_order_and_can_be_removed(wx):
    wx.post("/sandbox/faults", {"path": STABLE, "errcode": 45009})
    wx.post("/sandbox/faults", {"path": STABLE, "errcode": 45011})
    assert wx.post(STABLE, wx.stable())["errcode"] == 45009
    assert len(wx.get("/sandbox/faults")["faults"]) == 1
    assert wx.post("/sandbox/faults", {"path": STABLE, "times": 0}) == {"faults": []}
    wx.token()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"path": STABLE},
        {"path": "stable_token", "errcode": -1},
        {"path": "/sandbox/push", "errcode": -1},
        {"path": STABLE, "errcode": -1, "status": 500},
        {"path": STABLE, "status": 99},
        {"path": STABLE, "errcode": "-1"},
        {"path": STABLE, "delay_ms": -1},
        {"path": STABLE, "drop": 1},
        {"path": STABLE, "drop": True, "color": "red"},
    ],
)
def test_bad_faults(wx, body):
    assert "error" in wx.post("/sandbox/faults", body, expect=400)
    assert wx.get("/sandbox/faults") == {"faults": []}


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"offset_ms":NaN}', b"\xff"])
def test_control_bodies_must_be_json_objects(wx, body):
    assert "error" in wx.post("/sandbox/clock", body, expect=400)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/sandbox/code", {}),
        ("/sandbox/code", {"openid": ""}),
        ("/sandbox/code", {"openid": "u", "scope": "x"}),
        ("/sandbox/clock", {"offset_ms": "1"}),
        ("/sandbox/clock", {"offset_ms": 1.5}),
        ("/sandbox/clock", {"offset_ms": True}),
        ("/sandbox/clock", {}),
        ("/sandbox/consent", {"openid": "u", "template_id": "unknown", "count": 1}),
        ("/sandbox/reset", {"all": True}),
        ("/sandbox/config", {"callback_url": "ftp://x"}),
        ("/sandbox/config", {"message_mode": "xml"}),
        ("/sandbox/config", {"app_secret": "x"}),
        ("/sandbox/config", {"token_life_s": 0}),
        ("/sandbox/config", {"token_life_s": 60, "pages": "x"}),
    ],
)
def test_bad_control_input(wx, path, body):
    before = wx.get("/sandbox/config")
    assert "error" in wx.post(path, body, expect=400)
    assert wx.get("/sandbox/config") == before


def test_unknown_query_parameter_of_a_control(wx):
    assert wx.http("GET", "/sandbox/messages?user=1")[0] == 400


def test_clock(wx):
    assert wx.get("/sandbox/clock") == {"offset_ms": 0}
    assert wx.post("/sandbox/clock", {"offset_ms": -5}) == {"offset_ms": -5}
    assert wx.get("/sandbox/clock") == {"offset_ms": -5}


def test_config_is_shown_without_secrets(wx, config):
    wx.post("/sandbox/config", {"callback_url": "http://127.0.0.1:1/csReply"})
    text = json.dumps(wx.get("/sandbox/config"))
    assert "csReply" in text
    for secret in (config.app_secret, config.message_token, config.apiv3_key, "PRIVATE KEY"):
        assert secret not in text


def test_reset_deletes_all_data_and_keeps_the_account(wx):
    token = wx.token()
    wx.post("/sandbox/templates", {"t": ["thing1"]})
    wx.post("/sandbox/config", {"callback_url": "http://127.0.0.1:1/x"})
    wx.post("/sandbox/consent", {"openid": "u", "template_id": "t", "count": 0})
    wx.post("/sandbox/faults", {"path": STABLE, "errcode": -1})
    code = wx.post("/sandbox/code", {"openid": "u"})["code"]
    wx.clock(1000)
    assert wx.post("/sandbox/reset", {}) == {"ok": True}

    assert wx.get("/sandbox/calls") == {"count": 0, "calls": []}
    assert wx.get("/sandbox/faults") == {"faults": []}
    assert wx.get("/sandbox/clock") == {"offset_ms": 0}
    assert wx.get("/sandbox/templates") == {"templates": {"t": ["thing1"]}}
    assert wx.get("/sandbox/config")["callback_url"] == "http://127.0.0.1:1/x"
    assert wx.token() == token
    login = {
        "appid": wx.config.appid,
        "secret": wx.config.app_secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    assert wx.get("/sns/jscode2session", **login)["errcode"] == 40029
    message = {
        "touser": "u",
        "template_id": "t",
        "miniprogram_state": "formal",
        "lang": "zh_CN",
        "data": {"thing1": {"value": "x"}},
    }
    path = f"/cgi-bin/message/subscribe/send?access_token={token}"
    assert wx.post(path, message)["errcode"] == 0


def test_stopped_sandbox_does_not_answer_even_on_an_open_connection(config):
    sandbox = Sandbox(config)
    connection = http.client.HTTPConnection(sandbox.start().removeprefix("http://"), timeout=5)
    connection.request("GET", "/sandbox/health")
    assert connection.getresponse().read() == b'{"ok":true}'
    sandbox.stop()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        connection.request("GET", "/sandbox/health")
        connection.getresponse()
    connection.close()


def test_too_long_and_chunked_bodies_are_refused(wx):
    assert wx.http("POST", STABLE, b"", {"Content-Length": "2000000"})[0] == 413
    assert wx.http("POST", STABLE, b"", {"Transfer-Encoding": "chunked"})[0] == 411


def test_state_survives_a_restart(config, tmp_path, caller):
    state = tmp_path / "state.json"
    with Sandbox(config, state=state) as first:
        wx = caller(first.url, config)
        token = wx.token()
        wx.post("/sandbox/templates", {"t": ["thing1"]})
        wx.post("/sandbox/consent", {"openid": "u", "template_id": "t", "count": 1})
        wx.post("/sandbox/config", {"callback_url": "http://127.0.0.1:1/x"})
        code = wx.post("/sandbox/code", {"openid": "u"})["code"]
        wx.clock(5000)
    with Sandbox(config, state=state) as second:
        wx = caller(second.url, config)
        assert wx.token() == token
        assert wx.get("/sandbox/clock") == {"offset_ms": 5000}
        assert wx.get("/sandbox/config")["callback_url"] == "http://127.0.0.1:1/x"
        message = {
            "touser": "u",
            "template_id": "t",
            "miniprogram_state": "formal",
            "lang": "zh_CN",
            "data": {"thing1": {"value": "x"}},
        }
        path = f"/cgi-bin/message/subscribe/send?access_token={token}"
        assert [wx.post(path, message)["errcode"] for _ in range(2)] == [0, 43101]
        assert len(wx.get("/sandbox/messages", openid="u")["messages"]) == 1
        login = {
            "appid": config.appid,
            "secret": config.app_secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        assert wx.get("/sns/jscode2session", **login)["openid"] == "u"


def test_credentials_and_process(tmp_path):
    file = tmp_path / "wechat.json"
    make = [sys.executable, "-m", "local.wechat_sandbox.credentials", str(file)]
    subprocess.run(make, cwd=ROOT, check=True, capture_output=True)
    assert file.stat().st_mode & 0o077 == 0
    assert subprocess.run(make, cwd=ROOT, check=False, capture_output=True).returncode == 2

    command = [sys.executable, "-m", "local.wechat_sandbox", "--port", "0", "--config", str(file)]
    state = tmp_path / "state.json"
    process = subprocess.Popen(
        [*command, "--state", str(state)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    url = process.stdout.readline().split()[-1]
    secret = Config.read(file).app_secret
    query = f"grant_type=client_credential&appid={Config.read(file).appid}&secret={secret}"
    with urllib.request.urlopen(f"{url}/cgi-bin/token?{query}") as answer:
        assert "access_token" in json.load(answer)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=10)
    assert process.returncode == 0
    assert log.startswith("GET /cgi-bin/token 200 ")
    assert secret not in log
    assert json.loads(state.read_text())["tokens"]["newest"]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"appid": None}, "appid"),
        ({"colour": "red"}, "colour"),
        ({"encoding_aes_key": "short"}, "encoding_aes_key"),
        ({"message_mode": "xml"}, "message_mode"),
        ({"apiv3_key": "short"}, "apiv3_key"),
    ],
)
def test_invalid_credentials(config, change, text):
    values = config.as_json() | change
    values = {name: value for name, value in values.items() if value is not None}
    with pytest.raises(ValueError, match=text):
        Config.of(values)
