const tuan = require('./lib/tuan/index')
const config = require('./config')

App({
  onLaunch () {
    tuan.init(config)
  }
})
