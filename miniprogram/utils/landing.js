/**
 * Where a visit leads. A share's code comes as `share` in the path of a card, as `scene` of a
 * mini-program code, or at the end of `q`, the link of an ordinary QR code.
 */

const CODE = /^[A-Za-z0-9]{10}$/

/** The share's code in a page's decoded query, or ''. */
function codeOf ({ share, scene, q }) {
  const link = q ? q.split('?')[0].split('/').pop() : ''
  return [share, scene, link].find((code) => code && CODE.test(code)) || ''
}

module.exports = { codeOf }
