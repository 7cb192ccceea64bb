/** Draws the icons of the tab bar: `node icons.js`. Chromium makes PNGs of 81 × 81 pixels of them. */

const fs = require('node:fs')
const path = require('node:path')
const { launch } = require('./support/chromium')

const FOLDER = path.resolve(__dirname, '../../miniprogram/images/tab')
const SIZE = 81
const COLOURS = { light: ['#6b6b73', '#d9281f'], dark: ['#a2a2aa', '#ff6a5e'] }
const DRAWINGS = {
  home: 'M12 40 40.5 14 69 40M20 34v31h41V34M33 65V49h15v16',
  category: 'M14 14h21v21H14zM46 14h21v21H46zM14 46h21v21H14zM46 46h21v21H46z',
  live: 'M12 24h57v40H12zM28 10l12 14 12-14M35 36v16l14-8z',
  me: 'M40.5 40a13 13 0 1 0 0-26 13 13 0 0 0 0 26zM14 68c2-16 13-22 26.500-22S65 52 67 68z'
}

async function main () {
  const chromium = await launch()
  for (const [name, drawing] of Object.entries(DRAWINGS)) {
    for (const [mode, [plain, chosen]] of Object.entries(COLOURS)) {
      for (const [ending, ink] of [['', plain], ['-selected', chosen]]) {
        const svg = `<meta name="viewport" content="width=device-width"><body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}" style="display:block" fill="${ending ? `${ink}26` : 'none'}" stroke="${ink}" stroke-width="5" stroke-linejoin="round" stroke-linecap="round"><path d="${drawing}"/></svg>`
        const { png } = await chromium.picture(svg, { width: SIZE, height: SIZE, clear: true })
        fs.writeFileSync(path.join(FOLDER, `${name}-${mode}${ending}.png`), png)
      }
    }
  }
  await chromium.close()
}

main()
