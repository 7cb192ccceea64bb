/** A mock of `wx`: a configurable server, storage, logins, and sockets that tests control. */

const path = require('node:path')

const CLIENT = path.resolve(__dirname, '../../miniprogram/lib/tuan')

function mockWx (serve) {
  const mock = {
    requests: [],
    sockets: [],
    storage: {},
    codes: 0,
    running: 0, // requests now
    most: 0, // requests at once, so far
    language: 'zh_CN',
    hidden: [], // listeners of onAppHide
    login ({ success }) {
      success({ code: `code-${++mock.codes}`, errMsg: 'login:ok' })
    },
    request (options) {
      mock.requests.push(options)
      mock.most = Math.max(mock.most, ++mock.running)
      Promise.resolve()
        .then(() => serve(options, mock))
        .finally(() => { mock.running-- })
        .then(({ status = 200, data = {}, header = {} }) => {
          options.success({ statusCode: status, data, header, errMsg: 'request:ok' })
        }, (error) => options.fail({ errMsg: `request:fail ${error.message}`, errno: 600001 }))
    },
    getAppBaseInfo: () => ({ language: mock.language }),
    onAppHide: (listener) => { mock.hidden.push(listener) },
    getStorageSync: (key) => key in mock.storage ? structuredClone(mock.storage[key]) : '',
    setStorage: ({ key, data }) => { mock.storage[key] = structuredClone(data) },
    removeStorage: ({ key }) => { delete mock.storage[key] },
    connectSocket ({ url }) {
      const on = {}
      const socket = { url, sent: [], closed: false, on }
      for (const event of ['Open', 'Message', 'Error', 'Close']) {
        socket[`on${event}`] = (listener) => { on[event] = listener }
      }
      socket.send = ({ data }) => socket.sent.push(data)
      socket.close = () => { socket.closed = true; on.Close({}) }
      mock.sockets.push(socket)
      return socket
    }
  }
  return mock
}

/** Requests of one function, by the end of their URL. */
function callsOf (mock, name) {
  return mock.requests.filter(({ url }) => url.endsWith(`/${name}`))
}

/** A server that answers logins with tokens t1, t2, ... and passes all other calls to `answer`. */
function shop (answer) {
  let logins = 0
  return (options, mock) => {
    if (options.url.endsWith('/login')) {
      const token = `t${++logins}`
      return { data: { token, expiresIn: 7200, openid: 'me', isNew: false, roles: [] } }
    }
    return answer(options, mock)
  }
}

/** A newly loaded client of a mock server. Every wait is one or two milliseconds. `storage` is that of an earlier run. */
function start (serve, { storage = {}, language = 'zh_CN', ...settings } = {}) {
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(CLIENT)) delete require.cache[file]
  }
  global.wx = Object.assign(mockWx(serve), { storage, language })
  global.getCurrentPages = () => [{ route: 'pages/home/index' }]
  const tuan = require(path.join(CLIENT, 'index.js'))
  tuan.init({ api: 'https://api.test/', ws: 'wss://live.test/live', ...QUICK, ...settings })
  return tuan
}

const QUICK = { retryDelay: 1, reconnectDelay: 1, trackEvery: 1, payWaits: [0, 1, 1, 1] }

async function until (look) {
  for (let i = 0; i < 500; i++) {
    const found = look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  throw new Error(`never came true: ${look}`)
}

module.exports = { mockWx, callsOf, shop, start, until }
