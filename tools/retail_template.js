/**
 * Put a checkout of Tencent's retail template on Tuan:
 *
 *   node tools/retail_template.js ../tdesign-miniprogram-starter-retail https://api.example.com
 *
 * It replaces `services/`, three `api.js` beside the after-sale pages, and adds `lib/tuan`, `tuan.js`
 * and a line in `app.js`. A second run brings a newer adapter and leaves `tuan.js` as it is.
 */

const fs = require('node:fs')
const path = require('node:path')

const MINIPROGRAM = path.resolve(__dirname, '../miniprogram')
const ADAPTER = path.join(MINIPROGRAM, 'adapters/tdesign-retail')
const PAGES = ['after-service-list', 'after-service-detail', 'fill-tracking-no']

const HAND_ON = "export * from '../../../services/order/afterService';\n"
const FIRST_LINE = "import './tuan';\n"

function start (api, ws) {
  return `import tuan from './lib/tuan/index';
import { use } from './services/_tuan/client';

tuan.init({ api: '${api}', ws: '${ws}' });

// What the template shows and Tuan does not keep: see services/README.md.
use(tuan, { storeName: '本店', servicePhone: '', serviceTime: '', banners: [], categories: [], popularWords: [] });
`
}

function layOver (template, api = '', ws = '') {
  const at = (...parts) => path.join(template, ...parts)
  if (!fs.existsSync(at('services/order/orderConfirm.js'))) throw new Error(`${template} is not a checkout of the retail template`)
  fs.rmSync(at('services'), { recursive: true })
  fs.cpSync(ADAPTER, at('services'), { recursive: true })
  fs.cpSync(path.join(MINIPROGRAM, 'lib/tuan'), at('lib/tuan'), { recursive: true })
  for (const page of PAGES) fs.writeFileSync(at('pages/order', page, 'api.js'), HAND_ON)
  if (!fs.existsSync(at('tuan.js'))) fs.writeFileSync(at('tuan.js'), start(api, ws))
  const app = fs.readFileSync(at('app.js'), 'utf8')
  if (!app.includes(FIRST_LINE)) fs.writeFileSync(at('app.js'), FIRST_LINE + app)
}

if (require.main === module) {
  const [template, api, ws] = process.argv.slice(2)
  if (!template) {
    console.error('Usage: node tools/retail_template.js TEMPLATE [API_URL [SOCKET_URL]]')
    process.exit(2)
  }
  layOver(path.resolve(template), api, ws)
  console.log(`The template in ${template} is on Tuan. Set the addresses of the shop in its tuan.js.`)
}

module.exports = { layOver }
