/**
 * The shop's own settings. `api` and `ws` are the outputs ApiUrl and SocketUrl of a deployed stack. For the
 * local stack, `make up` writes config.local.js, whose settings take the place of these.
 */
const config = {
  api: 'http://127.0.0.1:8080',
  ws: 'ws://127.0.0.1:8080/live',
  liveId: 'live-demo-1',
  merchantId: '', // of WeChat Pay: with it, receipts are confirmed in WeChat's own component
  templates: {}, // notice name → template id, such as { groupSuccess: '...', groupFailed: '...' }

  shopName: 'Tuan 拼团', // on posters

  /**
   * Posters have a mini-program code, which WeChat draws for pages of the released version. To have an ordinary
   * QR code instead: a link, which a share's code is added to. Register it at mp.weixin.qq.com under
   * 开发管理 > 扫普通链接二维码打开小程序, with the page pages/group/index.
   */
  codeLink: '',

  /**
   * The video of live rooms, by liveId, or `default` for all: `finderUserName` of the shop's channel (视频号);
   * `playerUrl` for `<live-player>`, which WeChat allows for some categories of shops; `replayUrl`.
   */
  video: {},

  /** The categories of goods that the shop shows, in this order. `id` is `category` of the goods. */
  categories: [
    { id: 'fruit', name: '新鲜水果' },
    { id: 'pantry', name: '粮油咖啡' },
    { id: 'home', name: '居家日用' },
    { id: 'wear', name: '服饰鞋帽' }
  ],

  /** The express companies with which buyers can send goods back. `id` is WeChat's. */
  carriers: [
    { id: 'SF', name: '顺丰速运' },
    { id: 'ZTO', name: '中通快递' },
    { id: 'YTO', name: '圆通速递' },
    { id: 'YD', name: '韵达快递' },
    { id: 'STO', name: '申通快递' },
    { id: 'JD', name: '京东快递' },
    { id: 'EMS', name: '中国邮政 EMS' },
    { id: 'JTSD', name: '极兔速递' }
  ]
}

try {
  // Only in the developer tools and in test versions: a released mini-program never reads it.
  const { envVersion } = wx.getAccountInfoSync().miniProgram
  if (envVersion === 'develop') Object.assign(config, require('./config.local'))
} catch (error) {
  // There is no local stack.
}

module.exports = config
