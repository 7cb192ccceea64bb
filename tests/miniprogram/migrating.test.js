/**
 * docs/migrating-from-cloudbase.md: its CloudBase function runs on a small stand-in for
 * wx-server-sdk, in the story in which tests/functional/test_migrating.py runs the new one.
 */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')

const ROOT = path.resolve(__dirname, '../..')
const PAGE = fs.readFileSync(path.join(ROOT, 'docs/migrating-from-cloudbase.md'), 'utf8')
const STORY = JSON.parse(fs.readFileSync(path.join(ROOT, 'tests/data/signing_up.json'), 'utf8'))
const CODES = { ACTIVITY_FULL: /ACTIVITY_FULL/, NOT_FOUND: /document with _id none does not exist/ }

/** What the function uses of wx-server-sdk, as its documentation has it. */
function sdk (documents, caller) {
  const later = () => new Promise((resolve) => setImmediate(resolve))
  const command = {
    inc: (number) => (value) => value + number,
    push: (one) => (list) => [...list, one]
  }
  const doc = (id) => ({
    async get () {
      await later()
      if (!(id in documents)) throw new Error(`document.get:fail document with _id ${id} does not exist`)
      return { data: structuredClone(documents[id]) }
    },
    async update ({ data }) {
      await later()
      for (const [name, change] of Object.entries(data)) documents[id][name] = change(documents[id][name])
      return { stats: { updated: 1 } }
    }
  })
  return {
    init () {},
    DYNAMIC_CURRENT_ENV: Symbol('env'),
    database: () => ({ command, collection: () => ({ doc }) }),
    getWXContext: () => ({ OPENID: caller.openid })
  }
}

/** The function of the page, and the documents that it changes. */
function load () {
  const [, code] = /```js\n\/\/ cloudfunctions\/signUp\/index\.js\n([\s\S]*?)```/.exec(PAGE)
  const documents = Object.fromEntries(Object.entries(STORY.activities).map(([id, left]) => [id, { left, guests: [] }]))
  const caller = { openid: '' }
  const exported = {}
  new Function('require', 'exports', code)(() => sdk(documents, caller), exported)
  const signUp = (activityId, openid) => {
    caller.openid = openid
    return exported.main({ activityId })
  }
  return { documents, signUp }
}

test('the CloudBase function gives the answers of the story', async () => {
  const { signUp } = load()
  for (const { activityId, openid, left, code } of STORY.steps) {
    if (code) await assert.rejects(signUp(activityId, openid), CODES[code])
    else assert.deepEqual(await signUp(activityId, openid), { left })
  }
})

test('it gives the last place to two users at once, as the page says', async () => {
  const { documents, signUp } = load()
  await Promise.all([signUp('last', 'mei'), signUp('last', 'lan')])
  assert.equal(documents.last.left, -1)
})
