/** A page in TypeScript. typed.test.js lets the compiler read it; each `@ts-expect-error` is a mistake that it finds. */

import * as tuan from '../../../miniprogram/lib/tuan/index'

Page({
  data: { title: '', seats: 0, fen: 0 },

  async onLoad (query: { groupId: string }) {
    const { result: group } = await tuan.callFunction({ name: 'getGroup', data: { groupId: query.groupId } })
    const { result: list } = await tuan.callFunction({ name: 'listGoods' })
    this.setData({ title: group.title, seats: group.seatsLeft, fen: list.items[0].price })
    // @ts-expect-error: a result has no such field
    this.setData({ title: group.name })
    // @ts-expect-error: groupId is missing
    await tuan.callFunction({ name: 'getGroup', data: {} })
    // @ts-expect-error: data is missing
    await tuan.callFunction({ name: 'getGroup' })
    // @ts-expect-error: groupId is a text
    await tuan.callFunction({ name: 'getGroup', data: { groupId: 1 } })
    // @ts-expect-error: an unknown field
    await tuan.callFunction({ name: 'getGroup', data: { groupId: 'g', more: true } })
  },

  async buy () {
    const { result: placed } = await tuan.callFunction({ name: 'placeOrder', data: { items: [{ skuId: 's', quantity: 1 }] } })
    try {
      const order = await tuan.pay(placed.payment, { orderId: placed.orderId })
      if (order.status === 'PAID') tuan.track('order_seen', { orderId: placed.orderId })
      await tuan.pay(placed)
    } catch (error) {
      wx.showToast({ title: tuan.textOf(error), icon: 'none' })
    }
  },

  /** As in WeChat Cloud Development: with callbacks nothing is returned. */
  callback () {
    const nothing: void = tuan.callFunction({ name: 'getScore', success: ({ result }) => this.setData({ fen: result.score }) })
    return nothing
  },

  /** A function of the shop's own that is in no list. */
  async own () {
    const { result, requestID } = await tuan.callFunction({ name: 'my-own_function', data: { anything: 1 } })
    return [result.whatever, requestID]
  },

  watch () {
    const room = tuan.room('live-1', { onPush: ({ goods, left }) => this.setData({ title: goods.title, seats: left }) })
    room.onStock(({ left }) => this.setData({ seats: left })).onState((state) => console.log(state))
    room.send({ action: 'numbers' })
    room.close()
  },

  async look () {
    const { variant, config } = await tuan.variant('home')
    const { accepted } = await tuan.allowNotices(['groupSuccess'])
    return [variant, config.columns, accepted.length]
  }
})

tuan.init({ api: 'https://api.example.com', ws: 'wss://live.example.com/live', env: 'unused' })
