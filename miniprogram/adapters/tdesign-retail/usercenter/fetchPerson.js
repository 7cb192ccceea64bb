/** The user, with the area of the default address. */

const { book } = require('../_tuan/addresses')
const { user } = require('../_tuan/user')

async function fetchPerson () {
  const [first] = await book()
  const { provinceName = '', provinceCode = '', cityName = '', cityCode = '' } = first || {}
  return { ...user(), address: { provinceName, provinceCode, cityName, cityCode } }
}

module.exports = { fetchPerson }
