/**
 * Draws the two pictures of a share on a 2D canvas: the card that WeChat shows in a chat (5:4), and
 * the poster that users keep in their album. `cover` is an image of the canvas, or null.
 */

const RED = '#d9281f'
const INK = '#18181b'
const QUIET = '#71717a'
const FONT = '"PingFang SC", "Noto Sans CJK SC", sans-serif'

const CARD = { width: 500, height: 400 }
const POSTER = { width: 750, height: 1160 }

/** `{ cover, price, line, call }`: the price, a line such as "还差 1 人", and the call on the button. */
function drawCard (ctx, { cover, price, line, call }) {
  const { width, height } = CARD
  blank(ctx, CARD)
  picture(ctx, cover, 0, 0, width, height - 100)
  text(ctx, `¥${price}`, 20, height - 38, { size: 44, weight: 600, colour: RED, most: 250 })
  text(ctx, line, 20, height - 10, { size: 20, colour: QUIET, most: 280 })
  bar(ctx, width - 190, height - 78, 170, 58, RED)
  text(ctx, call, width - 105, height - 38, { size: 28, weight: 600, colour: '#fff', align: 'center', most: 150 })
}

/** `{ cover, title, price, was, line, code, call, shop }`: `code` is an image, the rows of a QR code, or null. */
function drawPoster (ctx, { cover, title, price, was, line, code, call, shop }) {
  const { width, height } = POSTER
  blank(ctx, POSTER)
  picture(ctx, cover, 0, 0, width, 750)
  const side = code ? 210 : 0
  const room = width - 96 - (side ? side + 32 : 0)
  text(ctx, `¥${price}`, 48, 836, { size: 64, weight: 600, colour: RED, most: room })
  if (was) {
    const from = 48 + measure(ctx, `¥${price}`, 64, 600) + 20
    const left = 48 + room - from
    if (measure(ctx, was, 26, 400) <= left) text(ctx, was, from, 834, { size: 26, colour: QUIET, most: left }) // half a price says nothing
  }
  wrapped(ctx, title, room, 2, 36).forEach((row, at) => {
    text(ctx, row, 48, 904 + at * 50, { size: 36, weight: 600, colour: INK, most: room })
  })
  text(ctx, line, 48, 1018, { size: 28, colour: RED, most: room })
  ctx.fillStyle = '#f4f4f5'
  ctx.fillRect(48, 1056, width - 96, 2)
  text(ctx, shop, 48, 1114, { size: 26, colour: QUIET, most: room })
  if (!code) return
  drawCode(ctx, code, width - 48 - side, 790, side)
  text(ctx, call, width - 48 - side / 2, 1034, { size: 24, colour: QUIET, align: 'center', most: side + 30 })
}

function drawCode (ctx, code, left, top, side) {
  if (!Array.isArray(code)) return ctx.drawImage(code, 0, 0, code.width, code.height, left, top, side, side)
  const size = side / code.length
  ctx.fillStyle = '#000'
  code.forEach((row, y) => row.forEach((dark, x) => {
    // Edges on whole pixels: no light lines between dark modules.
    const [x0, x1] = [x, x + 1].map((at) => Math.round(left + at * size))
    const [y0, y1] = [y, y + 1].map((at) => Math.round(top + at * size))
    if (dark) ctx.fillRect(x0, y0, x1 - x0, y1 - y0)
  }))
}

function blank (ctx, { width, height }) {
  ctx.fillStyle = '#fff'
  ctx.fillRect(0, 0, width, height)
}

/** The middle of the image fills the place, as `mode="aspectFill"` does. */
function picture (ctx, image, left, top, width, height) {
  ctx.fillStyle = '#e4e4e7'
  ctx.fillRect(left, top, width, height)
  if (!image || !image.width || !image.height) return
  const scale = Math.max(width / image.width, height / image.height)
  const [w, h] = [width / scale, height / scale]
  ctx.drawImage(image, (image.width - w) / 2, (image.height - h) / 2, w, h, left, top, width, height)
}

function bar (ctx, left, top, width, height, colour) {
  const radius = height / 2
  ctx.fillStyle = colour
  ctx.beginPath()
  ctx.arc(left + radius, top + radius, radius, Math.PI / 2, Math.PI * 1.5)
  ctx.arc(left + width - radius, top + radius, radius, Math.PI * 1.5, Math.PI / 2)
  ctx.closePath()
  ctx.fill()
}

function text (ctx, words, left, base, { size, weight = 400, colour, align = 'left', most }) {
  if (!words || most <= 0) return
  ctx.font = `${weight} ${size}px ${FONT}`
  ctx.fillStyle = colour
  ctx.textAlign = align
  ctx.fillText(cut(ctx, words, most), left, base)
}

function measure (ctx, words, size, weight) {
  ctx.font = `${weight} ${size}px ${FONT}`
  return ctx.measureText(words).width
}

/** The text, or its beginning with an ellipsis if it is wider than `most`. */
function cut (ctx, words, most) {
  if (ctx.measureText(words).width <= most) return words
  const letters = Array.from(words)
  while (letters.length && ctx.measureText(`${letters.join('')}…`).width > most) letters.pop()
  return `${letters.join('')}…`
}

/** At most `rows` lines of the text; the last one has all that is left, for `cut`. */
function wrapped (ctx, words, most, rows, size) {
  ctx.font = `600 ${size}px ${FONT}`
  const lines = ['']
  for (const letter of words) {
    const last = lines.length - 1
    if (lines.length < rows && lines[last] && ctx.measureText(lines[last] + letter).width > most) lines.push(letter.trim())
    else lines[last] += letter
  }
  return lines
}

module.exports = { CARD, POSTER, drawCard, drawPoster }
