/** How many comments goods have: none, because Tuan has no comments. */
function noComments () {
  return {
    commentCount: '0',
    badCount: '0',
    middleCount: '0',
    goodCount: '0',
    hasImageCount: '0',
    goodRate: 0,
    uidCount: '0'
  }
}

module.exports = { noComments }
