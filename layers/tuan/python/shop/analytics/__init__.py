"""What users do, and what it tells: events are taken in, kept as lines in S3, and asked by SQL.

`intake` takes events, `catalogue` says which there are, `lines` is how they are kept, `delivery`
puts them on their way. `view` is what all questions read; a question is a module of its own.
"""
