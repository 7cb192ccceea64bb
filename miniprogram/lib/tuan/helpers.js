/** Waiting, random ids, and values that outlive the mini-program. */

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Wait between half and all of `ms`, so that many clients do not retry at the same moment. */
const pause = (ms) => wait(ms * (0.5 + Math.random() / 2))

/** Unique, not secret: the shop keeps keys per user and function. */
function randomKey () {
  const part = () => Math.random().toString(36).slice(2, 12)
  return `${Date.now().toString(36)}-${part()}${part()}`
}

/** A kept value, or undefined. A full or broken storage is no reason to fail. */
function kept (key) {
  try {
    return wx.getStorageSync(key) || undefined
  } catch (error) {
    return undefined
  }
}

function keep (key, data) {
  wx.setStorage({ key, data, fail () {} })
}

module.exports = { wait, pause, randomKey, kept, keep }
