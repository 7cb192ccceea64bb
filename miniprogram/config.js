/**
 * The addresses of the shop. For the local stack, copy `api`, `ws` and `templates` from
 * .local/stack.json and tick "不校验合法域名" in the developer tools. For a deployed stack, use the
 * outputs ApiUrl and SocketUrl.
 */
module.exports = {
  api: 'http://127.0.0.1:8080',
  ws: 'ws://127.0.0.1:8080/live',
  liveId: 'live-demo-1',
  templates: {} // notice name → template id, such as { groupSuccess: '...', groupFailed: '...' }
}
