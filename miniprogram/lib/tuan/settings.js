/** The settings of the client. `init` of index.js changes them. */

const settings = {
  api: '', // URL of the HTTP API
  ws: '', // URL of the WebSocket API
  language: '', // of texts: 'zh' or 'en'; empty: that of WeChat
  templates: {}, // notice name → template id
  sandbox: '', // URL of the WeChat sandbox of a local stack; empty: WeChat itself
  timeout: 10000, // ms of a call; a `slow` one gets 60 s
  retries: 2,
  retryDelay: 300, // ms; doubles with each retry
  atOnce: 10, // requests; WeChat allows no more
  reconnectDelay: 1000, // ms; doubles with each failure, up to 30 s
  pingEvery: 4 * 60 * 1000, // API Gateway closes sockets that are silent for 10 minutes
  trackEvery: 5000, // ms until tracked events are sent
  trackMost: 20, // so many events are sent at once
  payWaits: [0, 500, 1000, 1500, 2000, 3000, 4000, 5000] // ms before each look at an order that was paid
}

module.exports = settings
