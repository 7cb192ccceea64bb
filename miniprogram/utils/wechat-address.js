/** An address that the user keeps in WeChat. */

const { ask } = require('./ask')
const { say } = require('./toast')

/**
 * Let the user choose an address in WeChat, and save it in the shop's book. Gives the saved address, or
 * null if the user chose none. A refusal of the privacy question or of the right is told to the user.
 */
async function fromWeChat () {
  const chosen = await choose()
  if (!chosen) return null
  const { addressId } = await ask('saveAddress', chosen)
  return { ...chosen, addressId }
}

function choose () {
  return new Promise((resolve) => {
    wx.chooseAddress({
      success: resolve,
      fail: ({ errMsg = '' }) => {
        if (!/cancel/.test(errMsg)) say('未获得微信地址，可手动填写')
        resolve(null)
      }
    })
  })
}

module.exports = { fromWeChat }
