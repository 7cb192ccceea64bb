/**
 * A canvas in Node: it records what is drawn as SVG, so that tests read its texts and pictures show it. It
 * knows the part of the 2D context that the mini-program uses; anything else is an error.
 */

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
const ANCHORS = { left: 'start', center: 'middle', right: 'end' }

class Canvas {
  constructor () {
    this.width = 0
    this.height = 0
    this.drawn = []
    this.texts = []
    this.path = ''
  }

  getContext () {
    const canvas = this
    const context = {
      font: '10px sans-serif',
      fillStyle: '#000',
      textAlign: 'left',
      measureText: (text) => ({ width: widthOf(text, sizeOf(context.font)) }),
      fillRect: (x, y, width, height) => canvas.drawn.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${context.fillStyle}"/>`),
      fillText (text, x, y) {
        canvas.texts.push(text)
        const [, weight, size, family] = /^(\d+) ([\d.]+)px (.*)$/.exec(context.font)
        canvas.drawn.push(`<text x="${x}" y="${y}" text-anchor="${ANCHORS[context.textAlign]}" fill="${context.fillStyle}" font-size="${size}" font-weight="${weight}" font-family="${escaped(family)}">${escaped(text)}</text>`)
      },
      drawImage (image, sx, sy, sw, sh, x, y, width, height) {
        canvas.drawn.push(`<svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="${sx} ${sy} ${sw} ${sh}"><image href="${image.shown}" width="${image.width}" height="${image.height}"/></svg>`)
      },
      beginPath () { canvas.path = '' },
      arc (x, y, radius, from, to) {
        const at = (angle) => `${x + radius * Math.cos(angle)} ${y + radius * Math.sin(angle)}`
        canvas.path += `${canvas.path ? 'L' : 'M'}${at(from)}A${radius} ${radius} 0 0 1 ${at(to)}`
      },
      closePath () { canvas.path += 'Z' },
      fill () { canvas.drawn.push(`<path d="${canvas.path}" fill="${context.fillStyle}"/>`) }
    }
    return context
  }

  /** An image that loads at once; a URL with `broken` fails. */
  createImage () {
    const image = {}
    Object.defineProperty(image, 'src', {
      set (url) {
        if (/broken/.test(url)) return queueMicrotask(() => image.onerror({}))
        image.shown = require('./picture').picture(url)
        const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(Buffer.from(image.shown.split(',')[1], 'base64').toString())
        Object.assign(image, { width: Number(width), height: Number(height) })
        queueMicrotask(() => image.onload({}))
      }
    })
    return image
  }

  toDataURL () {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}">${this.drawn.join('')}</svg>`
    return `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`
  }
}

/** `page.createSelectorQuery`: every selected canvas is a new one; `made` gets it. */
function selecting (made) {
  return () => {
    const query = {
      select: () => query,
      fields: () => query,
      exec (then) {
        const node = new Canvas()
        made(node)
        then([{ node, width: 300, height: 300 }])
      }
    }
    return query
  }
}

function sizeOf (font) { return Number(/([\d.]+)px/.exec(font)[1]) }

/** Chinese characters are as wide as they are high, others about half of it. */
function widthOf (text, size) {
  return Array.from(text).reduce((sum, letter) => sum + (letter.charCodeAt(0) > 255 ? 1 : 0.56) * size, 0)
}

module.exports = { Canvas, selecting }
