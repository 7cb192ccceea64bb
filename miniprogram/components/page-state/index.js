/**
 * What a page or a list says when it is not simply full: a skeleton while it loads, that it is empty,
 * why it failed (with a button that tells `retry`), that more is loading, that this is the end.
 */
Component({
  options: { addGlobalClass: true },
  properties: {
    state: { type: String, value: '' }, // 'loading', 'empty', 'error', 'more', 'end'; anything else shows nothing
    skeleton: { type: String, value: 'list' }, // how it looks while it loads: 'feed', 'list', 'goods'
    text: { type: String, value: '' }, // of 'empty' and 'error'
    action: { type: String, value: '' }, // the button of 'empty', which tells `action`
    small: { type: Boolean, value: false } // below a list that is not empty
  },
  data: { six: [1, 2, 3, 4, 5, 6] },
  methods: {
    retry () { this.triggerEvent('retry', {}) },
    act () { this.triggerEvent('action', {}) }
  }
})
