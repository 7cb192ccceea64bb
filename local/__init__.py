"""The stack on one machine: a local AWS, a WeChat sandbox, a seeded shop, a shopper's day."""
