/** The QR codes of posters, read by a decoder of others. */

const assert = require('node:assert/strict')
const test = require('node:test')
const jsQR = require('jsqr')
const { qr } = require('../../miniprogram/packages/promotion/lib/qr')

/** What a camera reads from a code. */
function read (code) {
  const [scale, quiet] = [4, 4]
  const side = (code.length + 2 * quiet) * scale
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const row = code[Math.floor(y / scale) - quiet]
      if (row && row[Math.floor(x / scale) - quiet]) pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3)
    }
  }
  const found = jsQR(pixels, side, side)
  return found && found.data
}

test('a code of every version is read as its text', () => {
  const sizes = new Set()
  for (let length = 1; length <= 106; length += 3) {
    const text = `https://shop.example.com/s/demoShare1/${'x'.repeat(200)}`.slice(0, length)
    const code = qr(text)
    sizes.add(code.length)
    assert.equal(read(code), text)
  }
  assert.deepEqual([...sizes], [21, 25, 29, 33, 37, 41])
})

test('text that is not ASCII is read as it was', () => {
  assert.equal(read(qr('https://商城.中国/团/demoShare1')), 'https://商城.中国/团/demoShare1')
})

test('a text that is too long has no code', () => {
  assert.equal(qr('x'.repeat(107)), null)
})
