/** The states of the page on which the staff lets a browser into the merchant's console. */

const { NOW } = require('../support/shop')
const { refusal } = require('../support/page')

const page = 'packages/staff/console/index'
const asks = { code: 'ABC234', browser: 'Chrome', system: 'Windows', network: '203.0.113.*', sameNetwork: true, startedAt: NOW, expiresAt: NOW + 120000, approved: false }
const answer = ({ confirm }) => ({ ...asks, approved: confirm })
const scan = (result) => ({ wx: { scanCode: () => ({ result }) }, then: (opened) => opened.tap('.button', '扫一扫') })

module.exports = {
  page,
  states: {
    start: { dark: true, large: true },
    asks: { cloud: { approveConsole: answer }, ...scan('tuan-console:ABC234'), dark: true, large: true },
    far: { cloud: { approveConsole: { ...asks, browser: 'other', sameNetwork: false, network: '' } }, query: { scene: 'ABC234' } },
    done: {
      cloud: { approveConsole: answer },
      query: { scene: 'ABC234' },
      then: (opened) => opened.tap('.button', '确认登录')
    },
    trouble: {
      cloud: { approveConsole: () => { throw refusal('CONSOLE_CODE_INVALID', '登录码已失效，请在电脑上刷新后重试') } },
      query: { scene: 'ABC234' }
    }
  }
}
