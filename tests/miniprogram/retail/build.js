/**
 * A copy of the template that Node can run: what WeChat's developer tools do with a project before it
 * runs. Modules become CommonJS, npm packages go to miniprogram_npm. Nothing else changes.
 */

const fs = require('node:fs')
const Module = require('node:module')
const os = require('node:os')
const path = require('node:path')
const { transformSync } = require('esbuild')
const { layOver } = require('../../../tools/retail_template')

const PACKAGES = { 'tdesign-miniprogram': 'miniprogram_dist', dayjs: '.', tslib: '.' }
const NPM = 'miniprogram_npm'

/** The template on Tuan, in a folder of its own. */
const build = (template) => copy(template, layOver)

/** `change` gets the folder of the copy before it is converted; `packages` are those that it needs. */
function copy (template, change = () => {}, packages = Object.keys(PACKAGES)) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tuan-retail-'))
  const left = ['.git', 'node_modules', NPM].map((name) => path.join(template, name))
  fs.cpSync(template, root, { recursive: true, filter: (file) => !left.includes(file) })
  change(root)
  for (const name of packages) {
    const from = path.join(installed(name), PACKAGES[name])
    fs.cpSync(from, path.join(root, NPM, name), { recursive: true })
  }
  for (const file of fs.readdirSync(root, { recursive: true })) convert(path.join(root, file))
  return root
}

function installed (name) {
  const folder = require.resolve.paths(name).map((each) => path.join(each, name)).find((each) => fs.existsSync(each))
  if (!folder) throw new Error(`${name} is not installed: run npm install in ${__dirname}`)
  return folder
}

function convert (file) {
  if (file.endsWith('.js') && !file.includes(`${NPM}/tslib`) && !file.includes(`${NPM}/dayjs`)) {
    const text = fs.readFileSync(file, 'utf8')
    if (/\b(import|export)\b/.test(text)) fs.writeFileSync(file, transformSync(text, { format: 'cjs', target: 'node20', define: { this: 'undefined' } }).code)
  }
  if (file.endsWith('.json')) nameNpm(file)
}

/** In JSON, `tdesign-miniprogram/icon/icon` is a component of miniprogram_npm. */
function nameNpm (file) {
  const text = fs.readFileSync(file, 'utf8')
  const named = text.replace(/"(tdesign-miniprogram\/[^"]+)"/g, `"/${NPM}/$1"`)
  if (named !== text) fs.writeFileSync(file, named)
}

const resolve = Module._resolveFilename

/** `require('tdesign-miniprogram/toast/index')` in the template is a file of its miniprogram_npm. */
function useNpm (root) {
  Module._resolveFilename = function (request, parent, ...more) {
    const name = Object.keys(PACKAGES).find((each) => request === each || request.startsWith(`${each}/`))
    const inside = name && parent && parent.filename && parent.filename.startsWith(root)
    return resolve.call(this, inside ? path.join(root, NPM, request) : request, parent, ...more)
  }
}

module.exports = { build, copy, useNpm }
