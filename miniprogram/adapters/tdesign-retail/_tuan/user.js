/** The shop keeps no name, picture or phone number of its users. */
function user () {
  return { avatarUrl: '', nickName: '微信用户', phoneNumber: '', gender: 0 }
}

module.exports = { user }
