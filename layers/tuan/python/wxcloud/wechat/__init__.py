"""WeChat's servers: calls to its API and to WeChat Pay, and the messages that they send to us."""
