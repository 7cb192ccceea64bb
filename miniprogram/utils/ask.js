/** Call a cloud function and get its result. */

const tuan = require('../lib/tuan/index')

async function ask (name, data = {}) {
  const { result } = await tuan.callFunction({ name, data })
  return result
}

module.exports = { ask }
