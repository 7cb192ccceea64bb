const { yuan } = require('../../utils/texts')

/** An amount of money: `fen`, and `line` crossed out beside it if that is more. */
Component({
  options: { addGlobalClass: true },
  properties: {
    fen: { type: Number, value: 0 },
    line: { type: Number, value: 0 },
    size: { type: String, value: '' }, // 'large', 'small', or neither
    prefix: { type: String, value: '' } // such as 拼团价
  },
  data: { whole: '', part: '', lineText: '' },
  observers: {
    'fen, line' (fen, line) {
      const [whole, part] = yuan(fen).split('.')
      this.setData({ whole, part: part ? `.${part}` : '', lineText: line > fen ? yuan(line) : '' })
    }
  }
})
