// Written for WeChat Cloud Development: it knows nothing of Tuan.
Page({
  data: { openid: '', sum: null, done: 0, requestID: null, error: '' },

  onLoad() {
    wx.cloud.init({ env: 'prod-1gxxxxxxxx', traceUser: true });
    wx.showLoading({ title: '' });
    return wx.cloud
      .callFunction({
        name: 'getOpenId',
        config: { env: this.data.envId },
        data: { type: 'getOpenId' },
      })
      .then((resp) => {
        this.setData({ openid: resp.result.openid });
        wx.hideLoading();
      })
      .catch((e) => {
        console.error(e);
        wx.hideLoading();
      });
  },

  add() {
    const that = this;
    wx.cloud.callFunction({
      name: 'sum',
      data: { a: 1, b: 2 },
      success: function (res) {
        that.setData({ sum: res.result, requestID: res.requestID, done: that.data.done + 1 });
      },
      fail: console.error,
      complete: function (res) {
        if (res.errMsg === 'cloud.callFunction:ok') that.setData({ done: that.data.done + 1 });
      },
    });
  },

  async fails() {
    try {
      await wx.cloud.callFunction({ name: 'broken' });
    } catch (err) {
      const { errCode, errMsg } = err;
      if (errMsg.includes('cloud.callFunction:fail')) wx.showToast({ icon: 'none', title: `调用失败 ${errCode}` });
    }
  },

  failsWithCallback() {
    wx.cloud.callFunction({
      name: 'broken',
      fail: (err) => this.setData({ error: err.errMsg }),
    });
  },
});
