"""A client of the AWS services that speak JSON: DynamoDB, SQS, Firehose, CloudWatch, Secrets
Manager and EventBridge Scheduler.

It does what botocore does for one call, and loads and computes nothing else: a call costs less than
a fifth of the CPU time, and the first one comes a tenth of a second earlier (docs/performance.md).
It is botocore's in what callers see: the parameters, the answers, the exceptions, which errors it
retries and when it gives up. docs/decisions/0030-own-store-client.md says where it differs, and
why.

- `client`: one call, from the parameters to the answer, with its retries;
- `protocols`: the services; `calls`: an operation and its parameters as an HTTP request;
- `messages`: answers, and errors as botocore's exceptions;
- `sigv4`: signatures; `credentials`: what signs; `endpoint`: where a service answers;
- `connection` and `pool`: HTTP/1.1 over TLS;
- `retries`: which errors are retried, how late and how often.
"""
