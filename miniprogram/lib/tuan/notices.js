/** Consent to notices: WeChat sends one subscribe message for each consent. */

const settings = require('./settings')
const { callFunction } = require('./call')

const MOST = 3 // WeChat takes no more templates in one question on older phones

/**
 * Ask the user for notices, by name, and tell the shop the answer. Call it in the handler of a tap, before
 * anything else: later, WeChat does not ask. Resolves to `{ accepted: [names] }`; it never fails, because a
 * purchase does not depend on it.
 */
async function allowNotices (names) {
  const known = names.filter((name) => settings.templates[name]).slice(0, MOST)
  const templateIds = known.map((name) => settings.templates[name])
  try {
    const results = templateIds.length && await ask(templateIds)
    if (!results) return { accepted: [] }
    const { result } = await callFunction({ name: 'allowNotice', data: { results, templateIds } })
    return { accepted: known.filter((name) => result.accepted.includes(settings.templates[name])) }
  } catch (error) {
    return { accepted: [] }
  }
}

function ask (tmplIds) {
  return new Promise((resolve, reject) => {
    if (!settings.sandbox) return wx.requestSubscribeMessage({ tmplIds, success: resolve, fail: reject })
    // The sandbox's templates are unknown to WeChat.
    const success = ({ confirm }) => resolve(Object.fromEntries(tmplIds.map((id) => [id, confirm ? 'accept' : 'reject'])))
    wx.showModal({ title: '订阅消息（沙箱）', content: `允许发送 ${tmplIds.length} 种通知？`, success, fail: reject })
  })
}

module.exports = { allowNotices }
