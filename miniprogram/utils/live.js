/** A live room for its viewers. Values in, values out. */

const STATES = { PLANNED: 'soon', LIVE: 'live', ENDED: 'ended' }

/** 'soon', 'live', or 'ended'. */
const stateOf = ({ status }) => STATES[status] || 'live'

/** '12:03', or '1:02:03': how far into the room a moment is. */
function position (ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (number) => String(number).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`
}

/** The marks of a replay: when which goods appeared, the first one at the top. */
function markers (pushes, startAt) {
  const shown = pushes.filter(({ status }) => status === 'PUSHED').sort((a, b) => a.pushedAt - b.pushedAt)
  const from = startAt || (shown.length ? shown[0].pushedAt : 0)
  return shown.map(({ pushId, goodsId, pushedAt }) => {
    const seconds = Math.max(0, Math.floor((pushedAt - from) / 1000))
    return { pushId, goodsId, seconds, position: position(pushedAt - from) }
  })
}

/** A bag with these goods at the top, each goods once, with its newest push. */
function bagWith (bag, card) {
  return [card, ...bag.filter(({ goodsId }) => goodsId !== card.goodsId)]
}

module.exports = { stateOf, position, markers, bagWith }
