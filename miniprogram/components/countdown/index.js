const { countdown } = require('../../utils/texts')

const SECOND = 1000

/** The time until `until` (ms UTC), second by second. `end` tells that it is over, once. */
Component({
  options: { addGlobalClass: true },
  properties: {
    until: { type: Number, value: 0 },
    plain: { type: Boolean, value: false } // as text, without boxes
  },
  data: { text: '' },
  observers: {
    until () { this.start() }
  },
  lifetimes: {
    attached () { this.start() },
    detached () { clearInterval(this.ticking) }
  },
  pageLifetimes: {
    show () { this.start() },
    hide () { clearInterval(this.ticking) }
  },
  methods: {
    start () {
      clearInterval(this.ticking)
      if (!this.data.until) return
      this.ticking = setInterval(() => this.tick(), SECOND)
      this.tick()
    },

    tick () {
      const left = this.data.until - Date.now()
      this.setData({ text: countdown(left) })
      if (left > 0) return
      clearInterval(this.ticking)
      if (this.ended === this.data.until) return
      this.ended = this.data.until
      this.triggerEvent('end', {})
    }
  }
})
