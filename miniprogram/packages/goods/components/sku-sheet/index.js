const { matrix, skuOf, toggled, missing } = require('../../lib/matrix')
const { seatPrice } = require('../../lib/offers')

const MOST = 999 // units of one SKU in an order

/**
 * The sheet in which a buyer chooses options and how many: `mode` is single, open (a group) or sale. It
 * tells `choose` ({ chosen }), `done` ({ skuId, quantity }) and `close`.
 */
Component({
  options: { addGlobalClass: true },
  properties: {
    goods: { type: Object, value: null },
    mode: { type: String, value: 'single' },
    sale: { type: Object, value: null },
    chosen: { type: Object, value: {} },
    busy: { type: Boolean, value: false }
  },
  data: { options: [], sku: null, fen: 0, from: false, quantity: 1, most: 1, note: '', ready: '' },
  observers: {
    'goods, mode, sale, chosen' () { this.look() }
  },
  methods: {
    look () {
      const { goods, mode, sale, chosen, quantity } = this.data
      if (!goods) return
      const offered = mode === 'sale' ? onlyOf(goods, sale) : goods
      const sku = skuOf(offered, chosen)
      const left = missing(offered, chosen)
      const most = mostOf(mode, sku, sale)
      this.setData({
        options: matrix(offered, chosen),
        sku,
        fen: priceOf(mode, goods, sku, sale),
        from: !sku && mode === 'single' && goods.skus.some(({ price }) => price !== goods.skus[0].price),
        most,
        quantity: Math.max(1, Math.min(quantity, most)),
        note: noteOf(mode, sku, sale),
        ready: left.length ? `请选择 ${left.join('、')}` : sku && sku.remaining > 0 ? '' : '该规格已售罄'
      })
    },

    pick ({ currentTarget }) {
      const { name, value, open } = currentTarget.dataset
      if (!open) return
      this.triggerEvent('choose', { chosen: toggled(this.data.chosen, name, value) })
    },

    less () { this.count(this.data.quantity - 1) },
    more () { this.count(this.data.quantity + 1) },
    write ({ detail }) { this.count(Number(detail.value) || 1) },

    count (number) {
      this.setData({ quantity: Math.max(1, Math.min(Math.floor(number), this.data.most)) })
    },

    done () {
      const { sku, quantity } = this.data
      this.triggerEvent('done', { skuId: sku.skuId, quantity })
    },

    close () { this.triggerEvent('close', {}) },

    /** Touches do not move the page behind. */
    keep () {}
  }
})

/** A flash sale sells one SKU: the others cannot be chosen in it. */
function onlyOf (goods, sale) {
  return { ...goods, skus: goods.skus.map((sku) => (sku.skuId === sale.skuId ? sku : { ...sku, remaining: 0 })) }
}

function priceOf (mode, goods, sku, sale) {
  if (mode === 'sale') return sale.price
  if (mode === 'open') return seatPrice(goods.group, sku)
  return sku ? sku.price : Math.min(...goods.skus.map(({ price }) => price))
}

/** How many units can be chosen. A seat of a group is one unit. */
function mostOf (mode, sku, sale) {
  if (mode === 'open' || !sku) return 1
  const left = Math.max(1, Math.min(sku.remaining, MOST))
  return mode === 'sale' ? Math.min(left, sale.limit) : left
}

function noteOf (mode, sku, sale) {
  if (mode === 'sale') return `每人限购 ${sale.limit} 件`
  if (mode === 'open') return '每个名额一件'
  return sku && sku.remaining > 0 && sku.remaining <= 10 ? `仅剩 ${sku.remaining} 件` : ''
}
