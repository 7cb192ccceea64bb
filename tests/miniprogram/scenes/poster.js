/** The states of the poster. */

const { refusal } = require('../support/page')
const { groupOf, goods } = require('./group')

const page = 'packages/promotion/poster/index'
const createShare = { code: 'demoShare3', kind: 'group', target: 'group-1', channel: 'poster', goodsId: 'goods-1' }
const cloud = { createShare, getGroup: groupOf(), getGoods: goods }
const config = { codeLink: 'https://shop.example.com/s/' }

module.exports = {
  page,
  states: {
    group: { query: { groupId: 'group-1' }, config, cloud, dark: true, large: true, whole: true },
    goods: { query: { goodsId: 'goods-2' }, config, cloud: { ...cloud, getGoods: { ...goods, title: '烟台红富士苹果 5 斤 脆甜多汁 当季现摘 坏果包赔 顺丰包邮到家', price: 123990, linePrice: 159990, group: undefined } }, whole: true },
    bare: { query: { groupId: 'group-1' }, config: { codeLink: '' }, cloud, whole: true },
    loading: { query: { groupId: 'group-1' }, cloud: { ...cloud, createShare: () => new Promise(() => {}) } },
    error: { query: { groupId: 'group-1' }, cloud: { ...cloud, createShare: () => { throw refusal('NETWORK', '网络异常，请检查网络后重试') } } }
  }
}
