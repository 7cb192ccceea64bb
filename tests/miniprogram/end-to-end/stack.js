/** The stack of `make up`, for tests that need one. */

const fs = require('node:fs')
const path = require('node:path')
const { randomBytes } = require('node:crypto')
const { Phone } = require('./phone')

const FILE = path.resolve(__dirname, '../../../.local/stack.json')

/** The addresses of the stack; null if none is up. In CI a stack that is not up is a failure, not a reason to skip. */
function stack () {
  if (fs.existsSync(FILE)) return JSON.parse(fs.readFileSync(FILE, 'utf8'))
  if (process.env.CI) throw new Error('The local stack is not up. Start it: make up')
  return null
}

/** The people of one run. Shoppers are new in each run; the operator and the host stay the same. */
class People {
  constructor (found) {
    this.found = found
    this.run = randomBytes(3).toString('hex')
    this.phones = []
  }

  phone (openid) {
    const phone = new Phone(this.found, openid, { templates: this.found.templates })
    this.phones.push(phone)
    return phone
  }

  shopper (name) { return this.phone(`${name}-${this.run}`) }
  operator () { return this.phone('operator-1') }
  host () { return this.phone('host-1') }

  off () {
    for (const phone of this.phones) phone.off()
  }
}

/** Look until it is true; the result. What follows from a write comes a moment later. */
async function until (look, what) {
  for (let turn = 0; turn < 300; turn++) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`never came true: ${what}`)
}

module.exports = { stack, People, until }
