/** The states of the page of goods. */

const { NOW, HOUR, MINUTE, goods, shirt, sale, group } = require('../support/shop')
const { refusal } = require('../support/page')

const none = { items: [] }
const groups = { items: [group(), group({ groupId: 'group-2', seatsLeft: 1, members: [1, 2].map((at) => ({ leader: at === 1, joinedAt: NOW, memberId: `m${at}`, isMe: false })), expiresAt: NOW + 50 * MINUTE }), group({ groupId: 'mine', members: [{ leader: true, joinedAt: NOW, memberId: 'm3', isMe: true }] })] }
const state = (found, more = {}) => ({ query: { goodsId: found.goodsId, ...more.query }, cloud: { getGoods: found, listSales: none, listOpenGroups: none, ...more.cloud }, ...(more.then ? { then: more.then } : {}), ...more.look })
const failing = (code, text) => ({ query: { goodsId: 'goods-1' }, cloud: { getGoods: () => { throw refusal(code, text) }, listSales: none } })

module.exports = {
  page: 'packages/goods/detail/index',
  states: {
    group: state(goods(1, { unit: '组' }), { cloud: { listOpenGroups: groups }, look: { dark: true, large: true, whole: true } }),
    sale: state(goods(1), { cloud: { listSales: { items: [sale()] } } }),
    soon: state(goods(1), { cloud: { listSales: { items: [sale({ startAt: NOW + 2 * HOUR, endAt: NOW + 4 * HOUR })] } } }),
    options: state(shirt(), { then: (page) => page.tap('.button', '立即购买'), look: { dark: true, large: true } }),
    chosen: state(shirt(), {
      then: async (page) => {
        await page.tap('.line-row', '规格')
        await page.tap('.value', '白')
        await page.tap('.value', 'L')
      }
    }),
    'sale-sheet': state(shirt(), { cloud: { listSales: { items: [sale({ skuId: 'shirt-5', goodsId: 'goods-6', title: '黑 L', price: 6900 })] } }, then: (page) => page.tap('.button', '立即抢购') }),
    'sold-out': state(goods(4, { skus: goods(4).skus.map((sku) => ({ ...sku, remaining: 0 })) })),
    staff: state(goods(3, { hidden: true, group: undefined })),
    loading: { query: { goodsId: 'goods-1' }, cloud: { getGoods: () => new Promise(() => {}), listSales: none } },
    gone: failing('GOODS_NOT_FOUND', '商品不存在或已下架'),
    error: failing('NETWORK', '网络异常，请检查网络后重试')
  }
}
