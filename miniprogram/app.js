const cloud = require('./lib/cloud')
const config = require('./config')

App({
  onLaunch () {
    cloud.init({ api: config.api, ws: config.ws })
  }
})
