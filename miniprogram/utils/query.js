/** Queries of pages: percent-encoded text by name. */

/**
 * The query of a page, decoded. A notice sends its values percent-encoded, and `onLoad` gets them as they
 * were sent. A value that is no valid encoding stays as it is. `scene` is the query of a scanned code.
 */
function decoded (query) {
  const plain = Object.fromEntries(Object.entries(query || {}).map(([name, value]) => [name, decode(value)]))
  return plain.scene ? { ...plain, ...parsed(plain.scene) } : plain
}

/** A path with a query. Values that are undefined or empty are left out. */
function url (path, query = {}) {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== '' && value !== null)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return parts.length ? `${path}?${parts.join('&')}` : path
}

function parsed (text) {
  return Object.fromEntries(text.split('&').filter((part) => part.includes('=')).map((part) => {
    const [name, ...rest] = part.split('=')
    return [name, decode(rest.join('='))]
  }))
}

function decode (value) {
  try {
    return decodeURIComponent(value)
  } catch (error) {
    return value
  }
}

module.exports = { decoded, url }
