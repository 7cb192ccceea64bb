"""The stack on one machine: a local AWS, a WeChat sandbox, demo data, and a shopper's day."""
