/** What WeChat's built-in components show: the simulated tree has no pictures and no texts of inputs. */

const FITS = { aspectFill: 'cover', aspectFit: 'contain', widthFix: 'fill', scaleToFill: 'fill' }
const COLOURS = ['#dfe8d8', '#f3ddd6', '#e4e0f0', '#fbeccf', '#d8e9ee', '#efe1d3']

function attribute (element, name) {
  const node = element.__wxElement
  const found = node && node._vt && node._vt.attrs.find((each) => each.name === name)
  return found && found.value
}

const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** A picture of the net, which is not fetched: a colour with the end of its name. */
function picture (src) {
  const name = src.split(/[/?]/).find((part) => /\.(png|jpe?g|svg|webp)$/.test(part)) || ''
  const number = [...name].reduce((sum, sign) => sum + sign.charCodeAt(0), 0)
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200"><rect width="200" height="200" fill="${COLOURS[number % COLOURS.length]}"/><text x="100" y="108" font-size="17" text-anchor="middle" fill="#888">${escaped(name.replace(/\.\w+$/, ''))}</text></svg>`)}`
}

function builtIn (element, copy) {
  const of = (name) => attribute(element, name)
  if (of('style')) copy.setAttribute('style', String(of('style')).replace(/([\d.]+)rpx/g, (_, number) => `${number * 390 / 750}px`))
  if (of('hidden')) copy.style.display = 'none'
  if (element.localName === 'wx-image' && of('src')) copy.innerHTML = `<img style="object-fit:${FITS[of('mode')] || 'fill'}" src="${picture(of('src'))}">`
  if (element.localName === 'wx-text' && of('decode')) copy.innerHTML = copy.innerHTML.replace(/&amp;nbsp;/g, '&nbsp;')
  if (/^wx-(input|textarea)$/.test(element.localName)) copy.innerHTML = of('value') ? escaped(of('value')) : `<span class="tests-placeholder">${escaped(of('placeholder') || '')}</span>`
}

module.exports = { attribute, builtIn }
