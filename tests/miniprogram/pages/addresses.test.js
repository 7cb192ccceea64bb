/** The address book, and the form of an address. */

const assert = require('node:assert/strict')
const test = require('node:test')
const { refusal } = require('../support/page')
const { scene } = require('../support/scene')
const { address } = require('../support/shop')

async function visit (t, name, state, more) {
  const page = await scene(name, state, more)
  t.after(() => page.close())
  return page
}

test('addresses show the default, and a city that is a province is named once', async (t) => {
  const page = await visit(t, 'addresses', 'full')
  assert.match(page.findAll('.card')[0].textContent, /张三.*默认/)
  assert.match(page.findAll('.card')[1].textContent, /北京市朝阳区望京街道/)
  await page.tap('.card')
  assert.deepEqual(page.told, [], 'outside of an order, a tap chooses nothing')
})

test('an address is chosen for an order: the page before is told', async (t) => {
  const page = await visit(t, 'addresses', 'choose')
  await page.tap('.where', '北京市')
  const [[event, chosen]] = page.told
  assert.equal(event, 'chosen')
  assert.equal(chosen.addressId, 'address-2')
  assert.equal(page.asked('navigateBack').length, 1)
})

test('an address of WeChat is saved, and chosen at once for an order', async (t) => {
  const { addressId, isDefault, ...given } = address
  const cloud = { saveAddress: { addressId: 'address-9' } }
  const wx = { chooseAddress: () => given }
  const page = await visit(t, 'addresses', 'full', { cloud, wx })
  await page.tap('.button', '使用微信地址')
  assert.equal(page.sent('saveAddress').length, 1)
  assert.equal(page.sent('listAddresses').length, 2)
  assert.deepEqual(page.told, [])
  const choosing = await visit(t, 'addresses', 'choose', { cloud, wx })
  await choosing.tap('.button', '使用微信地址')
  assert.equal(choosing.told[0][1].addressId, 'address-9')
})

test('another address becomes the default; one is deleted only if the user means it', async (t) => {
  const page = await visit(t, 'addresses', 'full', { cloud: { saveAddress: { addressId: 'address-2' }, deleteAddress: { addressId: 'address-1' } }, wx: { showModal: () => ({ confirm: false }) } })
  await page.tap('.button', '设为默认')
  const [saved] = page.sent('saveAddress')
  assert.equal(saved.addressId, 'address-2')
  assert.equal(saved.isDefault, true)
  assert.ok(!('line' in saved), 'only what the function knows is sent')
  await page.tap('.button', '删除')
  assert.deepEqual(page.sent('deleteAddress'), [])
  wx.script.showModal = () => ({ confirm: true })
  page.script({ listAddresses: { items: [] } })
  await page.tap('.button', '删除')
  assert.deepEqual(page.sent('deleteAddress'), [{ addressId: 'address-1' }])
  assert.match(page.text(), /还没有收货地址/)
})

test('it leads to the form, and is read again afterwards; a failure can be retried', async (t) => {
  const page = await visit(t, 'addresses', 'full')
  await page.tap('.button', '编辑')
  await page.tap('.button', '新建地址')
  assert.deepEqual(page.went, ['/packages/user/address/index?addressId=address-1', '/packages/user/address/index'])
  page.show()
  await page.settle()
  assert.equal(page.sent('listAddresses').length, 2)
  const failed = await visit(t, 'addresses', 'error')
  failed.script({ listAddresses: { items: [address] } })
  await failed.tap('.button', '重新加载')
  assert.equal(failed.findAll('.card').length, 1)
  failed.script({ saveAddress: () => { throw refusal('ADDRESS_LIMIT', '收货地址已达上限，请先删除不用的地址') } })
  wx.script.chooseAddress = () => ({ userName: '李四' })
  await failed.tap('.button', '使用微信地址')
  assert.deepEqual(failed.said, ['收货地址已达上限，请先删除不用的地址'])
})

// --- the form --------------------------------------------------------------------------------------

test('what is missing is said, one thing after the other', async (t) => {
  const page = await visit(t, 'address', 'wrong')
  assert.deepEqual(page.asked('setNavigationBarTitle'), [{ title: '新建地址' }])
  const inputs = page.findAll('input').length
  assert.equal(inputs, 2)
  const write = (name, value) => page.instance.write({ currentTarget: { dataset: { name } }, detail: { value } })
  const wrong = async () => { await page.tap('.button', '保存'); return page.has('.wrong') ? page.text('.wrong') : '' }
  assert.equal(await wrong(), '请填写收货人姓名')
  write('userName', ' 张三 ')
  assert.equal(await wrong(), '请填写正确的手机号')
  write('telNumber', '12')
  assert.equal(await wrong(), '请填写正确的手机号')
  write('telNumber', '020-81167888')
  assert.equal(await wrong(), '请选择所在地区')
  await page.emit('picker', 'change', { value: ['广东省', '广州市', '海珠区'], code: ['440000', '440100', '440105'], postcode: '510000' })
  assert.match(page.text(), /广东省 广州市 海珠区/)
  assert.equal(await wrong(), '请填写详细地址')
  write('detailInfo', '新港中路 397 号')
  page.script({ saveAddress: { addressId: 'address-3' } })
  assert.equal(await wrong(), '')
  assert.deepEqual(page.sent('saveAddress'), [{ userName: '张三', telNumber: '020-81167888', provinceName: '广东省', cityName: '广州市', countyName: '海珠区', detailInfo: '新港中路 397 号', isDefault: false, nationalCode: '440105' }])
  assert.equal(page.asked('navigateBack').length, 1)
})

test('an address that is edited keeps its id; another region takes the old code and street away', async (t) => {
  const old = { ...address, telNumber: '13812345678', streetName: '新港街道', postalCode: '510000', detailInfoNew: '旧' }
  const page = await visit(t, 'address', 'edit', { cloud: { listAddresses: { items: [old] }, saveAddress: { addressId: 'address-1' } } })
  await page.emit('picker', 'change', { value: ['北京市', '北京市', '朝阳区'], code: ['110000', '110100', '110105'] })
  await page.emit('switch', 'change', { value: false })
  await page.tap('.button', '保存')
  const [saved] = page.sent('saveAddress')
  assert.equal(saved.addressId, 'address-1')
  assert.equal(saved.nationalCode, '110105')
  assert.equal(saved.isDefault, false)
  for (const name of ['streetName', 'postalCode', 'detailInfoNew']) assert.ok(!(name in saved), name)
})

test('what cannot be saved is said, and stays; an address that is gone, and a failure', async (t) => {
  const page = await visit(t, 'address', 'edit', { cloud: { saveAddress: () => { throw refusal('BUSY', '系统繁忙，请稍后再试') } } })
  await page.tap('.button', '保存')
  assert.deepEqual(page.said, ['系统繁忙，请稍后再试'])
  assert.equal(page.asked('navigateBack').length, 0)
  assert.equal(page.attribute('input', 'value'), '张三')
  assert.match((await visit(t, 'address', 'edit', { cloud: { listAddresses: { items: [] } } })).text(), /该收货地址不存在/)
  const failed = await visit(t, 'address', 'error')
  failed.script({ listAddresses: { items: [address] } })
  await failed.tap('.button', '重新加载')
  assert.ok(failed.has('.button', '保存'))
})
