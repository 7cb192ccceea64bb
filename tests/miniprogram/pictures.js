/**
 * Takes pictures of every page in each of its states: `make pictures`, or `make pictures ONLY=home`. Each is
 * docs/images/miniprogram-<page>-<state>-<width>.png. A page that is wider than the screen is an error.
 */

process.env.TZ = 'Asia/Shanghai'
const fs = require('node:fs')
const path = require('node:path')
const { NOW } = require('./support/shop')
Date.now = () => NOW // countdowns look the same in each picture

const { launch } = require('./support/chromium')
const { html } = require('./support/html')
const { scenes, scene } = require('./support/scene')

const FOLDER = path.resolve(__dirname, '../../docs/images')
const SCREENS = [{ width: 320, height: 568 }, { width: 390, height: 844 }]

async function main (only) {
  const chromium = await launch()
  const wide = []
  let taken = 0
  for (const [name, { states }] of Object.entries(scenes())) {
    if (only.length && !only.includes(name)) continue
    for (const [state, { dark, large, whole = false }] of Object.entries(states)) {
      const page = await scene(name, state)
      for (const screen of SCREENS) {
        for (const look of looks(screen, { dark, large })) {
          const { png, scrollWidth } = await chromium.picture(html(page, { ...screen, ...look }), { ...screen, whole })
          const file = ['miniprogram', name, state, look.name, screen.width].filter(Boolean).join('-')
          fs.writeFileSync(path.join(FOLDER, `${file}.png`), png)
          if (scrollWidth > screen.width) wide.push(`${file}: ${scrollWidth} px`)
          taken++
        }
      }
      page.close()
    }
  }
  await chromium.close()
  console.log(`  ${taken} pictures in docs/images`)
  if (wide.length) throw new Error(`wider than the screen: ${wide.join(', ')}`)
}

/** Large text is shown on the small phone, the dark on the other one. */
function looks ({ width }, { dark, large }) {
  return [{}, ...(dark && width === 390 ? [{ name: 'dark', dark: true }] : []), ...(large && width === 320 ? [{ name: 'large', large: true }] : [])]
}

main(process.argv.slice(2)).then(() => process.exit(0), (error) => {
  console.error(error.message)
  process.exit(1)
})
