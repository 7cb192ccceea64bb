const tuan = require('./lib/tuan/index')
const config = require('./config')
const language = require('./utils/language')

App({
  onLaunch () {
    tuan.init({ ...config, language: language.codes[language.chosen()] })
  }
})
