/**
 * The styles of one opened page, as a browser takes them. Of WeChat's own way: a class belongs to the page
 * or component that names it (simulated by a prefix), app.wxss is for all, and 750rpx are the screen's width.
 */

const fs = require('node:fs')
const path = require('node:path')

const RPX = 750
const DARK = /@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)/g

/** `owners` are [prefix, path without .wxss] of the page and the components in it. */
function styles (root, owners, { width, dark }) {
  const app = read(path.join(root, 'app.wxss'))
  const all = owners.map(([prefix, file]) => prefixed(app + read(`${file}.wxss`), prefix)).join('\n')
  return all
    .replace(DARK, dark ? '@media all' : '@media not all')
    .replace(/(-?[\d.]+)rpx/g, (_, number) => `${Math.round(number * width / RPX * 100) / 100}px`)
    .replace(/env\(safe-area-inset-\w+\)/g, '0px')
    .replace(/(^|[\s,}>+~])page(?=[\s,{>])/g, '$1body')
}

function read (file) {
  if (!fs.existsSync(file)) return ''
  const text = fs.readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  return text.replace(/@import\s+["']([^"']+)["'];/g, (_, name) => read(path.join(path.dirname(file), name)))
}

/** `.price` as `.goods-card--price`, and `view` as `wx-view`. Only selectors are changed, no values. */
function prefixed (css, prefix) {
  return css.replace(/([^{}]+)\{/g, (all, selector) => {
    if (selector.trim().startsWith('@') || /^\s*(from|to|[\d.]+%)/.test(selector)) return all
    const renamed = selector
      .replace(/\.([a-zA-Z_][\w-]*)/g, `.${prefix}--$1`)
      .replace(/(^|[\s,>+~])(view|text|image|button|input|textarea|scroll-view|swiper|swiper-item|picker|radio|checkbox|switch|label)(?![\w-])/g, '$1wx-$2')
    return `${renamed}{`
  })
}

module.exports = { styles }
