/**
 * The question that WeChat wants before a page uses personal data, such as an address or the album.
 * Put it on each page that calls such an API: the page in front asks, and the API goes on or fails
 * with the answer.
 *
 * Source: mini-program docs, framework/user-privacy/PrivacyAuthorize.
 */

const BUTTON = 'agree-privacy'

Component({
  data: { shown: false, contract: '《用户隐私保护指引》' },

  lifetimes: {
    created () { this.waiting = [] },
    attached () { this.listen() },
    detached () { this.answer({ event: 'disagree' }) }
  },

  pageLifetimes: {
    show () { this.listen() }
  },

  methods: {
    /** The last listener replaces the ones before it, so the page in front has it. */
    listen () {
      if (!wx.onNeedPrivacyAuthorization) return // an old WeChat does not ask
      wx.onNeedPrivacyAuthorization((resolve) => this.ask(resolve))
    },

    ask (resolve) {
      this.waiting.push(resolve)
      this.setData({ shown: true })
      resolve({ event: 'exposureAuthorization' })
      if (!wx.getPrivacySetting) return
      wx.getPrivacySetting({
        success: ({ privacyContractName }) => {
          if (privacyContractName) this.setData({ contract: privacyContractName })
        }
      })
    },

    read () {
      wx.openPrivacyContract({})
    },

    agree () {
      this.answer({ event: 'agree', buttonId: BUTTON })
    },

    refuse () {
      this.answer({ event: 'disagree' })
    },

    /** Several calls may have waited for the one answer. */
    answer (answer) {
      for (const resolve of this.waiting.splice(0)) resolve(answer)
      this.setData({ shown: false })
    },

    /** Touches do not move the page behind. */
    keep () {}
  }
})
