/** A headless Chromium, asked over its DevTools protocol: it shows a document and takes its picture. */

const { spawn } = require('node:child_process')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { WebSocket } = require('ws')

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--remote-debugging-port=0', '--no-first-run', '--disable-dev-shm-usage']

/** Start Chromium. `CHROMIUM` names it, if it is not on the PATH. */
async function launch () {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tuan-pictures-'))
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : NAMES
  const found = names.find((name) => name.includes('/') || process.env.PATH.split(':').some((folder) => fs.existsSync(path.join(folder, name))))
  if (!found) throw new Error('Chromium is not installed. Set CHROMIUM to its path.')
  const running = spawn(found, [...FLAGS, `--user-data-dir=${home}`, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise((resolve, reject) => {
    let said = ''
    running.stderr.on('data', (data) => {
      said += data
      const ready = /DevTools listening on (ws:\S+)/.exec(said)
      if (ready) resolve(ready[1])
    })
    running.on('exit', () => reject(new Error(`Chromium has ended: ${said}`)))
  })
  const socket = new WebSocket(address, { perMessageDeflate: false })
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  const waiting = new Map()
  let number = 0
  socket.on('message', (text) => {
    const { id, result, error } = JSON.parse(text)
    if (!waiting.has(id)) return
    const [resolve, reject] = waiting.get(id)
    waiting.delete(id)
    if (error) reject(new Error(error.message))
    else resolve(result)
  })
  const ask = (method, params = {}, sessionId) => new Promise((resolve, reject) => {
    waiting.set(++number, [resolve, reject])
    socket.send(JSON.stringify({ id: number, method, params, sessionId }))
  })
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true })
  const tell = (method, params) => ask(method, params, sessionId)
  await tell('Page.enable')
  const { frameTree } = await tell('Page.getFrameTree')
  return {
    /** A PNG of `document`, `width` × `height` pixels; with `whole`, as high as the document is. */
    async picture (document, { width, height, whole = false, clear = false }) {
      const size = (high) => tell('Emulation.setDeviceMetricsOverride', { width, height: high, deviceScaleFactor: 1, mobile: true })
      await size(height)
      await tell('Emulation.setDefaultBackgroundColorOverride', clear ? { color: { r: 0, g: 0, b: 0, a: 0 } } : {})
      await tell('Page.setDocumentContent', { frameId: frameTree.frame.id, html: document })
      const loaded = 'Promise.all([...document.images].map((image) => image.decode().catch(() => 0))).then(() => document.fonts.ready).then(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight])'
      const { result } = await tell('Runtime.evaluate', { expression: loaded, awaitPromise: true, returnByValue: true })
      const [scrollWidth, scrollHeight] = result.value
      if (whole && scrollHeight > height) await size(scrollHeight)
      const { data } = await tell('Page.captureScreenshot', { format: 'png', optimizeForSpeed: false })
      return { png: Buffer.from(data, 'base64'), scrollWidth, scrollHeight }
    },

    async close () {
      await ask('Browser.close').catch(() => {})
      socket.close()
      await new Promise((resolve) => running.exitCode === null ? running.on('exit', resolve) : resolve())
      fs.rmSync(home, { recursive: true, force: true })
    }
  }
}

module.exports = { launch }
