/** The language of what the shop says, as the user has chosen it on their own page. */

const KEY = 'shop.language'
const names = ['跟随微信', '简体中文', 'English']
const codes = ['', 'zh', 'en'] // as the client takes them

/** The place of the choice in `names`. */
function chosen () {
  return Math.max(0, codes.indexOf(wx.getStorageSync(KEY)))
}

function choose (index) {
  wx.setStorageSync(KEY, codes[index])
}

module.exports = { names, codes, chosen, choose }
