/** Sizes of the mini-program's packages and of the pictures, and that every page has scenes. */

const assert = require('node:assert/strict')
const fs = require('node:fs')
const path = require('node:path')
const test = require('node:test')
const { scenes } = require('./support/scene')

const ROOT = path.resolve(__dirname, '../../miniprogram')
const IMAGES = path.resolve(__dirname, '../../docs/images')
const app = JSON.parse(fs.readFileSync(path.join(ROOT, 'app.json'), 'utf8'))
const { packOptions } = JSON.parse(fs.readFileSync(path.join(ROOT, 'project.config.json'), 'utf8'))
const ignored = packOptions.ignore.map(({ value }) => value)

const MB = 1024 * 1024
const MOST_PICTURES = 6 * MB

const files = fs.readdirSync(ROOT, { recursive: true })
  .filter((name) => fs.statSync(path.join(ROOT, name)).isFile())
  .filter((name) => !ignored.some((each) => name === each || name.startsWith(`${each}/`)))
const rootOf = (name) => (app.subPackages.find(({ root }) => name.startsWith(`${root}/`)) || { root: '' }).root
const sizeOf = (root) => files.filter((name) => rootOf(name) === root).reduce((sum, name) => sum + fs.statSync(path.join(ROOT, name)).size, 0)

test('the main package has at most 1.5 MB', () => {
  assert.ok(sizeOf('') <= 1.5 * MB, `${sizeOf('')} bytes`)
  assert.ok(sizeOf('') > 10000, 'something was measured')
})

for (const { root } of app.subPackages) {
  test(`${root} has at most 2 MB`, () => {
    assert.ok(sizeOf(root) <= 2 * MB, `${sizeOf(root)} bytes`)
    assert.ok(sizeOf(root) > 1000, 'something was measured')
  })
}

test('every page that users see has scenes, and every scene has its pictures at both widths', () => {
  const shown = Object.entries(scenes())
  const pages = [...app.pages, ...app.subPackages.filter(({ root }) => root !== 'packages/sandbox').flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))]
  for (const page of pages) assert.ok(shown.some(([, scene]) => scene.page === page), `${page} has no scenes`)
  for (const [name, { page, states }] of shown) {
    assert.ok(pages.includes(page), `${name}: ${page} is not in app.json`)
    for (const state of Object.keys(states)) {
      for (const width of [320, 390]) {
        const file = `miniprogram-${name}-${state}-${width}.png`
        assert.ok(fs.existsSync(path.join(IMAGES, file)), `${file} is missing: make pictures`)
      }
    }
  }
})

test('the pictures stay small, and none is left of a state that is gone', () => {
  const pictures = fs.readdirSync(IMAGES).filter((name) => name.startsWith('miniprogram-'))
  const size = pictures.reduce((sum, name) => sum + fs.statSync(path.join(IMAGES, name)).size, 0)
  assert.ok(size <= MOST_PICTURES, `${size} bytes`)
  const known = new Set(Object.entries(scenes()).flatMap(([name, { states }]) => Object.keys(states).map((state) => `miniprogram-${name}-${state}`)))
  for (const picture of pictures) {
    const [, base] = /^(.*?)(?:-dark|-large)?-\d+\.png$/.exec(picture)
    assert.ok(known.has(base), `${picture} belongs to no scene`)
  }
})
