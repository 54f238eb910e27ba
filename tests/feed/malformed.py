"""What is no ring and no request to join: both are an object with an origin, and nothing else."""

MALFORMED = (
    "",
    "{",
    "[]",
    "null",
    "{}",
    '{"origin": 1}',
    '{"origin": "kammer.example"}',
    '{"origin": "http://kammer.example"}',
    '{"origin": "https://kammer.example/"}',
    '{"origin": "https://a.example", "origin": "https://b.example"}',
    b'{"origin": "https://\xff.example"}',
)
