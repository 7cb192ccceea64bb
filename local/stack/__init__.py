"""The stack on one machine: start it, deploy to it, show where it is, stop it.

    python -m local.stack up | down | status

`up` starts ministack (AWS) and the WeChat sandbox in the background, deploys template.yaml with
`sam build` and `sam deploy`, creates the HTTP routes, writes demo data and .local/stack.json.
"""
