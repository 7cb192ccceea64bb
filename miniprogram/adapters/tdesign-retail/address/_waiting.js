/**
 * Who waits for an address. The address list waits for the edit page (`saving`), a page that needs
 * an address waits for the list (`choosing`). The edit page answers with the functions of
 * address/list.js, as the list does, so the list that waits for it comes first.
 */

const saving = []
const choosing = []

function wait (where) {
  return new Promise((resolve, reject) => where.push({ resolve, reject }))
}

module.exports = { choosing, saving, wait }
