/** What the user has searched for, kept on the phone, and what the shop proposes. */

const { settings } = require('../_tuan/client')

const KEY = 'tuan.searched'
const MOST = 12

async function getSearchHistory () {
  return { historyWords: wx.getStorageSync(KEY) || [] }
}

async function getSearchPopular () {
  return { popularWords: [...settings.popularWords] }
}

/** Put a word first in the history. */
function remember (word) {
  const others = (wx.getStorageSync(KEY) || []).filter((known) => known !== word)
  wx.setStorageSync(KEY, [word, ...others].slice(0, MOST))
}

module.exports = { getSearchHistory, getSearchPopular, remember }
