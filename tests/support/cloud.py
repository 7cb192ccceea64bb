"""A shop in this process: the real handlers, called with real events, on moto or ministack."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import itertools
import json
import os
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import botocore.session
from botocore.exceptions import ClientError

from shop.analytics import catalogue, delivery, sources, visitors
from tests.support.template import ROOT, create_tables
from wxcloud import aws, clock, revocations, secrets_manager, session
from wxcloud.wechat import token as wechat_token

APPID = "wx0123456789abcdef"
START = 1_795_305_600_000  # 2026-11-22 08:00 in Shanghai
QUEUES = (
    "notice",
    "support",
    "push",
    "push_due",
    "close_order",
    "refund",
    "ship",
    "seat",
    "order_event",
    "group_event",
    "outcome_event",
    "tracking",
    "desk",
    "alert",
    "exposure",
    "privacy",
    "dead",
)
# Named as in template.yaml: functions know a dead-letter queue and its source by their names.
_NAMED = {"refund": "RefundQueue", "dead": "RefundDeadLetters"}
_handlers: dict[str, Any] = {}
_lock = threading.Lock()
_moto_lock = threading.RLock()


@cache
def _session() -> Any:
    """One session for all tests: it caches the service models, which are slow to read."""
    import moto.core  # noqa: F401 - it only affects sessions that are created after this import

    return botocore.session.get_session()


@cache
def _client(service: str, endpoint: str | None) -> Any:
    return _session().create_client(service, region_name="us-east-1", endpoint_url=endpoint)


_endpoint_in_use: list[str | None] = []


def _use_endpoint(endpoint: str | None) -> None:
    """Clear the caches of the previous shop. AWS clients stay if the endpoint is the same."""
    if _endpoint_in_use != [endpoint]:
        aws.reset()
        _answer_by_moto(endpoint is None)
        _endpoint_in_use[:] = [endpoint]
    secrets_manager.reset()
    wechat_token.reset()
    for each in (catalogue, delivery, sources, visitors):
        each.reset()


def _answer_by_moto(on: bool) -> None:
    """Whether our own client asks moto, which hooks only into botocore's."""
    from wxcloud.awsjson import client, pool, sender

    if on:
        from tests.support.moto_pool import MotoPool
    for module in (client, sender):
        module.Pool = MotoPool if on else pool.Pool  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Answer:
    """An HTTP response. `answer["field"]` reads a field of the body."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    def __contains__(self, name: str) -> bool:
        return name in self.body

    @property
    def code(self) -> str:
        return str(self.body.get("errCode", "OK")) if isinstance(self.body, dict) else "OK"

    @property
    def ok(self) -> bool:
        return self.status == 200


class Clock:
    """The shop's clock. It does not move until a test moves it."""

    def __init__(self, on_change: Any = None) -> None:
        self._on_change = on_change or (lambda at: None)
        self.set(START)

    def __call__(self) -> int:
        return self.now

    def set(self, at: int) -> None:
        self.now = at
        self._on_change(at)

    def advance(self, ms: int) -> None:
        self.set(self.now + ms)


def _queue_name(name: str) -> str:
    return _NAMED.get(name, name.replace("_", "-"))


def handler(name: str) -> Any:
    """The Lambda handler of functions/<name>/app.py."""
    with _lock:
        if name not in _handlers:
            path = ROOT / "functions" / name / "app.py"
            spec = importlib.util.spec_from_file_location(f"functions.{name}.app", path)
            assert spec is not None and spec.loader is not None, f"no function {name}"
            module = importlib.util.module_from_spec(spec)
            sys.modules[spec.name] = module  # msgspec resolves annotations through sys.modules
            spec.loader.exec_module(module)
            _handlers[name] = _one_at_a_time(module.main)
    return _handlers[name]


def _one_at_a_time(main: Any) -> Any:
    """The handler; on moto, whose writes are not atomic, it never runs in two threads at once. (The
    sandbox's notifications come in threads of their own.)"""

    @functools.wraps(main)
    def handle(event: Any, context: Any = None) -> Any:
        with _moto_lock if _endpoint_in_use == [None] else contextlib.nullcontext():
            return main(event, context)

    return handle


class LambdaContext:
    """The part of the Lambda context that handlers use."""

    def __init__(self, name: str = "test") -> None:
        self.function_name = name
        self.aws_request_id = str(uuid.uuid4())

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


def http_event(
    name: str,
    body: Any,
    headers: dict[str, str] | None = None,
    *,
    method: str = "POST",
    query: dict[str, str] | None = None,
) -> dict[str, Any]:
    """An API Gateway HTTP API event, payload format 2.0."""
    raw = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return {
        "version": "2.0",
        "routeKey": f"{method} /{name}",
        "rawPath": f"/{name}",
        "rawQueryString": "&".join(f"{k}={v}" for k, v in (query or {}).items()),
        "queryStringParameters": query or {},
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": f"/{name}", "sourceIp": "127.0.0.1"},
            "requestId": str(uuid.uuid4()),
            "stage": "$default",
        },
        "body": raw,
        "isBase64Encoded": False,
    }


def token(openid: str, roles: tuple[str, ...] = ()) -> str:
    """A session of a user who has these roles: their record has them too."""
    if roles:
        _grant(openid, roles)
    return session.issue(openid, roles=frozenset(roles))


def _grant(openid: str, roles: tuple[str, ...]) -> None:
    """Not by the shop's own client: what it does and uses is counted."""
    _client("dynamodb", os.environ.get("AWS_ENDPOINT_URL")).update_item(
        TableName=os.environ["TABLE_PREFIX"] + "users",
        Key={"openid": {"S": openid}},
        UpdateExpression="SET #r = :r",
        ExpressionAttributeNames={"#r": "roles"},
        ExpressionAttributeValues={":r": {"SS": sorted(set(roles))}},
    )


def call(
    name: str,
    data: Any = None,
    openid: str = "u1",
    roles: tuple[str, ...] = (),
    headers: dict[str, str] | None = None,
) -> Answer:
    """Call a cloud function as the mini-program does: by an HTTP event with a session token.

    With the openid "" there is no token: the caller is a guest.
    """
    sent = dict(headers or {})
    if openid:
        sent.setdefault("authorization", f"Bearer {token(openid, roles)}")
    raw = handler(name)(http_event(name, {} if data is None else data, sent), LambdaContext(name))
    return Answer(raw["statusCode"], json.loads(raw["body"]), raw["headers"])


def webhook(
    name: str,
    body: str = "",
    *,
    method: str = "POST",
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
) -> tuple[int, str]:
    """Call a webhook as WeChat does. Returns the status and the body as text."""
    event = http_event(name, body, headers, method=method, query=query)
    raw = handler(name)(event, LambdaContext(name))
    return raw["statusCode"], raw.get("body", "")


def direct(name: str, data: dict[str, Any] | None = None, openid: str = "u1") -> Any:
    """Invoke a function directly, with an event as CloudBase sends it."""
    event = {**(data or {}), "userInfo": {"openId": openid, "appId": APPID}}
    return handler(name)(event, LambdaContext(name))


def sqs_event(*bodies: Any) -> dict[str, Any]:
    """The Lambda event of an SQS queue, with one record for each body."""
    return {
        "Records": [
            {
                "messageId": str(uuid.uuid4()),
                "body": json.dumps(body, ensure_ascii=False),
                "attributes": {"ApproximateReceiveCount": "1"},
                "eventSource": "aws:sqs",
            }
            for body in bodies
        ]
    }


@contextmanager
def store_calls(note: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
    """Note the operation and the answer of each call of the shop's own DynamoDB client, also of a
    refused one. It works with both clients that there are."""
    client = aws.client("dynamodb")
    inner = client._make_api_call

    def noted(operation: str, params: dict[str, Any]) -> Any:
        try:
            answer = inner(operation, params)
        except ClientError as error:
            note(operation, cast(dict[str, Any], error.response))
            raise
        note(operation, answer)
        return answer

    client._make_api_call = noted
    try:
        yield
    finally:
        client._make_api_call = inner


@dataclass
class Units:
    write: float = 0.0
    read: float = 0.0
    calls: list[str] = field(default_factory=list)


class Shop:
    """Tables, queues, secrets and a clock. `aws(service)` is a client for the test itself."""

    def __init__(self, endpoint: str | None, sandbox: Any) -> None:
        self.clock = Clock(sandbox.set_time if sandbox else None)
        self.sandbox = sandbox
        self.endpoint = endpoint
        self.prefix = f"t{uuid.uuid4().hex[:10]}-"
        self.tables = create_tables(self.aws("dynamodb"), self.prefix)
        self._environment()
        _use_endpoint(self.endpoint)
        clock.set_clock(self.clock)
        revocations.know(3600)  # a process of a function reads it again after some seconds

    def aws(self, service: str) -> Any:
        return _client(service, self.endpoint)

    def _environment(self) -> None:
        sqs, secrets, scheduler = (self.aws(s) for s in ("sqs", "secretsmanager", "scheduler"))
        self.queues = {
            name: sqs.create_queue(QueueName=self.prefix + _queue_name(name))["QueueUrl"]
            for name in QUEUES
        }
        wechat = self.sandbox.shop_secret() if self.sandbox else {"appSecret": "s" * 32}
        arn = "arn:aws:lambda:us-east-1:000000000000:function:"
        scheduler.create_schedule_group(Name=self.prefix + "timers")
        secrets.create_secret(Name=self.prefix + "wechat", SecretString=json.dumps(wechat))
        account = self.sandbox.pay_secret() if self.sandbox else {}
        secrets.create_secret(Name=self.prefix + "pay", SecretString=json.dumps(account))
        secrets.create_secret(
            Name=self.prefix + "session", SecretString='{"current": "k1", "k1": "key-one"}'
        )
        self._events()
        environment = {
            "STAGE": "test",
            "TABLE_PREFIX": self.prefix,
            "WECHAT_APPID": self.sandbox.appid if self.sandbox else APPID,
            "WECHAT_API": self.sandbox.url if self.sandbox else "http://127.0.0.1:1",
            "WECHAT_SECRET_ID": self.prefix + "wechat",
            "SESSION_SECRET_ID": self.prefix + "session",
            "WECHAT_PAY_API": self.sandbox.url if self.sandbox else "http://127.0.0.1:1",
            "WECOM_API": self.sandbox.url if self.sandbox else "http://127.0.0.1:1",
            "PAY_SECRET_ID": self.prefix + "pay",
            "SCHEDULE_GROUP": self.prefix + "timers",
            "SCHEDULE_ROLE_ARN": "arn:aws:iam::000000000000:role/timers",
            "EXPIRE_GROUP_ARN": arn + "expireGroup",
            "RECONCILE_ARN": arn + "reconcile",
            "EXPIRE_AFTER_SALE_ARN": arn + "expireAfterSale",
            "PUSH_GOODS_ARN": arn + "pushGoods",
            "WEBSOCKET_ENDPOINT": "http://127.0.0.1:1",
            "CLOCK_URL": "",
            "FILES_BUCKET": f"{self.prefix}files",
            "FILES_URL": f"{self.endpoint or 'https://s3.example.com'}/{self.prefix}files",
            "EVENTS_STREAM": f"{self.prefix}events",
            "ATHENA_WORKGROUP": f"{self.prefix}events",
            "ATHENA_DATABASE": f"{self.prefix}events",
            "ATHENA_USD_PER_TB": "5",
            "MAX_SCAN_MB": "1000",
            "MAX_SCAN_MB_PER_DAY": "10000",
            "DEAD_LETTER_URLS": self.queues["dead"],
            "QUEUE_URLS": self.queues["refund"],
            "FILES_SERVED_AT": "https://files.example.com",
            "ORDER_ADDRESS_DAYS": "180",
            "AWS_DEFAULT_REGION": "us-east-1",
            **{f"{name.upper()}_QUEUE_URL": url for name, url in self.queues.items()},
        }
        if self.endpoint:
            environment["AWS_ENDPOINT_URL"] = self.endpoint
        else:
            os.environ.pop("AWS_ENDPOINT_URL", None)
        os.environ.update(environment)

    def _events(self) -> None:
        """A stream of events and its bucket, as template.yaml has them."""
        bucket = f"{self.prefix}events"
        self.aws("s3").create_bucket(Bucket=bucket)
        self.aws("firehose").create_delivery_stream(
            DeliveryStreamName=bucket,
            DeliveryStreamType="DirectPut",
            ExtendedS3DestinationConfiguration={
                "BucketARN": f"arn:aws:s3:::{bucket}",
                "RoleARN": "arn:aws:iam::000000000000:role/events",
                "Prefix": "events/day=!{timestamp:yyyy-MM-dd}/",
                "ErrorOutputPrefix": "failed/!{firehose:error-output-type}/",
                "CustomTimeZone": "Asia/Shanghai",
            },
        )

    def set(self, **environment: str) -> None:
        """Set environment variables, as template.yaml does."""
        os.environ.update(environment)
        secrets_manager.reset()

    def items(self, table: str) -> list[dict[str, Any]]:
        """All items of a table, as plain Python values."""
        from boto3.dynamodb.types import TypeDeserializer

        read = TypeDeserializer().deserialize
        pages = (
            self.aws("dynamodb")
            .get_paginator("scan")
            .paginate(TableName=self.tables[table], ConsistentRead=True)
        )
        return [
            {name: read(value) for name, value in item.items()}
            for page in pages
            for item in page["Items"]
        ]

    def drain(self, queue: str) -> list[Any]:
        """Receive and delete all messages of a queue. Returns their bodies."""
        sqs, url = self.aws("sqs"), self.queues[queue]
        found = []
        for _ in itertools.count():
            got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
            messages = got.get("Messages", [])
            if not messages:
                return found
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def run_queue(self, queue: str, function: str) -> list[str]:
        """Call the function with all messages of the queue. Returns the failed messages' ids."""
        bodies = self.drain(queue)
        if not bodies:
            return []
        outcome = handler(function)(sqs_event(*bodies), LambdaContext(function))
        return [failure["itemIdentifier"] for failure in outcome["batchItemFailures"]]

    def stream_records(self, table: str) -> list[dict[str, Any]]:
        """All records of a table's stream since the table was created, in order."""
        streams = self.aws("dynamodbstreams")
        (about,) = streams.list_streams(TableName=self.tables[table])["Streams"]
        arn = about["StreamArn"]
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        records: list[dict[str, Any]] = []
        for shard in shards:
            where = streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            while where:
                got = streams.get_records(ShardIterator=where)
                records += got["Records"]
                where = got.get("NextShardIterator") if got["Records"] else None
        for record in records:
            at = record["dynamodb"].get("ApproximateCreationDateTime")
            if hasattr(at, "timestamp"):
                record["dynamodb"]["ApproximateCreationDateTime"] = at.timestamp()
        return records

    @contextmanager
    def units(self) -> Iterator[Units]:
        """Count the capacity units of the shop's own client. Correct only on ministack."""
        used = Units()

        def count(operation: str, answer: dict[str, Any]) -> None:
            used.calls.append(operation)
            consumed = answer.get("ConsumedCapacity") or []
            for each in consumed if isinstance(consumed, list) else [consumed]:
                units = each.get("CapacityUnits", 0.0)
                reads = operation in ("GetItem", "Query", "BatchGetItem", "TransactGetItems")
                if reads:
                    used.read += units
                else:
                    used.write += units

        with store_calls(count):
            yield used

    def close(self) -> None:
        clock.set_clock(None)
        secrets_manager.reset()
