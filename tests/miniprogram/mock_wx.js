/** A mock of `wx`: a configurable server, storage, logins, and sockets that tests control. */

function mockWx (serve) {
  const mock = {
    requests: [],
    sockets: [],
    storage: {},
    codes: 0,
    login ({ success }) {
      success({ code: `code-${++mock.codes}`, errMsg: 'login:ok' })
    },
    request (options) {
      mock.requests.push(options)
      Promise.resolve()
        .then(() => serve(options, mock))
        .then(({ status = 200, data = {}, header = {} }) => {
          options.success({ statusCode: status, data, header, errMsg: 'request:ok' })
        }, (error) => options.fail({ errMsg: `request:fail ${error.message}` }))
    },
    getStorageSync: (key) => mock.storage[key] || '',
    setStorage: ({ key, data }) => { mock.storage[key] = data },
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
      return { data: { token, expiresIn: 7200, openid: 'me', isNew: false } }
    }
    return answer(options, mock)
  }
}

module.exports = { mockWx, callsOf, shop }
