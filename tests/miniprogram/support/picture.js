/** Pictures in place of photographs that the pages name by URL: a colour and a shape for each name. */

const fs = require('node:fs')
const path = require('node:path')
const { ROOT } = require('./page')

const COLOURS = [['#dfe8d8', '#6f9a5a'], ['#f3ddd6', '#c8553d'], ['#e4e0f0', '#7d6fb0'], ['#fbeccf', '#d39b2e'], ['#d8e9ee', '#4b8ea3'], ['#efe1d3', '#8c5a34']]
const SHAPES = [
  (ink) => `<circle cx="72" cy="110" r="34" fill="${ink}"/><circle cx="124" cy="96" r="34" fill="${ink}" opacity=".8"/><circle cx="108" cy="138" r="34" fill="${ink}" opacity=".6"/>`,
  (ink) => `<path d="M100 66c-20-14-52-4-52 34 0 34 28 60 52 50 24 10 52-16 52-50 0-38-32-48-52-34z" fill="${ink}"/><path d="M100 66c0-14 8-24 20-28" stroke="${ink}" stroke-width="8" fill="none" stroke-linecap="round"/>`,
  (ink) => `<path d="M64 70h72l10 86H54z" fill="${ink}"/><path d="M80 70c0-30 40-30 40 0" stroke="${ink}" stroke-width="8" fill="none"/>`,
  (ink) => `<path d="M60 84h70v30a35 35 0 0 1-70 0z" fill="${ink}"/><path d="M130 90h14a14 14 0 0 1 0 30h-16" stroke="${ink}" stroke-width="8" fill="none"/><path d="M80 70c-6-10 6-14 0-24M104 70c-6-10 6-14 0-24" stroke="${ink}" stroke-width="6" fill="none" stroke-linecap="round"/>`,
  (ink) => `<rect x="52" y="74" width="96" height="74" rx="10" fill="${ink}"/><path d="M52 100h96" stroke="#fff" stroke-opacity=".5" stroke-width="6"/>`,
  (ink) => `<path d="M74 58l26 12 26-12 34 26-18 24-12-8v52H70v-52l-12 8-18-24z" fill="${ink}"/>`
]

/** A picture as a data URL. Files of the mini-program are shown as they are. */
function picture (src) {
  if (src.startsWith('data:')) return src
  if (src.startsWith('/')) return `data:image/png;base64,${fs.readFileSync(path.join(ROOT, src)).toString('base64')}`
  const number = Number((/(\d+)/.exec(src) || [0, 0])[1])
  const [back, ink] = COLOURS[number % COLOURS.length]
  const height = [200, 250, 180, 230][number % 4]
  const top = (height - 200) / 2
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="${height * 2}" viewBox="0 0 200 ${height}"><rect width="200" height="${height}" fill="${back}"/><g transform="translate(0 ${top})">${SHAPES[number % SHAPES.length](ink)}</g></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`
}

module.exports = { picture }
