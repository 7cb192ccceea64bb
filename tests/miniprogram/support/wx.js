/**
 * A scripted `wx`. Every call is recorded in `calls` as [name, options]. `answers[name]` says how a call
 * ends: a function of the options that returns what `success` gets, or throws what `fail` gets. A call that
 * is not scripted, and not in DEFAULTS, is an error: so no page calls an API that the tests do not know.
 */

const OK = () => ({})

/** How the usual calls end, if a test does not say otherwise. */
const DEFAULTS = {
  showToast: OK,
  hideToast: OK,
  showLoading: OK,
  hideLoading: OK,
  showModal: () => ({ confirm: true, cancel: false }),
  navigateTo: OK,
  redirectTo: OK,
  reLaunch: OK,
  switchTab: OK,
  navigateBack: OK,
  stopPullDownRefresh: OK,
  pageScrollTo: OK,
  setNavigationBarTitle: OK,
  setClipboardData: OK,
  previewImage: OK,
  showShareMenu: OK,
  makePhoneCall: OK,
  vibrateShort: OK,
  canvasToTempFilePath: ({ canvas }) => ({ tempFilePath: canvas.toDataURL() }),
  openPrivacyContract: OK,
  openSetting: OK,
  getPrivacySetting: () => ({ privacyContractName: '《Tuan 拼团小程序隐私保护指引》' })
}

/** Storage is synchronous, and each test has its own. */
function storage () {
  const kept = new Map()
  return {
    getStorageSync: (key) => kept.has(key) ? structuredClone(kept.get(key)) : '',
    setStorageSync: (key, value) => { kept.set(key, structuredClone(value)) },
    removeStorageSync: (key) => { kept.delete(key) },
    setStorage: ({ key, data }) => { kept.set(key, structuredClone(data)) },
    clearStorageSync: () => kept.clear(),
    removeStorage: ({ key }) => { kept.delete(key) }
  }
}

function scriptedWx (answers = {}) {
  const calls = []
  const script = { ...DEFAULTS, ...answers }
  const known = {
    calls,
    script,
    ...storage(),
    canIUse: () => true,
    onNeedPrivacyAuthorization: (listener) => { known.askPrivacy = listener },
    nextTick: (run) => { setTimeout(run, 0) },
    getWindowInfo: () => ({ windowWidth: 390, windowHeight: 844, statusBarHeight: 47 }),
    createSelectorQuery: () => noSelection()
  }
  return new Proxy(known, {
    get (target, name) {
      if (name in target || typeof name === 'symbol') return target[name]
      if (name in script) return (options = {}) => run(name, script[name], options)
      throw new Error(`wx.${name} is not scripted`)
    },
    has: (target, name) => name in target || name in script
  })

  /** As WeChat does: with a callback, nothing is returned; without one, a promise. */
  function run (name, answer, options) {
    calls.push([name, options])
    const { success, fail, complete } = options
    const ended = (async () => ({ errMsg: `${name}:ok`, ...await answer(options) }))()
    if (!success && !fail && !complete) return ended
    ended.then((result) => {
      if (success) success(result)
      if (complete) complete(result)
    }, (error) => {
      if (fail) fail(error)
      if (complete) complete(error)
    })
  }
}

/** Without a screen, nothing has a size. */
function noSelection () {
  const query = { in: () => query, select: () => query, selectAll: () => query, boundingClientRect: () => query, scrollOffset: () => query, exec: (then) => then && then([]) }
  return query
}

module.exports = { scriptedWx }
