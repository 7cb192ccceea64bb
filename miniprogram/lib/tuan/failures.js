/**
 * Failures in the form of wx.cloud: an Error with `errCode` (an integer) and `errMsg`. Beside them are
 * `code`, the shop's own name of the failure, and `text`, a sentence for the user.
 *
 * The numbers are those of WeChat Cloud Development's table of error codes.
 */

const { textFor } = require('./texts')

const THREW = -404011 // the function refused
const CODES = {
  INVALID_PARAM: -401003,
  FUNCTION_NOT_FOUND: -501000,
  TOO_MANY_REQUESTS: -501003,
  BODY_TOO_LARGE: -606001,
  NOT_INITIALISED: -401001,
  NETWORK: -1,
  BUSY: -501001,
  UNKNOWN: -501001
}
const NAMES = { [-401003]: 'api parameter type error', [-401001]: 'api permission denied', [-501001]: 'system error' }

/** A failure of a call. `said` is what the shop said, `why` is the reason for developers. */
function callFailure (code, { said, why = said || code, requestID = '', ...more } = {}) {
  const errCode = CODES[code] || THREW
  const told = errCode === THREW
    ? `${THREW} cloud function execution error | errMsg: cloud.callFunction:fail requestID ${requestID}, cloud function service error code -504002, error message ${code}: ${why}`
    : `${errCode} ${NAMES[errCode] || ''} | errMsg: ${why}`
  return failure(code, errCode, `cloud.callFunction:fail Error: errCode: ${told}; at cloud.callFunction api;`, { text: textFor(code, said), requestID, ...more })
}

function failure (code, errCode, errMsg, more) {
  return Object.assign(new Error(errMsg), { errCode, errMsg, code, text: textFor(code), ...more })
}

module.exports = { callFailure, failure }
