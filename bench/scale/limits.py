"""AWS's published limits, with the page that says each, and times that AWS does not publish."""

from __future__ import annotations

from dataclasses import dataclass

_DOCS = "https://docs.aws.amazon.com/"


@dataclass(frozen=True)
class Limit:
    """`value` in `unit`; `can_grow`: AWS raises it on request."""

    name: str
    value: float
    unit: str
    page: str
    can_grow: bool

    @property
    def url(self) -> str:
        return _DOCS + self.page


API_REQUESTS = Limit(
    "API Gateway: requests to all APIs of an account and region, with posts to WebSockets",
    10_000,
    "a second",
    "apigateway/latest/developerguide/limits.html",
    True,
)
API_BURST = Limit("API Gateway: burst of these", 5_000, "requests", API_REQUESTS.page, False)
NEW_SOCKETS = Limit(
    "API Gateway: new WebSocket connections of an account and region",
    500,
    "a second",
    "apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html",
    True,
)
CONCURRENCY = Limit(
    "Lambda: concurrent executions of an account and region",
    1_000,
    "executions",
    "lambda/latest/dg/gettingstarted-limits.html",
    True,
)
LAMBDA_SCALING = Limit(
    "Lambda: more executions of one function in ten seconds",
    1_000,
    "executions",
    "lambda/latest/dg/scaling-behavior.html",
    False,
)
POLLERS_AT_FIRST = Limit(
    "Lambda: batches of an SQS queue that are processed at once when it becomes active",
    5,
    "batches",
    "lambda/latest/dg/services-sqs-scaling.html",
    False,
)
POLLERS_A_MINUTE = Limit(
    "Lambda: more of these a minute", 300, "batches", POLLERS_AT_FIRST.page, False
)
PARTITION_WRITES = Limit(
    "DynamoDB: writes to one partition, so also to one item",
    1_000,
    "units a second",
    "amazondynamodb/latest/developerguide/bp-partition-key-design.html",
    False,
)
PARTITION_READS = Limit(
    "DynamoDB: reads of one partition",
    3_000,
    "units a second",
    PARTITION_WRITES.page,
    False,
)
NEW_TABLE_WRITES = Limit(
    "DynamoDB: writes to a new on-demand table, before it grows",
    4_000,
    "units a second",
    "amazondynamodb/latest/developerguide/warm-throughput-scenarios.html",
    False,
)
STREAM_PARALLEL = Limit(
    "Lambda: batches of one shard of a stream that are processed at once",
    10,
    "batches",
    "lambda/latest/dg/services-ddb-params.html",
    False,
)

LIMITS = (
    API_REQUESTS,
    API_BURST,
    NEW_SOCKETS,
    CONCURRENCY,
    LAMBDA_SCALING,
    POLLERS_AT_FIRST,
    POLLERS_A_MINUTE,
    PARTITION_WRITES,
    PARTITION_READS,
    NEW_TABLE_WRITES,
    STREAM_PARALLEL,
)


@dataclass(frozen=True)
class Assumed:
    """Times in seconds. They are round numbers of the size that users of these services report;
    take your own from CloudWatch and run the models again."""

    post_s: float = 0.015  # one post to a connection, from a function in the same region
    queue_s: float = 0.025  # a message from its sender to the function
    read_s: float = 0.008  # a query of DynamoDB
    transaction_s: float = 0.020  # a transaction of five items, for its caller
    locked_s: float = 0.008  # the time of it in which its items take no other transaction
    cold_s: float = 0.45  # a new process of a function
    wechat_s: float = 0.150  # WeChat Pay takes an order
    vcpu: float = 1024 / 1769  # of a function with 1,024 MB (Lambda Developer Guide, "Memory")


ASSUMED = Assumed()

# USD in us-east-1, as in docs/cost.md.
USD_MESSAGE = 1.00e-6  # of a WebSocket, up to 32 KB; also of a request to the HTTP API
USD_INVOCATION = 0.20e-6
USD_QUEUE = 0.40e-6
USD_WRITE, USD_READ = 0.625e-6, 0.125e-6
USD_GB_S = 13.3334e-6
