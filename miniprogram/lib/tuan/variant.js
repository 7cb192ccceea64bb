/** Experiments: which version of a page the user gets. The shop decides it. */

const { callFunction } = require('./call')

let asked = new Map()

/** `{ variant, config, inExperiment }` of an experiment: the shop's answer, asked once per launch. */
function variant (experiment = 'page') {
  if (!asked.has(experiment)) {
    const answer = callFunction({ name: 'getPageVersion', data: { experiment } }).then(({ result }) => result)
    answer.catch(() => asked.delete(experiment))
    asked.set(experiment, answer)
  }
  return asked.get(experiment)
}

function reset () {
  asked = new Map()
}

module.exports = { variant, reset }
