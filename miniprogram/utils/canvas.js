/** A page's `<canvas type="2d">`: draw on it, and get a file of it. */

/** Draw on the canvas `#id` of the page, and resolve to the path of its picture. `draw` gets the images of `urls`. */
async function pictureOf (page, id, { width, height }, urls, draw) {
  const canvas = await find(page, id)
  canvas.width = width
  canvas.height = height
  draw(canvas.getContext('2d'), await Promise.all(urls.map((url) => image(canvas, url))))
  return new Promise((resolve, reject) => {
    wx.canvasToTempFilePath({
      canvas,
      fileType: 'jpg',
      quality: 0.9,
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail: ({ errMsg }) => reject(new Error(errMsg))
    })
  })
}

function find (page, id) {
  return new Promise((resolve, reject) => {
    page.createSelectorQuery().select(`#${id}`).fields({ node: true, size: true }).exec(([found]) => {
      if (found && found.node) resolve(found.node)
      else reject(new Error(`no canvas #${id}`))
    })
  })
}

/** The image, or null if it cannot be loaded: a picture without its photo is better than none. */
function image (canvas, src) {
  if (!src) return null
  return new Promise((resolve) => {
    const made = canvas.createImage()
    made.onload = () => resolve(made)
    made.onerror = () => resolve(null)
    made.src = src
  })
}

module.exports = { pictureOf }
