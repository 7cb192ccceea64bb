"""AWS's published limits, with the page that says each, and what we assume where no page does.

Quotas are the defaults of an account in us-east-1. Those marked "quota" can be raised.
"""

from __future__ import annotations

# API Gateway Developer Guide, "Amazon API Gateway quotas": all APIs of an account and region.
REQUESTS_PER_S = 10_000  # quota; also posts to @connections
REQUEST_BURST = 5_000
# API Gateway Developer Guide, "Quotas for configuring and running a WebSocket API".
NEW_CONNECTIONS_PER_S = 500  # quota

# Lambda Developer Guide, "Lambda quotas" and "Lambda function scaling".
CONCURRENCY = 1_000  # quota
NEW_ENVIRONMENTS_PER_10_S = 1_000  # per function
# Lambda Developer Guide, "Configuring scaling behavior for SQS event source mappings".
FIRST_BATCHES = 5
MORE_BATCHES_PER_MINUTE = 300

# DynamoDB Developer Guide, "Best practices for designing and using partition keys effectively".
PARTITION_WRITE_UNITS = 1_000  # a second; no quota, an item is in one partition
PARTITION_READ_UNITS = 3_000
# DynamoDB Developer Guide, "On-demand capacity mode": what a new table takes at once.
NEW_TABLE_WRITE_UNITS = 4_000
TABLE_WRITE_UNITS = 40_000  # quota

# Assumptions: what one thing takes, in seconds, near the median that users report. The conclusions
# of docs/scale.md do not change if they are wrong by a factor of two: its tables say how they move.
POST_S = 0.015  # a post to @connections
QUERY_S = 0.010  # a query of one page
COLD_START_S = 0.6
TRANSACTION_S = 0.012  # a TransactWriteItems: how long it holds its items
PREPAY_S = 0.150  # WeChat Pay's answer to "create order"

# USD (docs/cost.md has the pages).
WRITE_UNIT, READ_UNIT = 0.625e-6, 0.125e-6
HTTP_CALL, LAMBDA_CALL, SOCKET_MESSAGE, SQS_CALL = 1.00e-6, 0.20e-6, 1.00e-6, 0.40e-6
CONNECTION_MINUTE = 0.25e-6
LAMBDA_SECOND = 0.0000133334  # 1,024 MB on arm64
