/** The states of the page about the user's data. */

const page = 'packages/user/data/index'
const take = (opened) => opened.tap('.button', '导出')

module.exports = {
  page,
  states: {
    start: { dark: true, large: true, whole: true },
    running: { cloud: { exportMyData: { state: 'RUNNING', done: 120, total: 431 } }, then: take },
    done: { cloud: { exportMyData: { state: 'DONE', done: 431, total: 431, url: 'https://files.test/data.json' } }, then: take },
    privacy: {
      then: async (opened) => {
        wx.askPrivacy(() => {})
        await opened.settle()
      }
    }
  }
}
