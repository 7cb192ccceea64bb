/**
 * An order in a list: `order` is what `card` of lib/words makes, with `covers` (goodsId → picture). It
 * tells `open`, `pay`, `cancel`, `receive` and `end` (its time to pay is over), each with { orderId }.
 */
Component({
  options: { addGlobalClass: true },
  properties: {
    order: { type: Object, value: null },
    covers: { type: Object, value: {} },
    busy: { type: Boolean, value: false }
  },
  methods: {
    tell ({ currentTarget }) {
      this.triggerEvent(currentTarget.dataset.what, { orderId: this.data.order.orderId })
    },

    end () {
      this.triggerEvent('end', { orderId: this.data.order.orderId })
    }
  }
})
