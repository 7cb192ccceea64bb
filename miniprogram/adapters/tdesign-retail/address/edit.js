/** The address list waits here for what the edit page saves. */

const { saving, wait } = require('./_waiting')
const { save } = require('../_tuan/addresses')

/** The address that the user saves. Rejected with the message `cancel` if they do not. */
const getAddressPromise = () => wait(saving)

/** The user has edited an address: it is saved in the shop first. */
async function resolveAddress (address) {
  const all = saving.splice(0)
  try {
    const saved = await save(address)
    all.forEach(({ resolve }) => resolve(saved))
  } catch (error) {
    all.forEach(({ reject }) => reject(error))
  }
}

function rejectAddress () {
  saving.splice(0).forEach(({ reject }) => reject(new Error('cancel')))
}

module.exports = { getAddressPromise, resolveAddress, rejectAddress }
