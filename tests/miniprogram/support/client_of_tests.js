/** What pages get in tests in place of miniprogram/lib/tuan/index.js. */

module.exports = require('./tuan').client
