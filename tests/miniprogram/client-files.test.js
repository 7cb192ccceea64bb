/** The client as files: its size, its types, and that it needs no package. */

const assert = require('node:assert/strict')
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const esbuild = require('esbuild')

const CLIENT = path.resolve(__dirname, '../../miniprogram/lib/tuan')
const files = fs.readdirSync(CLIENT).filter((name) => name.endsWith('.js'))

test('the client has at most 12 KB, minified', () => {
  const { outputFiles: [bundle], warnings } = esbuild.buildSync({
    entryPoints: [path.join(CLIENT, 'index.js')], bundle: true, minify: true, charset: 'utf8', format: 'cjs', target: 'es2018', write: false
  })
  assert.deepEqual(warnings, [])
  assert.ok(bundle.contents.length <= 12 * 1024, `${bundle.contents.length} bytes`)
})

test('the client requires only its own files', () => {
  for (const name of files) {
    for (const [, required] of fs.readFileSync(path.join(CLIENT, name), 'utf8').matchAll(/require\('([^']+)'\)/g)) {
      if (required === '../../lib/tuan/index') continue // the example in a comment
      assert.ok(required.startsWith('./') && files.includes(`${path.basename(required)}.js`), `${name}: ${required}`)
    }
  }
})

test('index.d.ts declares what index.js exports', () => {
  const declared = [...fs.readFileSync(path.join(CLIENT, 'index.d.ts'), 'utf8').matchAll(/^export function (\w+)/gm)].map(([, name]) => name)
  global.wx = {}
  assert.deepEqual([...new Set(declared)].sort(), Object.keys(require(CLIENT)).sort())
})

test('the client of the tests of pages has the same names', () => {
  assert.deepEqual(Object.keys(require('./support/tuan').client).sort(), Object.keys(require(CLIENT)).sort())
})

test('a typed page compiles, and its mistakes are found', () => {
  const tsc = require.resolve('typescript/bin/tsc')
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', path.join(__dirname, 'typed')], { encoding: 'utf8' })
  assert.equal(status, 0, stdout)
})
