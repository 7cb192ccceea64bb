/**
 * A QR code of a text, as rows of booleans: true is dark. Versions 1 to 6, error correction M, bytes:
 * up to 106 of them, which is enough for a link with a share's code.
 *
 * Source: ISO/IEC 18004. `tests/miniprogram/qr.test.js` reads the codes with a decoder of others.
 */

// data bytes and error-correction bytes of one block, number of blocks, centre of the alignment pattern
const VERSIONS = [
  [16, 10, 1, 0], [28, 16, 1, 18], [44, 26, 1, 22], [32, 18, 2, 26], [43, 24, 2, 30], [27, 16, 4, 34]
]

const MASKS = [
  (x, y) => (x + y) % 2, (x, y) => y % 2, (x, y) => x % 3, (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2, (x, y) => (x * y) % 2 + (x * y) % 3,
  (x, y) => ((x * y) % 2 + (x * y) % 3) % 2, (x, y) => ((x + y) % 2 + (x * y) % 3) % 2
]

/** The code of `text`, or null if the text is too long for one. */
function qr (text) {
  const bytes = utf8(text)
  const version = VERSIONS.findIndex(([data, , blocks]) => data * blocks - 2 >= bytes.length)
  if (version < 0) return null
  const bits = bitsOf(codewords(bytes, VERSIONS[version]))
  const codes = MASKS.map((mask, number) => draw(version, bits, mask, number))
  return codes.reduce((best, code) => (penalty(code) < penalty(best) ? code : best))
}

function utf8 (text) {
  const escaped = encodeURIComponent(text).match(/%..|[^%]/g) || []
  return escaped.map((one) => (one.length > 1 ? parseInt(one.slice(1), 16) : one.charCodeAt(0)))
}

// --- data and error correction ----------------------------------------------------------------------

function codewords (bytes, [size, correction, blocks]) {
  const data = [0x40 | bytes.length >> 4] // 4 bits for "bytes", then the length in 8 bits
  let rest = bytes.length & 15
  for (const byte of bytes) {
    data.push((rest << 4 | byte >> 4) & 255)
    rest = byte & 15
  }
  data.push(rest << 4)
  for (let i = 0; data.length < size * blocks; i++) data.push(i % 2 ? 0x11 : 0xec)
  const parts = Array.from({ length: blocks }, (_, i) => data.slice(i * size, (i + 1) * size))
  return [...woven(parts), ...woven(parts.map((part) => remainder(part, correction)))]
}

const woven = (rows) => rows[0].flatMap((_, column) => rows.map((row) => row[column]))

const bitsOf = (bytes) => bytes.flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((at) => byte >> at & 1))

/** The Reed–Solomon bytes of `data`. */
function remainder (data, length) {
  let divisor = [1]
  let root = 1
  for (let i = 0; i < length; i++) {
    const shifted = [...divisor, 0]
    divisor.forEach((factor, at) => { shifted[at + 1] ^= times(factor, root) })
    divisor = shifted
    root = times(root, 2)
  }
  const rest = [...data, ...new Array(length).fill(0)]
  data.forEach((_, at) => {
    const factor = rest[at]
    divisor.forEach((coefficient, i) => { rest[at + i] ^= times(coefficient, factor) })
  })
  return rest.slice(data.length)
}

/** The product in the field of 256 elements that QR codes use. */
function times (a, b) {
  let product = 0
  for (; b; b >>= 1) {
    if (b & 1) product ^= a
    a = a << 1 ^ (a >> 7) * 0x11d
  }
  return product
}

// --- modules -----------------------------------------------------------------------------------------

function draw (version, bits, mask, number) {
  const size = 21 + 4 * version
  const code = Array.from({ length: size }, () => new Array(size).fill(null))
  const square = (cx, cy, radius, dark) => {
    for (let y = cy - radius; y <= cy + radius; y++) {
      for (let x = cx - radius; x <= cx + radius; x++) {
        if (code[y] && x >= 0 && x < size) code[y][x] = dark(Math.max(Math.abs(x - cx), Math.abs(y - cy)))
      }
    }
  }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(x, y, 4, (ring) => ring !== 2 && ring !== 4)
  const centre = VERSIONS[version][3]
  if (centre) square(centre, centre, 2, (ring) => ring !== 1)
  for (let i = 8; i < size - 8; i++) code[6][i] = code[i][6] = i % 2 === 0
  format(code, size, number)
  fill(code, size, bits, mask)
  return code
}

function format (code, size, mask) {
  let rest = mask << 10 // the level M is 00
  for (let at = 14; at >= 10; at--) if (rest >> at & 1) rest ^= 0x537 << (at - 10)
  const word = (mask << 10 | rest) ^ 0x5412
  for (let i = 0; i < 15; i++) {
    const dark = (word >> i & 1) === 1
    if (i < 6) code[i][8] = dark
    else if (i < 8) code[i + 1][8] = dark
    else code[8][i === 8 ? 7 : 14 - i] = dark
    if (i < 8) code[8][size - 1 - i] = dark
    else code[size - 15 + i][8] = dark
  }
  code[size - 8][8] = true
}

/** Two columns at a time from the right, up and down by turns. */
function fill (code, size, bits, mask) {
  let next = 0
  for (let right = size - 1, up = true; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5 // the column of the timing pattern
    for (let step = 0; step < size; step++) {
      const y = up ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (code[y][x] === null) code[y][x] = (bits[next++] === 1) !== (mask(x, y) === 0)
      }
    }
  }
}

/** How hard a code is to read: long runs, blocks, patterns like the corners, and unequal shares. */
function penalty (code) {
  const size = code.length
  const columns = code.map((_, x) => code.map((row) => row[x]))
  let points = 0
  let dark = 0
  for (const line of [...code, ...columns]) {
    const text = line.map(Number).join('')
    for (const run of text.match(/0{5,}|1{5,}/g) || []) points += run.length - 2
    for (const look of [/(?=10111010000)/g, /(?=00001011101)/g]) points += 40 * (text.match(look) || []).length
  }
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      dark += code[y][x]
      if (y && x && code[y][x] === code[y - 1][x] && code[y][x] === code[y][x - 1] && code[y][x] === code[y - 1][x - 1]) points += 3
    }
  }
  return points + 10 * Math.floor(Math.abs(dark / size / size * 20 - 10))
}

module.exports = { qr }
