/**
 * Goods in a list: `goods` is a GoodsCard of listGoods or searchGoods. It tells `open` when it is tapped,
 * `seen` once when half of it is on the screen, and `ratio` (height / width of the picture).
 */
Component({
  options: { addGlobalClass: true },
  properties: {
    goods: { type: Object, value: {} },
    position: { type: Number, value: 0 }, // its place in the list, from 1
    wide: { type: Boolean, value: false } // picture at the left, in one column
  },
  lifetimes: {
    ready () { this.watch() },
    detached () { this.unwatch() }
  },
  methods: {
    watch () {
      this.watching = this.createIntersectionObserver({ thresholds: [0.5] })
      this.watching.relativeToViewport().observe('.goods', ({ intersectionRatio }) => {
        if (intersectionRatio < 0.5) return
        this.unwatch()
        this.tell('seen')
      })
    },

    unwatch () {
      if (this.watching) this.watching.disconnect()
      this.watching = null
    },

    measure ({ detail }) {
      if (detail.width > 0) this.triggerEvent('ratio', { goodsId: this.data.goods.goodsId, ratio: detail.height / detail.width })
    },

    open () { this.tell('open') },

    tell (what) {
      this.triggerEvent(what, { goodsId: this.data.goods.goodsId, position: this.data.position })
    }
  }
})
