/**
 * Scenes: the states of each page, which tests assert and pictures show. A file of scenes/ exports `page`
 * and `states`; a state has what `open` takes, `then` (what the user does next), and for pictures `dark`
 * and `large` (also taken in the dark, and with large text), `whole` (as high as the page is).
 */

const fs = require('node:fs')
const path = require('node:path')
const { open } = require('./page')

const FOLDER = path.join(__dirname, '../scenes')

/** All scenes: name → { page, states }. */
function scenes () {
  const files = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.js')).sort()
  return Object.fromEntries(files.map((name) => [name.slice(0, -3), require(path.join(FOLDER, name))]))
}

/** Open a page in one of its states. `more` replaces parts of the state. */
async function scene (name, state, more = {}) {
  const { page, states } = require(path.join(FOLDER, `${name}.js`))
  const found = states[state]
  if (!found) throw new Error(`scenes/${name}.js has no state ${state}`)
  const opened = await open(page, { ...found, ...more, cloud: { ...found.cloud, ...more.cloud }, wx: { ...found.wx, ...more.wx } })
  if (found.then) await found.then(opened)
  return opened
}

module.exports = { scenes, scene }
