/**
 * The way to the shop: `app.js` calls `use(tuan, { ... })` once, and the services call functions
 * with `ask`. Without `use` they call `wx.cloud`.
 */

/** What the template shows and Tuan does not keep. `use` changes it. */
const settings = {
  storeId: '1',
  storeName: '本店',
  banners: [], // pictures at the top of the home page; the covers of its first goods if there are none
  categories: [], // `{ id, name }`, in the order to show; the ids of the shop's goods if there are none
  popularWords: [], // on the search page
  servicePhone: '',
  serviceTime: '',
  payInPage: false // true: the page calls wx.requestPayment itself (see README.md)
}

let client = null

function use (tuan, more = {}) {
  client = tuan
  Object.assign(settings, more)
}

/** The client of `use`, or wx.cloud. */
const cloud = () => client || wx.cloud

/** The result of a function of the shop. Its failures have `code`, `msg` and `requestId`. */
async function ask (name, data = {}) {
  try {
    return (await cloud().callFunction({ name, data })).result
  } catch (error) {
    throw failure(codeOf(error), textOf(error), error.requestID)
  }
}

/** Our name of what went wrong, such as SOLD_OUT. */
function codeOf (error) {
  if (error.code) return error.code
  return typeof error.errCode === 'string' ? error.errCode : 'UNKNOWN'
}

/** What the user reads; the text of a failed call itself is for developers. */
function textOf (error) {
  if (error.text) return error.text
  if (typeof error.errMsg !== 'string' || /^cloud\.callFunction:fail/.test(error.errMsg)) return '系统繁忙，请稍后再试'
  return error.errMsg
}

/** An Error as the template's pages read it. */
function failure (code, msg, requestId = '') {
  return Object.assign(new Error(`${code} ${msg}`), { code, msg, requestId, success: false })
}

/** What the template's servers answer. */
function answer (data) {
  return { data, code: 'Success', msg: null, requestId: '', clientIp: '', rt: 0, success: true }
}

/** Show a text to the user, where the template's page says nothing of a failure. */
function tell (error) {
  wx.showToast({ title: error.msg, icon: 'none' })
}

/**
 * Ask `load` once in `ms` milliseconds for the same key; `anew` asks in any case. A failure is not
 * kept.
 */
function memory (load, ms) {
  const kept = new Map()
  function anew (key) {
    const value = load(key)
    kept.set(key, { at: Date.now(), value })
    value.catch(() => kept.delete(key))
    return value
  }
  function recall (key) {
    const known = kept.get(key)
    return known && Date.now() - known.at < ms ? known.value : anew(key)
  }
  return Object.assign(recall, { anew })
}

module.exports = { use, cloud, ask, answer, failure, tell, memory, settings }
