// TEMPORARY stand-in until the client of wt-k1 is merged; never committed.
const cloud = require('../cloud')
const config = require('../../config')
async function callFunction (o) { try { return await cloud.callFunction(o) } catch (e) { e.code = e.errCode; e.text = e.errMsg; throw e } }
async function pay ({ orderId, payment }) {
  await new Promise((resolve, reject) => wx.requestPayment({ ...payment, success: resolve, fail: reject }))
  for (let i = 0; i < 40; i++) {
    const { result } = await callFunction({ name: 'getOrder', data: { orderId } })
    if (result.status !== 'PENDING') return { status: result.status }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('not paid')
}
async function allowNotices (keys) {
  const templateIds = keys.map((key) => config.templates[key]).filter(Boolean)
  if (!templateIds.length) return { accepted: [] }
  const results = await new Promise((resolve) => wx.requestSubscribeMessage({ tmplIds: templateIds, success: resolve, fail: () => resolve(null) }))
  return results ? (await callFunction({ name: 'allowNotice', data: { results, templateIds } })).result : { accepted: [] }
}
function room (liveId) {
  const l = { push: [], state: [], message: [] }
  const tell = (what, v) => l[what].forEach((f) => f(v))
  let task
  cloud.login().then((me) => {
    task = wx.connectSocket({ url: `${config.ws}?liveId=${liveId}&token=${encodeURIComponent(me.token)}` })
    task.onOpen(() => tell('state', 'open'))
    task.onMessage(({ data }) => { const m = JSON.parse(data); tell(m.type === 'goodsPush' ? 'push' : 'message', m) })
    task.onClose(() => tell('state', 'closed'))
  })
  return { onPush: (f) => l.push.push(f), onState: (f) => l.state.push(f), onMessage: (f) => l.message.push(f), send: (m) => task && task.send({ data: JSON.stringify(m) }), close: () => task && task.close({}) }
}
module.exports = { init: cloud.init, callFunction, login: cloud.login, pay, allowNotices, room, track () {} }
