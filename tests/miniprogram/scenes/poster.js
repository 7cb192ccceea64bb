/** The states of the poster. */

const { refusal } = require('../support/page')
const { groupOf, goods } = require('./group')

const page = 'packages/promotion/poster/index'
const createShare = { code: 'demoShare3', kind: 'group', target: 'group-1', channel: 'poster', goodsId: 'goods-1' }
const drawn = { code: 'demoShare3', contentType: 'image/svg+xml', picture: Buffer.from(wxacode()).toString('base64') }
const cloud = { createShare, getShareCode: drawn, getGroup: groupOf(), getGoods: goods }

/** A picture that looks like a mini-program code. */
function wxacode () {
  const rays = Array.from({ length: 60 }, (_, at) => `<path d="M0 -${52 + at * 7 % 12}V-${84 - at * 11 % 22}" transform="rotate(${at * 6})"/>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200" viewBox="-100 -100 200 200"><rect x="-100" y="-100" width="200" height="200" fill="#fff"/><g stroke="#111" stroke-width="5" stroke-linecap="round">${rays.join('')}</g><circle r="38" fill="#d9281f"/><path d="M-20 -12h40M0 -12v28M-16 16h32" stroke="#fff" stroke-width="6" fill="none"/></svg>`
}

const config = { codeLink: '' }
const link = { codeLink: 'https://shop.example.com/s/' }

module.exports = {
  page,
  states: {
    group: { query: { groupId: 'group-1' }, config, cloud, dark: true, large: true, whole: true },
    goods: { query: { goodsId: 'goods-2' }, config, cloud: { ...cloud, getGoods: { ...goods, title: '烟台红富士苹果 5 斤 脆甜多汁 当季现摘 坏果包赔 顺丰包邮到家', price: 123990, linePrice: 159990, group: undefined } }, whole: true },
    link: { query: { groupId: 'group-1' }, config: link, cloud, whole: true },
    bare: { query: { groupId: 'group-1' }, config, cloud: { ...cloud, getShareCode: () => { throw refusal('PAGE_REFUSED', '微信无法为该页面生成小程序码，请联系商家') } }, whole: true },
    loading: { query: { groupId: 'group-1' }, cloud: { ...cloud, createShare: () => new Promise(() => {}) } },
    error: { query: { groupId: 'group-1' }, cloud: { ...cloud, createShare: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}
