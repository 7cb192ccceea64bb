/** A page that needs an address waits here for the one that the user chooses in the list. */

const { choosing, saving, wait } = require('./_waiting')
const edit = require('./edit')

/** The address that the user chooses. Rejected with the message `cancel` if they do not. */
const getAddressPromise = () => wait(choosing)

/** The user has chosen an address, or has edited one that the list waits for. */
function resolveAddress (address) {
  if (saving.length) return edit.resolveAddress(address)
  choosing.splice(0).forEach(({ resolve }) => resolve(address))
}

/** The user went back without an address. */
function rejectAddress () {
  if (saving.length) return edit.rejectAddress()
  choosing.splice(0).forEach(({ reject }) => reject(new Error('cancel')))
}

module.exports = { getAddressPromise, resolveAddress, rejectAddress }
