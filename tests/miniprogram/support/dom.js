/** The globals of a browser, which miniprogram-simulate needs before it is loaded. */

const { JSDOM } = require('jsdom')

const NAMES = [
  'document', 'navigator', 'Node', 'Element', 'HTMLElement', 'Text', 'Comment', 'DocumentFragment',
  'Event', 'CustomEvent', 'TouchEvent', 'MutationObserver'
]

const { window } = new JSDOM('<!doctype html><html><head></head><body></body></html>', { pretendToBeVisual: true })

global.window = window
for (const name of NAMES) {
  Object.defineProperty(global, name, { value: window[name], configurable: true, writable: true })
}

module.exports = { window }
