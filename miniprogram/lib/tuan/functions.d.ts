/**
 * The inputs and results of the cloud functions. Made by `make openapi` from their types.
 * Amounts are integer fen, times are integer milliseconds since 1970 UTC.
 */

/** An address as `wx.chooseAddress` gives it. What it does not say is left out. */
export interface Address {
  /** who receives the goods */
  userName: string
  /** their phone number */
  telNumber: string
  provinceName: string
  cityName: string
  countyName: string
  /** street and house */
  detailInfo: string
  /** the area's code (GB/T 2260), as 440105; absent if nobody has said */
  nationalCode?: string
  /** absent if nobody has said */
  postalCode?: string
  /** absent if nobody has said */
  streetName?: string
  /** as WeChat's newer page has it; absent if nobody has said */
  detailInfoNew?: string
}

/** An address is not in the book any more. */
export interface AddressDeleted {
  /** an id */
  addressId: string
}

/** An address, as `wx.chooseAddress` gives it. */
export interface AddressForm {
  /** who receives the goods */
  userName: string
  /** their phone number */
  telNumber: string
  provinceName: string
  /** may be empty */
  cityName: string
  /** may be empty */
  countyName: string
  /** street and house */
  detailInfo: string
  /** the area's code (GB/T 2260), for areas that are not served */
  nationalCode?: string
  /** may be empty */
  postalCode?: string
  /** may be empty */
  streetName?: string
  /** may be empty */
  detailInfoNew?: string
  /** not used */
  nationalCodeFull?: string
  /** not used */
  errMsg?: string
}

/** All addresses of the caller: the default first, then the last saved ones. At most 20. */
export interface AddressList {
  items: Array<SavedAddress>
}

/** An address was saved. */
export interface AddressSaved {
  /** an id */
  addressId: string
}

/** The input of adjustScore. */
export interface AdjustScore {
  /** an id */
  openid: string
  /** an id */
  key: string
  /** points, signed */
  points: number
  reason: string
}

/** A user's points after an operator has adjusted them. */
export interface AdjustedScore {
  /** the points that the user can spend now */
  score: number
  /** points that were taken back after the user had spent them; points that come in pay the debt first; 0 if `score` is not 0 */
  debt: number
}

/** An after-sale with its history, and its refund if that is granted. */
export interface AfterSaleDetail {
  /** an id */
  afterSaleId: string
  /** an id */
  orderId: string
  /** refund: money alone goes back; return: the goods come back first */
  kind: 'refund' | 'return'
  /** ASKED; AGREED (of a return: the buyer sends the goods back, of a refund: the money is under way); SENT (back); RECEIVED (the money is under way); REFUNDED; DENIED; WITHDRAWN; EXPIRED (not sent back in time) */
  status: 'ASKED' | 'AGREED' | 'SENT' | 'RECEIVED' | 'REFUNDED' | 'DENIED' | 'WITHDRAWN' | 'EXPIRED'
  /** empty if it is about an amount of money alone */
  items: Array<AfterSaleItem>
  /** fen that go back; until the refund is granted, fen that are expected to */
  amount: number
  reason: string
  /** milliseconds UTC */
  createdAt: number
  /** milliseconds UTC */
  updatedAt: number
  /** who acts next; null if it is over */
  waitsFor: 'shop' | 'buyer' | 'wechat' | null
  /** ms UTC: until when the shop decides, or the buyer sends the goods back; absent if there is no limit */
  deadline?: number
  /** true if the deadline has passed; else absent */
  late?: boolean
  /** the shop's answer; absent if none */
  note?: string
  /** WeChat's id of the carrier that brings the goods back */
  carrier?: string
  trackingNumber?: string
  /** whether the goods that came back can be sold again */
  resaleable?: boolean
  /** the refund; absent until it is granted */
  refundNo?: string
  history: Array<HistoryEntry>
  refund?: RefundView
}

/** Units of a SKU that an after-sale is about. */
export interface AfterSaleItem {
  /** an id */
  skuId: string
  title: string
  /** units */
  quantity: number
}

/** A page of after-sales. */
export interface AfterSalePage {
  items: Array<AfterSaleView>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** An after-sale. */
export interface AfterSaleView {
  /** an id */
  afterSaleId: string
  /** an id */
  orderId: string
  /** refund: money alone goes back; return: the goods come back first */
  kind: 'refund' | 'return'
  /** ASKED; AGREED (of a return: the buyer sends the goods back, of a refund: the money is under way); SENT (back); RECEIVED (the money is under way); REFUNDED; DENIED; WITHDRAWN; EXPIRED (not sent back in time) */
  status: 'ASKED' | 'AGREED' | 'SENT' | 'RECEIVED' | 'REFUNDED' | 'DENIED' | 'WITHDRAWN' | 'EXPIRED'
  /** empty if it is about an amount of money alone */
  items: Array<AfterSaleItem>
  /** fen that go back; until the refund is granted, fen that are expected to */
  amount: number
  reason: string
  /** milliseconds UTC */
  createdAt: number
  /** milliseconds UTC */
  updatedAt: number
  /** who acts next; null if it is over */
  waitsFor: 'shop' | 'buyer' | 'wechat' | null
  /** ms UTC: until when the shop decides, or the buyer sends the goods back; absent if there is no limit */
  deadline?: number
  /** true if the deadline has passed; else absent */
  late?: boolean
  /** the shop's answer; absent if none */
  note?: string
  /** WeChat's id of the carrier that brings the goods back */
  carrier?: string
  trackingNumber?: string
  /** whether the goods that came back can be sold again */
  resaleable?: boolean
  /** the refund; absent until it is granted */
  refundNo?: string
}

/** An alarm that has gone off. */
export interface Alarm {
  name: string
  /** what it means, in English */
  description: string
  /** ms UTC: since when it is in this state */
  since: number
}

/** A kind of alerts. */
export interface AlertKind {
  kind: 'newOrder' | 'refundAsked' | 'customerWaiting' | 'groupEnding' | 'lowStock' | 'deadLetter'
  /** whether the staff is told of it */
  on: boolean
  /** what it tells, in Chinese */
  about: string
}

/** All kinds of alerts, and the robot that tells them. */
export interface AlertList {
  items: Array<AlertKind>
  robot: RobotSeen
}

/** The input of allowNotice. */
export interface AllowNotice {
  /** template id → answer, as `accept` or `reject` */
  results: Record<string, string | number | boolean | null>
  templateIds?: Array<string> | null
}

/** The templates that the user accepted. */
export interface AllowedNotices {
  /** template ids, in the order of the request */
  accepted: Array<string>
}

/** The input of analyzeExperiment. */
export interface AnalyzeExperiment {
  /** an id */
  experiment: string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
}

/** The input of analyzeFunnel. */
export interface AnalyzeFunnel {
  /** ms UTC, or a day in Shanghai, which begins at midnight */
  from: number | string
  /** ms UTC, or a day in Shanghai, up to its end */
  to: number | string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
  steps: Array<Step>
  /** from the first step to the last */
  window?: number | string
  /** a property of the first step, or `sharer`: an answer for each value too */
  by?: string | null
}

/** The input of analyzeGoods. */
export interface AnalyzeGoods {
  /** ms UTC, or a day in Shanghai, which begins at midnight */
  from: number | string
  /** ms UTC, or a day in Shanghai, up to its end */
  to: number | string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
  by?: 'goods' | 'category' | 'push' | 'channel'
}

/** The input of analyzeLive. */
export interface AnalyzeLive {
  /** an id */
  liveId: string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
}

/** The input of analyzeRetention. */
export interface AnalyzeRetention {
  /** ms UTC, or a day in Shanghai, which begins at midnight */
  from: number | string
  /** ms UTC, or a day in Shanghai, up to its end */
  to: number | string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
  /** with their first one in this time, users begin */
  first: Step
  /** with it they come back */
  return: Step
  unit?: 'day' | 'week'
}

/** The input of analyzeShares. */
export interface AnalyzeShares {
  /** ms UTC, or a day in Shanghai, which begins at midnight */
  from: number | string
  /** ms UTC, or a day in Shanghai, up to its end */
  to: number | string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
}

/** The input of approveConsole. */
export interface ApproveConsole {
  /** as the browser shows it; small letters are the same */
  code: string
  /** false: only say who asks; true: let the browser in */
  confirm?: boolean
}

/** A variant and what its users did. */
export interface ArmResult {
  /** an id */
  name: string
  /** users whose hours are over; the rest is about them */
  users: number
  /** of them, users with at least one event */
  conversions: number
  /** conversions / users */
  rate: number
  /** the metric's `value` per user; null for a metric without `value` */
  value: number | null
  /** users whose hours are not over: they count later */
  waiting: number
}

/** What the buyer wants back, and why. */
export interface AskAfterSale {
  /** an id */
  orderId: string
  /** refund: money alone; return: the goods are sent back first */
  kind: 'refund' | 'return'
  reason: string
  items?: Array<SkuQuantity> | null
  amount?: number | null
}

/** Who takes part. */
export interface Audience {
  /** the share of the users who take part. If it grows, nobody who takes part gets another version */
  coverage?: number
}

/** How many orders have each status. */
export interface ByStatus {
  PENDING: number
  PAID: number
  SHIPPED: number
  COMPLETED: number
  CLOSED: number
  REFUNDING: number
  REFUNDED: number
}

/** On which terms groups buy the goods. */
export interface Campaign {
  /** seats of a group */
  size: number
  /** hours that a group has to fill its seats */
  hours: number
  /** fen per seat; 0: a seat costs nothing */
  price: number
  skus?: Array<CampaignSku> | null
  limit?: number | null
  startAt?: number | null
  endAt?: number | null
  on?: boolean | null
  tiers?: Array<CampaignTier> | null
  virtualFrom?: number | null
}

/** A SKU whose seats have another price. In a group that costs nothing there are none. */
export interface CampaignSku {
  /** a SKU of these goods; each one once */
  skuId: string
  /** fen; more than what the last tier pays back */
  price: number
}

/** A lower price for groups with more paid members. From tier to tier, sizes rise and prices fall. */
export interface CampaignTier {
  /** paid members; at most the group's size */
  size: number
  /** fen per seat; lower than the group's price */
  price: number
}

/** On which terms groups buy the goods. What the operator left out is absent. */
export interface CampaignView {
  /** seats of a group */
  size: number
  /** hours that a group has to fill its seats */
  hours: number
  /** fen per seat; 0: a seat costs nothing */
  price: number
  /** SKUs whose seats have another price */
  skus?: Array<SkuPrice>
  /** seats that one buyer may buy in this campaign */
  limit?: number
  /** ms UTC: groups can be opened from then on */
  startAt?: number
  /** ms UTC: no group can be opened from then on */
  endAt?: number
  /** false: no group can be opened now */
  on?: boolean
  /** lower prices for groups with more paid members: when the group succeeds, each member gets the difference to `price` back */
  tiers?: Array<TierPrice>
  /** with this many paid members at its deadline, a group succeeds although it is not full */
  virtualFrom?: number
}

/** The input of cancelGoodsPush. */
export interface CancelGoodsPush {
  /** an id */
  liveId: string
  /** an id */
  pushId: string
}

/** The order to cancel. */
export interface CancelOrder {
  /** an id */
  orderId: string
}

/** The order, and where it goes. */
export interface ChangeAddress {
  /** an id */
  orderId: string
  /** an address of the caller's book */
  addressId: string
}

/** The answer to `click`. A viewer's click on a push counts once. */
export interface Clicked {
  type: 'clicked'
  /** an id */
  pushId: string
}

/** WeChat's picture of a mini-program code. */
export interface CodePicture {
  /** the share's code, which the page gets as `scene` */
  code: string
  contentType: 'image/jpeg' | 'image/png'
  /** in base64; `data:<contentType>;base64,<picture>` is an image's `src` */
  picture: string
}

/** The users who began in one day or week. */
export interface Cohort {
  /** its first day */
  start: string
  users: number
  /** that day or week is not over */
  unfinished: boolean
  /** who came back: in the same day or week, in the next one, and so on */
  cells: Array<RetentionCell>
}

/** A variant compared with the control. Null: there is no variance to judge it by. */
export interface Comparison {
  /** an id */
  arm: string
  /** an id */
  control: string
  /** of `rate`, or of `value` if the metric has one, then without what users did in the 14 days before (CUPED) */
  difference: number | null
  /** of the 95 % interval, for one look at the end */
  low: number | null
  high: number | null
  /** for one look at the end */
  p: number | null
  /** of the 95 % interval that is valid however often one looks */
  alwaysValidLow: number | null
  alwaysValidHigh: number | null
  /** valid however often one looks; it decides */
  alwaysValidP: number | null
  /** `alwaysValidP`, corrected for all metrics and variants */
  correctedP: number | null
  /** the difference as a part of the control: 0.1 is 10 % */
  relative: number | null
  /** always valid, as `alwaysValidLow` */
  relativeLow: number | null
  relativeHigh: number | null
  /** by `correctedP`, for as many users and days as a verdict needs */
  verdict: 'better' | 'worse' | 'noDifference' | 'undecided'
}

/** The order that arrived. */
export interface ConfirmReceipt {
  /** an id */
  orderId: string
}

/** A code that a member of the staff approves in the mini-program. */
export interface ConsoleCode {
  /** six characters, to show as text */
  code: string
  /** only this browser has it; keep it in memory, show it to nobody */
  secret: string
  /** what to show as a QR code; the mini-program scans it (wx.scanCode) */
  qr: string
  /** `scene` of a mini-program code that leads to the page `page` */
  scene: string
  /** the page of the mini-program that takes the code */
  page: string
  /** ms UTC: two minutes after the start */
  expiresAt: number
  /** seconds until then */
  expiresIn: number
}

/** Whether the code was approved, and the session if it was. The session is given once. */
export interface ConsoleOpened {
  /** waiting: nobody has approved the code yet; ask again in two seconds */
  state: 'waiting' | 'open'
  /** ms UTC: of the code while waiting, of the session once open */
  expiresAt: number
  /** send it as a bearer token; keep it in memory only */
  session?: string
  /** for revokeConsole */
  sessionId?: string
  /** who approved it */
  openid?: string
  /** what the session may do: `operator`, `host`, `agent` */
  roles?: Array<string>
}

/** Who asks to sign in, for the member of the staff who has the code. */
export interface ConsoleRequest {
  code: string
  /** the family of the browser, by what it says of itself */
  browser: 'Chrome' | 'Edge' | 'Firefox' | 'Safari' | 'WeChat' | 'QQ' | 'other'
  /** what the browser runs on, by what it says of itself */
  system: 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'HarmonyOS' | 'other'
  /** the network from which the browser asks, without its end: `203.0.113.*`; empty if that is not known */
  network: string
  /** whether the caller of this function asks from the same network */
  sameNetwork: boolean
  /** milliseconds UTC */
  startedAt: number
  /** ms UTC: the code works until then */
  expiresAt: number
  /** whether the caller has approved it */
  approved: boolean
}

/** A browser that is signed in to the console. */
export interface ConsoleSession {
  /** an id */
  sessionId: string
  /** who approved it */
  openid: string
  /** the roles that it was given */
  roles: Array<string>
  /** the family of the browser, by what it says of itself */
  browser: 'Chrome' | 'Edge' | 'Firefox' | 'Safari' | 'WeChat' | 'QQ' | 'other'
  /** what the browser runs on, by what it says of itself */
  system: 'Windows' | 'macOS' | 'Linux' | 'Android' | 'iOS' | 'HarmonyOS' | 'other'
  /** the network from which the browser asks, without its end: `203.0.113.*`; empty if that is not known */
  network: string
  /** milliseconds UTC */
  openedAt: number
  /** ms UTC: it ends by itself */
  expiresAt: number
  /** whether this call was made with it */
  isThis: boolean
}

/** The browsers that are signed in, the newest first: of all staff for operators, else the caller's own. */
export interface ConsoleSessions {
  items: Array<ConsoleSession>
}

/** A conversation with a page of its messages, and the user's latest orders. */
export interface ConversationDetail {
  /** the user; the conversation's id */
  openid: string
  /** BOT: the bot answers; WAITING: the user waits for an agent, in the queue; HUMAN: an agent has the conversation, and the bot is silent */
  state: 'BOT' | 'WAITING' | 'HUMAN'
  /** the openid of the agent who has it, or had it last; null if none */
  owner: string | null
  /** whether the caller is the owner */
  isMine: boolean
  /** the owner has not answered for `waitMinutes`: it is in the queue again, and another agent can take it */
  isOverdue: boolean
  /** ms UTC: since when the user waits for an agent; null if not */
  waitsSince: number | null
  /** ms UTC: when the bot last handed it over; null: never */
  handedAt: number | null
  /** ms UTC: the first reply of an agent after `handedAt`; null if none yet. The first-response time is the difference */
  firstReplyAt: number | null
  /** ms UTC: the user's last message; null: none */
  wroteAt: number | null
  /** the beginning of what was written last, phone numbers masked */
  lastText: string
  replies: RepliesLeft
  /** the owner's: for `replyConversation`; absent for others */
  token?: string
  /** of 30 days, newest first */
  messages: Array<ConversationMessage>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
  /** the user's five latest orders; absent after the first page */
  orders?: Array<OrderView>
}

/** A user's conversation. */
export interface ConversationItem {
  /** the user; the conversation's id */
  openid: string
  /** BOT: the bot answers; WAITING: the user waits for an agent, in the queue; HUMAN: an agent has the conversation, and the bot is silent */
  state: 'BOT' | 'WAITING' | 'HUMAN'
  /** the openid of the agent who has it, or had it last; null if none */
  owner: string | null
  /** whether the caller is the owner */
  isMine: boolean
  /** the owner has not answered for `waitMinutes`: it is in the queue again, and another agent can take it */
  isOverdue: boolean
  /** ms UTC: since when the user waits for an agent; null if not */
  waitsSince: number | null
  /** ms UTC: when the bot last handed it over; null: never */
  handedAt: number | null
  /** ms UTC: the first reply of an agent after `handedAt`; null if none yet. The first-response time is the difference */
  firstReplyAt: number | null
  /** ms UTC: the user's last message; null: none */
  wroteAt: number | null
  /** the beginning of what was written last, phone numbers masked */
  lastText: string
  replies: RepliesLeft
}

/** Something that was said in a conversation. */
export interface ConversationMessage {
  /** of this entry; the same each time */
  id: string
  /** who said it */
  by: 'user' | 'bot' | 'agent'
  /** page: a card of a mini-program; enter: the user opened the conversation. Only texts have a `text` */
  kind: 'text' | 'image' | 'page' | 'enter'
  /** plain text; in what users wrote, phone numbers are masked */
  text: string
  /** milliseconds UTC */
  at: number
  /** which agent, by openid; absent if it was not an agent */
  agent?: string
  /** SENT; UNSURE: WeChat has not answered, the user may have it; FAILED: the user does not have it. Absent of what users said */
  state?: 'SENT' | 'UNSURE' | 'FAILED'
}

/** A page of conversations. */
export interface ConversationPage {
  /** may be fewer than `limit` before the last page */
  items: Array<ConversationItem>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
  /** whether agents are there now, by opening hours */
  isOpen: boolean
  /** see `isOverdue` */
  waitMinutes: number
}

/** The agent does not have the conversation any more. */
export interface ConversationReleased {
  /** the user whose conversation it is */
  openid: string
}

/** The agent has the conversation now. */
export interface ConversationTaken {
  /** the user whose conversation it is */
  openid: string
  /** says that the agent has it: for `replyConversation`. It is worth nothing once another agent has the conversation, or the bot */
  token: string
}

/** The order, and where it goes. */
export interface CorrectAddress {
  /** an id */
  orderId: string
  /** the whole address */
  address: AddressForm
}

/** The order, and its parcels as they are. */
export interface CorrectShipping {
  /** an id */
  orderId: string
  parcels: Array<ParcelForm>
}

/** Nothing is to be said. */
export type CountOrders = Record<string, never>

/** The goods, and the SKU. */
export interface CreateGroup {
  /** an id */
  goodsId: string
  skuId?: string | null
  /** what happens to a payment that comes when the seat is gone */
  ifFull?: 'newGroup' | 'refund'
  shareCode?: string | null
  addressId?: string | null
  remark?: string | null
}

/** The input of createShare. */
export interface CreateShare {
  goodsId?: string | null
  groupId?: string | null
  liveId?: string | null
  page?: string | null
  channel?: string | null
}

/** All that the shop knows of the user, as a file; or how far it is. */
export interface DataExportView {
  /** RUNNING: call again after some seconds */
  state: 'RUNNING' | 'DONE'
  /** items that were read */
  done: number
  /** items to read, at least, while it runs */
  total: number
  /** where to download the JSON, for five minutes; once it is DONE */
  url?: string
}

/** A message that has failed for good, without what it says of people. */
export interface DeadLetter {
  messageId: string
  /** ms UTC: when it came, before it failed */
  sentAt: number
  /** what it is about: ids (`orderId`, `groupId` …), `handler` and `event` of a change, `function` of a timer; nothing that names a person */
  about: Record<string, string>
}

/** A dead-letter queue: messages that have failed five times. */
export interface DeadLetterQueue {
  /** its name, as docs/operations.md has it: `Refund` */
  queue: string
  /** what it is for, in Chinese */
  title: string
  messages: number
  /** whether redriveDeadLetters sends its messages back; a timer's it cannot */
  canRedrive: boolean
}

/** All dead-letter queues; and if one was named, up to ten of its messages. */
export interface DeadLetters {
  queues: Array<DeadLetterQueue>
  /** of the queue that was named; else empty */
  items: Array<DeadLetter>
}

/** The shop's decision. */
export interface DecideAfterSale {
  /** an id */
  afterSaleId: string
  agree: boolean
  note?: string | null
}

/** The address to delete. */
export interface DeleteAddress {
  /** an id */
  addressId: string
}

/** A group, as operators look at it. */
export interface DeskGroup {
  /** an id */
  groupId: string
  /** an id */
  goodsId: string
  title: string
  /** OPEN also for some seconds after the deadline */
  status: 'OPEN' | 'SUCCESS' | 'FAILED'
  /** fen per seat, unless its SKU has another price */
  price: number
  /** seats */
  size: number
  /** paid seats: of `size`, how far the group is */
  members: number
  /** seats that unpaid orders hold */
  held: number
  /** seats that nobody has */
  seatsLeft: number
  /** milliseconds UTC */
  createdAt: number
  /** the deadline, ms UTC */
  expiresAt: number
  /** ms UTC; absent while it is open */
  endedAt?: number
}

/** A page of groups. A page may have fewer groups than asked for, and even none, though there are more: the cursor tells. */
export interface DeskGroupPage {
  items: Array<DeskGroup>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** An order, as operators need it for shipping. */
export interface DeskOrder {
  /** an id */
  orderId: string
  status: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED'
  /** group: a seat in a group; sale: of a flash sale; plain: any other */
  kind: 'group' | 'sale' | 'plain'
  lines: Array<OrderItem>
  /** fen to pay, after points and with freight */
  total: number
  /** fen of the total that are freight */
  freight: number
  /** fen that were, or are being, paid back */
  refunded: number
  /** milliseconds UTC */
  createdAt: number
  delivery: 'express' | 'pickup' | 'virtual'
  /** paid, its group has succeeded, no refund is asked for, and no money went back by hand */
  canShip: boolean
  /** ms UTC: since when it can be shipped; absent if not */
  shipSince?: number
  /** why it does not go on; byHand: money went back in WeChat Pay's console, and an operator must decide (`refundOrder`); group: it is paid, and its group has not succeeded yet; refund: it is paid, and a refund or an after-sale is to be decided. Absent if nothing holds it */
  held?: 'byHand' | 'group' | 'refund'
  /** ms UTC; absent until it is paid */
  paidAt?: number
  /** where it goes; absent if nobody has said */
  address?: Address
  /** what the buyer remarks; absent if nothing */
  remark?: string
  /** the shop's own; absent if none */
  note?: Note
  /** the flash sale; absent if none */
  saleId?: string
  /** the group of its seat; absent if none */
  groupId?: string
  /** the first parcel */
  shipping?: Shipment
  /** while the order is PAID, units are left to ship; absent if none */
  parcels?: Array<Parcel>
  /** why the buyer asks for a refund, until it is decided */
  refundAsked?: string
}

/** A page of orders, the newest first. A page may have fewer orders than asked for, and even none, though there are more: the cursor tells. */
export interface DeskOrderPage {
  items: Array<DeskOrder>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** Where our order and WeChat's record differed. */
export interface Difference {
  /** an id */
  orderId: string
  /** what was wrong, in English */
  what: string
  /** the same as a code, for a page that has its own words */
  kind: 'unanswered' | 'leftOpen' | 'byHand' | 'paidHereAlone' | 'paymentMissed' | 'refundLate' | 'refundHereAlone' | 'groupEnded' | 'groupGone'
  /** the numbers of the refunds that it is about */
  refunds: Array<string>
  /** the order's status after the correction, or GONE */
  ours: string
  /** what WeChat said */
  theirs: string
}

/** The differences of a day. */
export interface DifferenceList {
  items: Array<Difference>
}

/** The input of endLive. */
export interface EndLive {
  /** an id */
  liveId: string
}

/** The input of eraseMe. */
export interface EraseMe {
  /** true: erase nothing; say whether it can be done, and what goes */
  preview?: boolean
  /** for operators: whom to erase; if not given, the caller */
  openid?: string | null
}

/** The erasure of a user's data. */
export interface ErasureView {
  /** READY: a preview, nothing is erased; ERASING: it has begun, for good */
  state: 'READY' | 'ERASING'
  /** points that can be spent now, and are gone with the rest */
  points: number
  /** ms UTC: when it is done, if all goes well; until then nobody can log in; absent in a preview */
  doneBy?: number
}

/** The catalogue of events. */
export interface EventList {
  items: Array<EventView>
  /** properties that every client event may have */
  common: Record<string, 'id' | 'text' | 'int' | 'number' | 'bool'>
}

/** A kind of event. */
export interface EventView {
  /** small letters, digits and _, as `goods_click` */
  name: string
  /** what pictures call it */
  title: string
  /** server: the shop notes it itself; clients cannot send it */
  source: 'client' | 'server'
  /** its properties; every event of a client may also have those of `common` */
  props: Record<string, 'id' | 'text' | 'int' | 'number' | 'bool'>
  /** ms UTC; null: it is built in */
  savedAt: number | null
}

/** An experiment. `start` and `stop` are ms UTC. */
export interface Experiment {
  /** the experiment's key; it is the seed of the assignment */
  key: string
  variants: Array<PageVariant>
  /** the first one decides */
  metrics: Array<Metric>
  /** ms UTC: from then on versions are assigned */
  start: number
  /** ms UTC: from then on all users get the winner, or the control */
  stop: number
  /** the smallest change that matters, relative to the control: 0.1 is 10 % */
  minimumEffect: number
  layer?: Layer | null
  audience?: Audience
  /** openid → the name of the variant that this user gets; they do not count */
  testers?: Record<string, string>
  /** how p values are corrected if there are several comparisons */
  correction?: 'holm' | 'benjaminiHochberg'
  winner?: string | null
}

/** What an experiment has shown. `arms` and `comparisons` are of the first metric. */
export interface ExperimentAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  /** the experiment's key; it is the seed of the assignment */
  experiment?: string
  arms?: Array<ArmResult>
  comparisons?: Array<Comparison>
  /** all metrics */
  metrics?: Array<MetricResult>
  sampleRatio?: SampleRatioResult
  /** users who got more than one variant; they are left out */
  multipleExposures?: number
  /** more than 1 % of the users, and at least 10 */
  multipleExposuresFlagged?: boolean
  /** the chance to find `minimumEffect` with the users so far */
  power?: number | null
  /** until that chance is 80 %; null: nobody can say */
  daysLeft?: number | null
  /** since the first user */
  days?: number
  verdict?: 'noData' | 'broken' | 'tooEarly' | 'better' | 'worse' | 'noDifference' | 'undecided'
  /** what to do now: Chinese, or English by Accept-Language */
  words?: string
}

/** The experiments, at most 200. */
export interface ExperimentList {
  items: Array<ExperimentView>
}

/** An experiment was saved. */
export interface ExperimentSaved {
  /** the experiment's key; it is the seed of the assignment */
  key: string
}

/** An experiment, as it was saved. */
export interface ExperimentView {
  experiment: Experiment
  /** planned, running or stopped */
  state: string
  /** milliseconds UTC */
  savedAt: number
}

/** Points that expire on the same day. */
export interface ExpiringPoints {
  /** the last date on which they can be spent, such as `2026-11-30` */
  date: string
  /** points */
  points: number
}

/** Nothing is needed. */
export type ExportMyData = Record<string, never>

/** The orders that were placed from the one time to the other, both included. */
export interface ExportOrders {
  /** ms UTC */
  from: number
  /** ms UTC */
  to: number
  status?: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED' | null
}

/** An export was begun. Ask getExport how far it is. */
export interface ExportStarted {
  /** an id */
  exportId: string
}

/** How far an export is. */
export interface ExportView {
  /** FAILED: it has stopped; begin another one */
  state: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** orders that are in the file */
  done: number
  /** orders that there were when it began; 0 while WAITING */
  total: number
  /** where to download the CSV, for 15 minutes; once DONE */
  url?: string
}

/** An entry that is not saved yet. */
export interface FaqDraft {
  question: string
  keywords: Array<string>
  /** a text; line breaks are allowed */
  answer: string
  faqId?: string | null
}

/** A question and its answer. */
export interface FaqEntry {
  /** an id */
  faqId: string
  question: string
  keywords: Array<string>
  answer: string
  /** the bot does not use it */
  hidden: boolean
  /** milliseconds UTC */
  updatedAt: number
}

/** A page of the FAQ, by id. */
export interface FaqList {
  items: Array<FaqEntry>
  /** for the next page; null on the last one */
  cursor: string | null
}

/** An entry of the FAQ that fits a text. */
export interface FaqMatch {
  /** null: the draft that is tried */
  faqId: string | null
  question: string
  answer: string
  /** 1 and a tenth per character for each keyword, and at most 1 for likeness */
  score: number
}

/** The entry that was saved. */
export interface FaqSaved {
  /** the given id, or a new one if none was given */
  faqId: string
}

/** What the bot does with a text. */
export interface FaqTrial {
  /** what it takes the text for. Only `faq` is answered by an entry; `other` is what it does not understand */
  intent: 'human' | 'order' | 'faq' | 'thanks' | 'greeting' | 'other'
  /** the entry that answers; null if none does */
  answeredBy: FaqMatch | null
  /** the entries that fit, the best first, five at most; also if none answers */
  matches: Array<FaqMatch>
}

/** The freight templates, at most 200. */
export interface FreightList {
  items: Array<FreightView>
}

/** A template was saved. */
export interface FreightSaved {
  /** an id */
  freightId: string
}

/** A freight template. */
export interface FreightView {
  /** an id */
  freightId: string
  title: string
  /** what `first` and `further` count: units, or grams */
  by: 'count' | 'weight'
  /** units or grams that cost `firstFen` */
  first: number
  /** fen, hundredths of a yuan */
  firstFen: number
  /** units or grams of each further step */
  further: number
  /** fen for each further step that is begun */
  furtherFen: number
  /** beginnings of area codes that are not served */
  notTo: Array<string>
  /** milliseconds UTC */
  savedAt: number
  /** goods of that price are sent for nothing; absent: never */
  freeFrom?: number
}

/** How many users take the steps of a funnel, in order. */
export interface FunnelAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  steps?: Array<FunnelStep>
  /** users who have not finished and still have time */
  unfinished?: number
  /** ms from first step to last, the median; null if nobody got there */
  totalMedianMs?: number | null
  /** with `by`: the 20 largest groups */
  groups?: Array<FunnelGroup>
}

/** The users whose first step had one value of the property `by`. */
export interface FunnelGroup {
  /** "" if it had none */
  value: string
  steps: Array<FunnelStep>
  unfinished: number
}

/** A step of a funnel. */
export interface FunnelStep {
  event: string
  /** users who got here, each once */
  users: number
  /** of the users of the first step, those who got here */
  rate: number
  /** ms from the step before, the median; null for the first step, or if nobody got here */
  medianMs: number | null
  /** of `users`, those who have not finished and still have time */
  open: number
  /** `rate` without users who still have time; null if there are no others */
  finishedRate: number | null
}

/** The after-sale to read. */
export interface GetAfterSale {
  /** an id */
  afterSaleId: string
}

/** The input of getAnalysis. */
export interface GetAnalysis {
  /** what a question has given */
  queryId: string
  /** svg: a picture, in the field `svg`, besides */
  format?: 'json' | 'svg'
}

/** The input of getConversation. */
export interface GetConversation {
  /** the user whose conversation it is */
  openid: string
  cursor?: string | null
  /** messages of users and agents per page */
  limit?: number
}

/** The input of getExport. */
export interface GetExport {
  /** what exportOrders has given */
  exportId: string
}

/** The input of getGoods. */
export interface GetGoods {
  /** the goods' id */
  goodsId: string
}

/** The group to read. */
export interface GetGroup {
  /** an id */
  groupId: string
}

/** The input of getLive. */
export interface GetLive {
  /** an id */
  liveId: string
}

/** The order to read. */
export interface GetOrder {
  /** an id */
  orderId: string
}

/** The input of getPageVersion. */
export interface GetPageVersion {
  /** the experiment's key */
  experiment?: string
}

/** The input of getSale. */
export interface GetSale {
  /** the sale's id */
  saleId: string
}

/** Whose points; the caller's own unless given. */
export interface GetScore {
  /** another user's; for operators */
  openid?: string | null
}

/** This function takes no fields. */
export type GetService = Record<string, never>

/** The input of getShareCode. */
export interface GetShareCode {
  /** an id */
  code: string
  /** a page of the mini-program, without a slash in front and without a query */
  page: string
}

/** The input of getStock. */
export interface GetStock {
  /** the SKU's id */
  skuId: string
}

/** This function takes no fields. */
export type GetSystemStatus = Record<string, never>

/** Nothing is to be said. */
export type GetTodayFigures = Record<string, never>

/** The input of getUpload. */
export interface GetUpload {
  /** of the picture that is sent */
  contentType: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif'
}

/** From impressions to money, the goods that sold most first. */
export interface GoodsAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  by?: 'goods' | 'category' | 'push' | 'channel'
  /** at most 200 */
  items?: Array<GoodsFigures>
  totals?: PaidTotals
}

/** Goods in the feed. */
export interface GoodsCard {
  /** an id */
  goodsId: string
  title: string
  /** what `<image src>` takes: a URL, a file id or a path */
  cover: string
  /** fen per unit, bought without a group */
  price: number
  category: string
  /** the goods of the smallest rank are shown first */
  rank: number
  /** units, as the operator saved them; not what is left */
  stock: number
  /** the price that is shown crossed out, above `price`; absent: none */
  linePrice?: number
  /** what one is called, as 盒; absent: nobody has said */
  unit?: string
  /** absent if groups cannot buy the goods */
  group?: CampaignView
  /** one or more */
  skus: Array<SkuCard>
}

/** A page of the feed, in the order of rank. */
export interface GoodsFeed {
  items: Array<GoodsCard>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** What became of some goods. */
export interface GoodsFigures {
  /** the id, category or channel; "": there is none */
  key: string
  /** of goods: their title; else the key */
  title: string
  /** how often they were seen */
  impressions: number
  clicks: number
  /** orders that were placed with them */
  ordered: number
  /** orders that were paid with them */
  paid: number
  /** units that were paid */
  units: number
  /** fen that were paid for them, without freight */
  fen: number
}

/** A page of what a search has found. */
export interface GoodsFound {
  items: Array<GoodsCard>
  /** pass it as `cursor` for the next page, which may be empty; null on the last page */
  cursor: string | null
}

/** Goods on their own page. */
export interface GoodsPage {
  /** an id */
  goodsId: string
  title: string
  /** what `<image src>` takes: a URL, a file id or a path */
  cover: string
  /** fen per unit, bought without a group */
  price: number
  category: string
  /** the goods of the smallest rank are shown first */
  rank: number
  /** units, as the operator saved them; not what is left */
  stock: number
  /** the price that is shown crossed out, above `price`; absent: none */
  linePrice?: number
  /** what one is called, as 盒; absent: nobody has said */
  unit?: string
  /** absent if groups cannot buy the goods */
  group?: CampaignView
  /** one or more */
  skus: Array<SkuOnPage>
  /** what a buyer chooses; a value of each leads to one SKU, or to none. Empty if the SKUs have no options */
  options: Array<Option>
  /** the pictures above; the cover alone if none were saved */
  images: Array<string>
  /** the pictures below */
  detailImages: Array<string>
  /** a text with line breaks; empty: none */
  description: string
  /** express: sent to the buyer; pickup: the buyer fetches it; virtual: there is nothing to carry */
  delivery: 'express' | 'pickup' | 'virtual'
  /** the freight template; absent: nothing for freight */
  freightId?: string
  /** the sum of the SKUs' `sold` */
  sold: number
  /** true: only operators see this page */
  hidden: boolean
  /** true: not ready; only operators see this page */
  draft: boolean
  /** how often the goods were saved: what `patchGoods` asks for */
  revision: number
}

/** Goods to show. A message may arrive twice, or after a later one: show each `pushId` once, and nothing with a smaller `at` than the message on the screen. After it, `stock` messages tell `left`. */
export interface GoodsPushMessage {
  type: 'goodsPush'
  /** an id */
  pushId: string
  /** an id */
  liveId: string
  goods: PushedGoods
  /** ms UTC: the time for which the push was planned */
  at: number
  /** ms UTC: hide the goods at this time */
  bubbleEndsAt: number
  /** units that can be bought, of all SKUs and flash sales of the goods */
  left: number
  /** ms UTC: the server's time when it sent this */
  now: number
}

/** The goods were saved. */
export interface GoodsSaved {
  /** the goods' id: a new one if none was given */
  goodsId: string
  /** the ids of `skus`, in their order: new ones where none were given */
  skuIds: Array<string>
  /** how often the goods were saved: what `patchGoods` asks for */
  revision: number
}

/** A SKU of the goods. */
export interface GoodsSku {
  /** fen per unit, bought without a group */
  price: number
  /** units */
  stock: number
  title?: string | null
  skuId?: string | null
  /** items that share the stock, so that many can buy at once */
  shards?: number
  /** option → value, as 颜色 → 红. All SKUs have the same options, and no two the same values */
  options?: Record<string, string>
  /** grams per unit, for freight */
  weight?: number
}

/** Groups. */
export interface GroupList {
  items: Array<GroupView>
}

/** A member who has paid. */
export interface GroupMember {
  leader: boolean
  /** milliseconds UTC */
  joinedAt: number
  /** stands for the user, the same in all groups; absent for guests */
  memberId?: string
  /** true for the caller; absent for guests */
  isMe?: boolean
}

/** With `size` members or more, a seat costs `price`: the difference is paid back. */
export interface GroupTier {
  /** paid members, at least */
  size: number
  /** fen per seat */
  price: number
}

/** A group as it is now. */
export interface GroupView {
  /** an id */
  groupId: string
  /** an id */
  goodsId: string
  title: string
  /** fen per seat, unless its SKU has another price */
  price: number
  status: 'OPEN' | 'SUCCESS' | 'FAILED'
  /** seats */
  size: number
  /** those who have paid, the leader first */
  members: Array<GroupMember>
  /** seats that are neither paid nor held; with 0 one can still join if a hold has expired */
  seatsLeft: number
  /** the deadline, ms UTC */
  expiresAt: number
  /** absent if the campaign has none */
  tiers?: Array<GroupTier>
  /** absent without a seat, and if seats cost nothing */
  mine?: OwnSeat
}

/** Something that happened to an order. */
export interface HistoryEntry {
  /** milliseconds UTC */
  at: number
  /** a status, or ASKED, DENIED, REFUND, GROUP, HAND, ADDRESS, AFTER_SALE, PARCELS (some were sent), CORRECTED (parcels) */
  what: string
  /** the buyer's openid, `wechat`, `clock`, `group`, or an operator: the openid for operators, `shop` for the buyer */
  by: string
  why: string
}

/** What was paid in one hour of the day in Shanghai, today and on the day before. */
export interface HourFigures {
  hour: number
  /** fen */
  yesterdayFen: number
  yesterdayOrders: number
  /** fen; absent from hours that have not begun */
  paidFen?: number
  /** absent from hours that have not begun */
  paidOrders?: number
}

/** The group, and the SKU. */
export interface JoinGroup {
  /** an id */
  groupId: string
  skuId?: string | null
  /** what happens to a payment that comes when the seat is gone */
  ifFull?: 'newGroup' | 'refund'
  shareCode?: string | null
  addressId?: string | null
  remark?: string | null
}

/** The group, and the order of the caller's seat. The order's four fields are absent if the seat costs nothing. */
export interface JoinedGroup {
  /** an id */
  groupId: string
  /** an id */
  goodsId: string
  title: string
  /** fen per seat, unless its SKU has another price */
  price: number
  status: 'OPEN' | 'SUCCESS' | 'FAILED'
  /** seats */
  size: number
  /** those who have paid, the leader first */
  members: Array<GroupMember>
  /** seats that are neither paid nor held; with 0 one can still join if a hold has expired */
  seatsLeft: number
  /** the deadline, ms UTC */
  expiresAt: number
  /** absent if the campaign has none */
  tiers?: Array<GroupTier>
  /** absent without a seat, and if seats cost nothing */
  mine?: OwnSeat
  /** an id */
  orderId?: string
  /** fen to pay */
  total?: number
  payment?: PaymentFields
  /** ms UTC: the seat is held until then */
  payBefore?: number
}

/** A part of an exclusive layer: experiments with other parts of it share no user. */
export interface Layer {
  /** the layer */
  name: string
  /** where the part begins, as a share of all users */
  start: number
  /** where it ends; the next part can begin there */
  end: number
}

/** The group to leave. */
export interface LeaveGroup {
  /** an id */
  groupId: string
}

/** Something that changed a user's points. */
export interface LedgerEntry {
  /** the event; it is counted only once, such as `purchase#<orderId>` */
  entry: string
  /** points, signed: negative if they were taken */
  points: number
  /** the sum of all entries up to this one: score less debt, signed */
  balance: number
  /** milliseconds UTC */
  at: number
  /** a rule's action, or `spend`, `refund`, `expire`, `clawback` or `adjust` */
  action: string
  /** the operator's reason for an adjustment; absent from other entries */
  reason?: string
}

/** Nothing needs to be said. */
export type ListAddresses = Record<string, never>

/** Which after-sales, and which page. */
export interface ListAfterSales {
  /** ASKED if not given: what the shop has to decide on */
  status?: 'ASKED' | 'AGREED' | 'SENT' | 'RECEIVED' | 'REFUNDED' | 'DENIED' | 'WITHDRAWN' | 'EXPIRED'
  cursor?: string | null
  /** after-sales per page */
  limit?: number
}

/** This function takes no fields. */
export type ListAlerts = Record<string, never>

/** This function takes no fields. */
export type ListConsoleSessions = Record<string, never>

/** The input of listConversations. */
export interface ListConversations {
  /** the queue, or the conversations that the caller has taken */
  which?: 'waiting' | 'mine'
  cursor?: string | null
  /** conversations per page */
  limit?: number
}

/** With `queue`, some messages of that queue, too. */
export interface ListDeadLetters {
  queue?: 'Notice' | 'Support' | 'PushDue' | 'Push' | 'CloseOrder' | 'Refund' | 'Ship' | 'Seat' | 'Desk' | 'Privacy' | 'Alert' | 'Tracking' | 'Exposure' | 'Stream' | 'Timer' | null
}

/** The day; today unless given. */
export interface ListDrift {
  day?: string | null
}

/** The input of listEvents. */
export type ListEvents = Record<string, never>

/** Nothing needs to be said. */
export type ListExperiments = Record<string, never>

/** The input of listFaq. */
export interface ListFaq {
  cursor?: string | null
}

/** Nothing needs to be said. */
export type ListFreight = Record<string, never>

/** The input of listGoods. */
export interface ListGoods {
  cursor?: string | null
  /** goods on a page, at most */
  limit?: number
  category?: string | null
}

/** Which goods, and which page. */
export interface ListGoodsForOperators {
  /** goods in any, if not given */
  state?: 'shown' | 'hidden' | 'draft' | null
  cursor?: string | null
  /** goods per page */
  limit?: number
}

/** The input of listGoodsPush. */
export interface ListGoodsPush {
  /** an id */
  liveId: string
  cursor?: string | null
}

/** Which groups, and which page. */
export interface ListGroups {
  /** groups in any, if not given */
  status?: 'OPEN' | 'SUCCESS' | 'FAILED' | null
  /** groups on these goods alone */
  goodsId?: string | null
  cursor?: string | null
  /** groups per page */
  limit?: number
}

/** The input of listLives. */
export interface ListLives {
  status?: 'PLANNED' | 'LIVE' | 'ENDED' | null
  cursor?: string | null
}

/** Which page. */
export interface ListMyAfterSales {
  cursor?: string | null
  /** after-sales per page */
  limit?: number
}

/** Nothing is needed. */
export type ListMyGroups = Record<string, never>

/** This function takes no fields. */
export type ListNotices = Record<string, never>

/** The goods. */
export interface ListOpenGroups {
  /** an id */
  goodsId: string
}

/** Which orders, and which page. */
export interface ListOrders {
  cursor?: string | null
  status?: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED' | null
  /** orders per page */
  limit?: number
}

/** Which sales. */
export interface ListSales {
  /** those that are over instead, the last one first; for operators */
  ended?: boolean
}

/** The input of listScore. */
export interface ListScore {
  cursor?: string | null
  /** another user's; for operators */
  openid?: string | null
}

/** The input of listScoreRules. */
export type ListScoreRules = Record<string, never>

/** The input of listUsers. */
export interface ListUsers {
  role?: 'operator' | 'host' | 'agent' | null
}

/** A live room: its viewers, and its pushes in the order of their times. */
export interface LiveAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  /** an id */
  liveId?: string
  /** users and guests who were there, each once */
  viewers?: number
  /** fen that were paid for orders from its pushes */
  fen?: number
  pushes?: Array<PushFigures>
}

/** A room that is over. */
export interface LiveEnded {
  /** an id */
  liveId: string
  status: 'ENDED'
  /** ms UTC: when it ended */
  endAt: number
  /** planned pushes that this call has cancelled, 100 at most */
  cancelled: number
  /** there are more of them. They do not go out either: call again, or let each be cancelled at its time */
  more: boolean
}

/** A page of rooms. */
export interface LiveList {
  items: Array<LiveView>
  /** for the next page; null on the last one */
  cursor: string | null
}

/** A live room as it is now. */
export interface LiveRoom {
  /** an id */
  liveId: string
  /** null: a host pushes there, nobody has saved it */
  title: string | null
  /** LIVE from startLive on; ENDED from endLive on, or when `endAt` is over */
  status: 'PLANNED' | 'LIVE' | 'ENDED'
  /** when it begins; once it is live, when it began. null: as the title */
  startAt: number | null
  /** when it ends; once it is over, when it ended. null: it has no end */
  endAt: number | null
  /** the host's openid, null: the shop's; only operators and hosts see it */
  host?: string | null
  /** the last goods that were pushed; hide them at their `bubbleEndsAt`. null: none were */
  onShow: GoodsPushMessage | null
  /** connections in the room, counted at most every 10 s; about, if there are many */
  viewers: number
  /** likes of all viewers, counted at most every 10 s */
  likes: number
  /** ms UTC: the server's time when it sent this */
  now: number
  /** in how many shards its viewers are; only operators and hosts see it */
  shards?: number
}

/** The room that was saved. */
export interface LiveSaved {
  /** the room's id; a new one if none was given */
  liveId: string
}

/** A room that is live. */
export interface LiveStarted {
  /** an id */
  liveId: string
  status: 'LIVE'
  /** ms UTC: when it began */
  startAt: number
}

/** A live room. */
export interface LiveView {
  /** an id */
  liveId: string
  /** null: a host pushes there, nobody has saved it */
  title: string | null
  /** LIVE from startLive on; ENDED from endLive on, or when `endAt` is over */
  status: 'PLANNED' | 'LIVE' | 'ENDED'
  /** when it begins; once it is live, when it began. null: as the title */
  startAt: number | null
  /** when it ends; once it is over, when it ended. null: it has no end */
  endAt: number | null
  /** the host's openid, null: the shop's; only operators and hosts see it */
  host?: string | null
}

/** With `anonymousId`, what the user did before as a guest counts as theirs in analytics. */
export interface Login {
  /** `code` of wx.login; it works once */
  code: string
  anonymousId?: string | null
}

/** A session, and who the user is. */
export interface LoginResult {
  /** the session; send it as a bearer token */
  token: string
  /** seconds until the session ends */
  expiresIn: number
  /** the user's openid in this mini-program */
  openid: string
  /** true if the shop has not seen this user before */
  isNew: boolean
  /** what the user is in the shop, such as `operator`; empty: a buyer */
  roles: Array<string>
}

/** A SKU with few free units. */
export interface LowSku {
  /** an id */
  skuId: string
  /** an id */
  goodsId: string
  title: string
  /** free units, those of flash sales included */
  remaining: number
}

/** Goods, as operators see them in a list. */
export interface ManagedGoods {
  /** an id */
  goodsId: string
  title: string
  /** what `<image src>` takes: a URL, a file id or a path */
  cover: string
  /** fen per unit, bought without a group */
  price: number
  category: string
  /** the goods of the smallest rank are shown first */
  rank: number
  /** units, as the operator saved them; not what is left */
  stock: number
  /** the price that is shown crossed out, above `price`; absent: none */
  linePrice?: number
  /** what one is called, as 盒; absent: nobody has said */
  unit?: string
  /** absent if groups cannot buy the goods */
  group?: CampaignView
  /** one or more */
  skus: Array<SkuCard>
  /** shown: shoppers see them; draft: they are not ready yet */
  state: 'shown' | 'hidden' | 'draft'
  /** how often the goods were saved: what `patchGoods` asks for */
  revision: number
  /** milliseconds UTC */
  createdAt: number
  /** milliseconds UTC */
  updatedAt: number
}

/** A page of goods. A page may have fewer goods than asked for, and even none, though there are more: the cursor tells. */
export interface ManagedGoodsPage {
  items: Array<ManagedGoods>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** What an experiment shall change. */
export interface Metric {
  /** as `orders`; each metric has another one */
  name: string
  /** the event that counts, as `order_paid` */
  event: string
  value?: string | null
  /** the event counts in the hours after the user first got a version. Users whose hours are not over are left out */
  windowHours?: number
  /** true for what should become less, as refunds */
  lowerIsBetter?: boolean
}

/** What the variants did for one metric. */
export interface MetricResult {
  /** an id */
  metric: string
  arms: Array<ArmResult>
  comparisons: Array<Comparison>
}

/** The input of moveGoodsPush. */
export interface MoveGoodsPush {
  /** an id */
  liveId: string
  /** an id */
  pushId: string
  /** ms UTC, at most a year from now */
  timestamp: number
}

/** The answer to `current` if no goods are on show in the room. */
export interface NoGoods {
  type: 'noGoods'
  /** ms UTC: the server's time when it sent this */
  now: number
}

/** The shop's own note on an order. */
export interface Note {
  text: string
  /** the operator's openid */
  by: string
  /** milliseconds UTC */
  at: number
}

/** The order, and what is to be noted. */
export interface NoteOrder {
  /** an id */
  orderId: string
  text?: string | null
  seenAt?: number | null
}

/** An order's note as it is now. */
export interface NotedOrder {
  /** an id */
  orderId: string
  /** absent if there is none */
  note?: Note
}

/** All notices. */
export interface NoticeList {
  items: Array<NoticeTemplate>
}

/** A notice, and the template that it uses from now on. */
export interface NoticeSaved {
  notice: 'groupSuccess' | 'groupFailed' | 'paid' | 'paySoon' | 'orderShipped' | 'orderRefunded' | 'pointsExpiring' | 'saleBegins'
  /** the id of the template at WeChat */
  templateId: string
}

/** A notice, the facts that it can tell, and the template that it uses. */
export interface NoticeTemplate {
  notice: 'groupSuccess' | 'groupFailed' | 'paid' | 'paySoon' | 'orderShipped' | 'orderRefunded' | 'pointsExpiring' | 'saleBegins'
  /** the name of each fact, with an example */
  facts: Record<string, string>
  /** null: it has none yet, so nobody gets this notice */
  templateId: string | null
  /** the page that a tap opens */
  page: string | null
  /** what each key of the template shows */
  data: Record<string, string>
}

/** The input of openConsole. */
export interface OpenConsole {
  /** six characters */
  code: string
  /** the one that startConsole gave */
  secret: string
}

/** A span of some days of the week. */
export interface OpenHours {
  /** 1 (Monday) to 7 (Sunday) */
  days: Array<number>
  /** 09:00, in Shanghai */
  from: string
  /** 18:00; 24:00 is midnight. If it is earlier than `from`: of the next day */
  to: string
}

/** What a buyer chooses, such as a colour. */
export interface Option {
  name: string
  /** one or more, in the order of the SKUs */
  values: Array<string>
}

/** How many orders there are. */
export interface OrderCounts {
  byStatus: ByStatus
  /** orders that can be shipped */
  toShip: number
  /** orders that could have been shipped for more than 24 hours; 10000 stands for 10000 or more */
  toShipLate: number
  /** orders for which a refund is asked */
  refundsAsked: number
}

/** An order with its refunds and its history. */
export interface OrderDetail {
  /** an id */
  orderId: string
  status: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED'
  items: Array<OrderItem>
  /** fen to pay, after points and with freight */
  total: number
  /** fen of the total that are freight */
  freight: number
  /** express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry */
  delivery: 'express' | 'pickup' | 'virtual'
  /** points that pay for the rest */
  points: number
  /** fen that were, or are being, paid back */
  refunded: number
  /** milliseconds UTC */
  createdAt: number
  /** ms UTC: an unpaid order is closed then */
  payBefore: number
  /** the flash sale; absent if none */
  saleId?: string
  /** the group of its seat; absent if none */
  groupId?: string
  /** the first parcel */
  shipping?: Shipment
  /** while the order is PAID, units are left to ship; absent if none */
  parcels?: Array<Parcel>
  /** when the last units were sent or handed over; ms UTC */
  shippedAt?: number
  /** why the buyer asks for a refund, until it is decided; or for an after-sale, while one is under way */
  refundAsked?: string
  refunds: Array<RefundView>
  history: Array<HistoryEntry>
  /** where it is sent; absent if the order has none */
  address?: Address
  /** the buyer's; absent if none */
  remark?: string
  /** the shop's own, for operators; absent if none */
  note?: Note
  /** after-sales that are under way; absent if none */
  afterSales?: Array<string>
  /** why it does not go on; byHand: money went back in WeChat Pay's console, and an operator must decide (`refundOrder`); group: it is paid, and its group has not succeeded yet; refund: it is paid, and a refund or an after-sale is to be decided. Absent if nothing holds it */
  held?: 'byHand' | 'group' | 'refund'
}

/** A SKU of an order, as it was bought. */
export interface OrderItem {
  /** an id */
  skuId: string
  /** an id */
  goodsId: string
  title: string
  /** fen per unit */
  price: number
  /** units */
  quantity: number
  /** units refunded; absent if none */
  refunded?: number
  /** fen that points take off all units; absent if none */
  discount?: number
  /** as 颜色 → 红; absent if the SKU has none */
  options?: Record<string, string>
}

/** A page of orders, newest first. */
export interface OrderPage {
  items: Array<OrderView>
  /** pass it as `cursor` for the next page; null on the last page */
  cursor: string | null
}

/** An order. */
export interface OrderView {
  /** an id */
  orderId: string
  status: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED'
  items: Array<OrderItem>
  /** fen to pay, after points and with freight */
  total: number
  /** fen of the total that are freight */
  freight: number
  /** express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry */
  delivery: 'express' | 'pickup' | 'virtual'
  /** points that pay for the rest */
  points: number
  /** fen that were, or are being, paid back */
  refunded: number
  /** milliseconds UTC */
  createdAt: number
  /** ms UTC: an unpaid order is closed then */
  payBefore: number
  /** the flash sale; absent if none */
  saleId?: string
  /** the group of its seat; absent if none */
  groupId?: string
  /** the first parcel */
  shipping?: Shipment
  /** while the order is PAID, units are left to ship; absent if none */
  parcels?: Array<Parcel>
  /** when the last units were sent or handed over; ms UTC */
  shippedAt?: number
  /** why the buyer asks for a refund, until it is decided; or for an after-sale, while one is under way */
  refundAsked?: string
}

/** The caller's own seat. */
export interface OwnSeat {
  state: 'HELD' | 'PAID'
  /** an id */
  orderId: string
  /** ms UTC: a held seat is free again then; absent if paid */
  payBefore?: number
}

/** A version of the page. */
export interface PageVariant {
  /** as v1; the first variant is the control */
  name: string
  /** its part of the users, relative to the other weights */
  weight: number
  /** what the page does differently: names and values */
  config?: Record<string, string | number | boolean>
}

/** The version of a page that the caller gets. */
export interface PageVersion {
  /** the variant's name, as v1 */
  variant: string
  /** what the page does differently: names and values */
  config: Record<string, string | number | boolean>
  /** false: the caller does not count, because the experiment does not run, or the caller is a tester or not in its layer or audience */
  inExperiment: boolean
}

/** What was paid from midnight in Shanghai to the same time of day as now, to ten minutes. */
export interface PaidFigures {
  /** fen */
  paidFen: number
  paidOrders: number
}

/** What was paid in this time, for all goods. It is what the orders say, to the fen. */
export interface PaidTotals {
  /** orders that were paid */
  orders: number
  /** fen that were paid, with freight */
  fen: number
  /** fen of these that are freight */
  freightFen: number
  /** fen that were paid back, of refunds granted in this time */
  refundedFen: number
}

/** A parcel of an order. */
export interface Parcel {
  /** WeChat's id of the express company */
  carrier: string
  /** its name in Chinese; its id if it has none here */
  carrierName: string
  trackingNumber: string
  /** milliseconds UTC */
  shippedAt: number
  /** masked phone number; absent if none was given */
  contact?: string
  /** what is in it; absent if it was not said: all that was left */
  lines?: Array<ParcelContent>
}

/** Units of a SKU in a parcel. */
export interface ParcelContent {
  /** an id */
  skuId: string
  /** units */
  quantity: number
}

/** A parcel. Without `lines`, it holds units of all that is left to ship. */
export interface ParcelForm {
  /** WeChat's id of the express company */
  carrier: string
  /** at most 32 characters: it is never cut, and WeChat's messages hold no more */
  trackingNumber: string
  contact?: string | null
  lines?: Array<ParcelLine> | null
}

/** Units of a SKU in a parcel. */
export interface ParcelLine {
  /** an id */
  skuId: string
  quantity: number
}

/** The input of patchGoods. */
export interface PatchGoods {
  /** the goods' id */
  goodsId: string
  /** of the goods as the operator has seen them */
  revision: number
  /** what buyers read */
  title?: string
  /** a picture: a URL, a file id of the cloud, or a path */
  cover?: string
  /** fen per unit, bought without a group */
  price?: number
  /** the goods are listed under it */
  category?: string
  /** the goods of the smallest rank are shown first */
  rank?: number
  /** units */
  stock?: number
  /** items that share the stock, so that many can buy at once */
  shards?: number
  group?: Campaign | null
  /** true: not shown, and not sold */
  hidden?: boolean
  /** true: not ready, so not shown, and not sold */
  draft?: boolean
  /** pictures, the first one first */
  images?: Array<string>
  /** the pictures below the description */
  detailImages?: Array<string>
  description?: string | null
  linePrice?: number | null
  unit?: string | null
  /** grams per unit, for freight */
  weight?: number
  /** express: sent to the buyer; pickup: the buyer fetches it; virtual: there is nothing to carry */
  delivery?: 'express' | 'pickup' | 'virtual'
  freightId?: string | null
  /** those that change; the others stay */
  skus?: Array<PatchedSku>
}

/** What changes of a SKU. */
export interface PatchedSku {
  /** a SKU of these goods; each one once */
  skuId: string
  /** such as a size or a colour */
  title?: string
  /** fen per unit, bought without a group */
  price?: number
  /** units */
  stock?: number
  /** items that share the stock, so that many can buy at once */
  shards?: number
  /** option → value, as 颜色 → 红. All SKUs have the same options, and no two the same values */
  options?: Record<string, string>
  /** grams per unit, for freight */
  weight?: number
}

/** The order to pay. */
export interface PayOrder {
  /** an id */
  orderId: string
}

/** What `wx.requestPayment` takes, signed by the shop: pass it on unchanged. */
export interface PaymentFields {
  /** when it was signed, seconds UTC; a text, because iOS takes no number */
  timeStamp: string
  /** random characters */
  nonceStr: string
  /** `prepay_id=...`: the payment, for two hours */
  package: string
  /** SHA256 with RSA */
  signType: 'RSA'
  /** the signature, in base64 */
  paySign: string
}

/** A short answer that agents have at hand. */
export interface Phrase {
  title: string
  /** a text; line breaks are allowed */
  text: string
}

/** What the buyer orders. */
export interface PlaceOrder {
  items: Array<SkuQuantity>
  saleId?: string | null
  /** points to pay with; those that are worth less than a fen are not spent */
  points?: number
  pushId?: string | null
  shareCode?: string | null
  addressId?: string | null
  remark?: string | null
  expectTotal?: number | null
}

/** An order, and what `wx.requestPayment` needs to pay it. */
export interface PlacedOrder {
  /** an id */
  orderId: string
  /** fen to pay */
  total: number
  /** PAID if there is nothing to pay */
  status: 'PENDING' | 'PAID'
  /** null if there is nothing to pay */
  payment: PaymentFields | null
  /** ms UTC: an unpaid order is closed then */
  payBefore: number
}

/** The answer to `ping`. */
export interface Pong {
  type: 'pong'
  /** ms UTC: the server's time */
  at: number
}

/** A push that viewers will not get. */
export interface PushCancelled {
  /** an id */
  pushId: string
  status: 'CANCELLED'
}

/** What became of one push of goods. */
export interface PushFigures {
  /** an id */
  pushId: string
  goodsId: string
  title: string
  /** ms UTC: when it went out, or is to */
  at: number
  /** users who saw it, each once */
  seen: number
  /** users who clicked it, each once */
  clicked: number
  /** orders that were placed from it */
  ordered: number
  /** orders that were paid from it */
  paid: number
  /** fen that were paid for these orders */
  fen: number
}

/** A push in the timeline of a live room, and a marker in its replay. */
export interface PushMarker {
  /** an id */
  pushId: string
  /** an id */
  goodsId: string
  /** ms UTC: the time for which the push is planned */
  fireAt: number
  /** how long clients show the goods, in seconds */
  bubbleSeconds: number
  status: 'SCHEDULED' | 'PUSHED' | 'CANCELLED'
  /** viewers who tapped it; only operators and hosts see it, once it is out */
  clicks?: number
  /** ms UTC: when it went out; absent before that */
  pushedAt?: number
}

/** A push that goes out at another time. It has a new id, because ids are in the order of the times; the old one is not in the timeline any more. */
export interface PushMoved {
  /** the new id */
  pushId: string
  /** ms UTC: the `timestamp` of the request */
  fireAt: number
  /** the id that the push had */
  movedFrom: string
}

/** A push that is planned. The same goods at the same time in the same room are one push. */
export interface PushScheduled {
  /** an id */
  pushId: string
  /** ms UTC: the `timestamp` of the request */
  fireAt: number
}

/** Pushes in the order of their planned times: one page of the timeline. */
export interface PushTimeline {
  /** at most 50; the last page may be empty */
  items: Array<PushMarker>
  /** send it to get the next page; null on the last page */
  cursor: string | null
}

/** Goods as they were at the moment of the push. */
export interface PushedGoods {
  /** an id */
  goodsId: string
  title: string
  /** the picture */
  cover: string
  /** fen per unit, bought without a group */
  price: number
  /** units, as the operator saved them; not what is left */
  stock: number
}

/** What the buyer would order. */
export interface QuoteOrder {
  items: Array<SkuQuantity>
  addressId?: string | null
  /** points to pay with */
  points?: number
  saleId?: string | null
}

/** A SKU as it would be ordered. */
export interface QuotedLine {
  /** an id */
  skuId: string
  /** units */
  quantity: number
  /** fen per unit; 0 if there is no such SKU */
  price: number
  /** fen that points take off all units */
  discount: number
  /** fen for all units, before the discount */
  amount: number
  /** why this line cannot be ordered: the errCode with which placeOrder refuses it; absent if it can */
  trouble?: 'SKU_NOT_FOUND' | 'UNITS_LIMIT' | 'SALE_LIMIT' | 'SOLD_OUT' | 'NOT_DELIVERED'
}

/** What an order would cost. `total` = `goodsTotal` - `discount` + `freight`; lines in trouble are in the sums. */
export interface QuotedOrder {
  lines: Array<QuotedLine>
  /** fen: the sum of the lines' amounts */
  goodsTotal: number
  /** fen that points take off */
  discount: number
  /** fen; the same for every area that is served */
  freight: number
  /** fen to pay: `expectTotal` of placeOrder */
  total: number
  /** points that would be spent */
  points: number
  /** the most points that the caller can use for this order */
  pointsUsable: number
  /** express: sent to the buyer; pickup: the buyer fetches the goods; virtual: there is nothing to carry */
  delivery: 'express' | 'pickup' | 'virtual'
  /** placeOrder refuses it without `addressId` */
  needsAddress: boolean
}

/** The input of rankGoods. */
export interface RankGoods {
  /** the goods to move */
  goodsId: string
  after: string | null
}

/** The goods were moved. */
export interface Ranked {
  /** all goods whose rank has changed; empty if they were there already */
  items: Array<RankedGoods>
}

/** Goods that have another rank now. */
export interface RankedGoods {
  /** an id */
  goodsId: string
  rank: number
  /** as it is now */
  revision: number
}

/** The input of rebuildDesk. */
export interface RebuildDesk {
  /** begin a rebuild; false: only see how far the last one is */
  start?: boolean
}

/** How far a rebuild of the desk is. */
export interface RebuildView {
  /** STOPPED: it failed; begin another one */
  state: 'RUNNING' | 'DONE' | 'STOPPED'
  /** what is being done: orders, groups, stock, goods, switch, clean, done */
  step: string
  /** items that were read in this step */
  done: number
  /** milliseconds UTC */
  startedAt: number
  /** milliseconds UTC */
  updatedAt: number
}

/** What came back. */
export interface ReceiveReturn {
  /** an id */
  afterSaleId: string
  /** true: the units go back to the stock */
  resaleable: boolean
}

/** The input of redriveDeadLetters. */
export interface RedriveDeadLetters {
  queue: 'Notice' | 'Support' | 'PushDue' | 'Push' | 'CloseOrder' | 'Refund' | 'Ship' | 'Seat' | 'Desk' | 'Privacy' | 'Alert' | 'Tracking' | 'Exposure' | 'Stream' | 'Timer'
}

/** Messages that were sent back to where they came from. */
export interface Redriven {
  /** messages that were sent back, at most 100 */
  moved: number
  /** messages that cannot be sent back; see docs/operations.md */
  failed: number
  /** messages that are still there, about */
  left: number
}

/** What to pay back, and why. */
export interface RefundOrder {
  /** an id */
  orderId: string
  reason: string
  items?: Array<SkuQuantity> | null
  /** an operator denies the refund; an order of which money went back in WeChat Pay's console goes on */
  deny?: boolean
  /** the money went back in WeChat Pay's console already: it is noted, and not sent again */
  byHand?: boolean
}

/** A refund. */
export interface RefundView {
  /** an id */
  refundNo: string
  status: 'WAITING' | 'PROCESSING' | 'SUCCESS' | 'FAILED'
  /** REQUEST: it was granted; else a payment that no order could take: it came after closing, twice, with a wrong amount, or for no order */
  why: 'REQUEST' | 'LATE' | 'DOUBLE' | 'AMOUNT' | 'ORPHAN'
  reason: string
  /** fen, hundredths of a yuan */
  amount: number
  /** milliseconds UTC */
  at: number
  /** fen of the amount that are freight; absent if none */
  freight?: number
}

/** An event that was not taken. To send it again as it is does not help. */
export interface RejectedEvent {
  insertId: string
  /** EVENT_UNKNOWN, EVENT_PROPERTY, EVENT_LATE or EVENT_EARLY */
  errCode: string
}

/** The input of releaseConversation. */
export interface ReleaseConversation {
  /** the user whose conversation it is */
  openid: string
  token?: string | null
  /** who goes on: the bot, or another agent */
  to?: 'bot' | 'queue'
}

/** The input of remindSale. */
export interface RemindSale {
  /** the flash sale's id */
  saleId: string
  /** false: no reminder any more */
  on?: boolean
}

/** Whether the user is told when the flash sale begins. */
export interface ReminderSet {
  /** an id */
  saleId: string
  /** whether the user is told */
  on: boolean
  /** ms UTC: when the sale begins */
  startAt: number
}

/** How many replies WeChat still allows. The user's next message makes them five again. */
export interface RepliesLeft {
  /** of five within 48 hours */
  left: number
  /** ms UTC: until when; null if none is left */
  until: number | null
  /** only the last one is left: it is kept for the note (`isNote`) */
  noteOnly: boolean
}

/** The input of replyConversation. */
export interface ReplyConversation {
  /** the user whose conversation it is */
  openid: string
  /** of `takeConversation` or `getConversation` */
  token: string
  /** made by the client, a new one for each reply; a repeat sends nothing */
  replyId: string
  /** a text; line breaks are allowed */
  text: string
  /** the note for which the last reply is kept: it may use it up */
  isNote?: boolean
}

/** An agent's reply. */
export interface ReplySent {
  /** the user whose conversation it is */
  openid: string
  /** an id */
  replyId: string
  /** SENT; UNSURE: WeChat has not answered, the user may have it; FAILED: of a repeat, WeChat has refused it before */
  state: 'SENT' | 'UNSURE' | 'FAILED'
  replies: RepliesLeft
}

/** The input of resolveShare. */
export interface ResolveShare {
  /** an id */
  code: string
}

/** Who comes back, by the day or week in which they began. */
export interface RetentionAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  unit?: 'day' | 'week'
  cohorts?: Array<Cohort>
}

/** Those of a cohort who came back in one day or week. */
export interface RetentionCell {
  users: number
  rate: number
  /** that day or week is not over, so there may be more */
  unfinished: boolean
}

/** The input of revokeConsole. */
export interface RevokeConsole {
  /** of listConsoleSessions, or of openConsole */
  sessionId: string
}

/** The session is refused: at once where it is revoked, everywhere within 20 seconds. */
export interface RevokedConsole {
  /** an id */
  sessionId: string
}

/** The group robot, as it was seen last. Nothing of its webhook is shown. */
export interface RobotSeen {
  /** whether the secret names a robot: without one, no alert is told */
  isSet: boolean
  /** ms UTC: when it last took a message; null: never */
  sentAt: number | null
  /** ms UTC: when a message last failed; null: never, or it works again */
  failedAt: number | null
  /** why: ROBOT_CONFIG if the webhook is wrong, else WeCom or the network */
  failure: string | null
}

/** How a user's roles changed once. */
export interface RoleChange {
  /** milliseconds UTC */
  at: number
  /** who did it: an openid, or "tool" */
  by: string
  /** roles that the user got */
  gave: Array<string>
  /** roles that the user lost */
  took: Array<string>
}

/** The live has begun, or is over: then no more goods are pushed. */
export interface RoomMessage {
  type: 'room'
  /** an id */
  liveId: string
  status: 'PLANNED' | 'LIVE' | 'ENDED'
  /** ms UTC: the server's time when it sent this */
  now: number
}

/** The answer to `numbers`, and to `like`. */
export interface RoomNumbers {
  type: 'numbers'
  /** an id */
  liveId: string
  /** connections in the room, counted at most every 10 s; about, if there are many */
  viewers: number
  /** likes of all viewers, counted at most every 10 s */
  likes: number
  /** ms UTC: the server's time when it sent this */
  now: number
}

/** What became of a row. */
export interface RowResult {
  orderId: string
  /** true if the order has this parcel, also if it had it */
  ok: boolean
  /** absent if it is ok */
  errCode?: string
}

/** An answer for each row, in the order of the rows. */
export interface RowResults {
  results: Array<RowResult>
}

/** A flash sale of one SKU. */
export interface SaleCard {
  /** an id */
  saleId: string
  /** an id */
  skuId: string
  /** the goods that the SKU belongs to */
  goodsId: string
  /** the SKU's title */
  title: string
  /** fen per unit */
  price: number
  /** units that one buyer may buy */
  limit: number
  /** ms UTC: orders can be placed from then on */
  startAt: number
  /** ms UTC: no orders from then on */
  endAt: number
  /** units, as the operator saved them; not what is left */
  stock: number
}

/** Flash sales, the one that ends first at the top; of those that are over, the last one. */
export interface SaleList {
  items: Array<SaleCard>
}

/** The flash sale was saved. */
export interface SaleSaved {
  /** the sale's id: a new one if none was given */
  saleId: string
}

/** A flash sale as operators see it, with its units and those that it can still get. */
export interface SaleView {
  /** an id */
  saleId: string
  /** an id */
  skuId: string
  /** the goods that the SKU belongs to */
  goodsId: string
  /** the SKU's title */
  title: string
  /** fen per unit */
  price: number
  /** units that one buyer may buy */
  limit: number
  /** ms UTC: orders can be placed from then on */
  startAt: number
  /** ms UTC: no orders from then on */
  endAt: number
  /** units, as the operator saved them; not what is left */
  stock: number
  /** minutes to pay; then the order is closed */
  payMinutes: number
  /** items that share the stock */
  shards: number
  /** free units of the sale */
  remaining: number
  /** units that unpaid orders hold */
  held: number
  /** units that are sold */
  sold: number
  /** free units of the SKU outside of its sales: by how many `stock` can grow without new stock */
  skuFree: number
  /** fen per unit outside of the sale */
  skuPrice: number
}

/** Whether the variants have as many users as their weights say. */
export interface SampleRatioResult {
  p: number
  /** true: something is broken; believe no difference */
  flagged: boolean
}

/** An address, as `wx.chooseAddress` gives it. */
export interface SaveAddress {
  /** who receives the goods */
  userName: string
  /** their phone number */
  telNumber: string
  provinceName: string
  /** may be empty */
  cityName: string
  /** may be empty */
  countyName: string
  /** street and house */
  detailInfo: string
  /** the area's code (GB/T 2260), for areas that are not served */
  nationalCode?: string
  /** may be empty */
  postalCode?: string
  /** may be empty */
  streetName?: string
  /** may be empty */
  detailInfoNew?: string
  /** not used */
  nationalCodeFull?: string
  /** not used */
  errMsg?: string
  addressId?: string | null
  isDefault?: boolean | null
}

/** The input of saveAlerts. */
export interface SaveAlerts {
  /** kind → whether it is on */
  kinds: Record<string, boolean>
}

/** The input of saveEvent. */
export interface SaveEvent {
  /** small letters, digits and _, as `goods_click` */
  name: string
  /** what pictures call it */
  title: string
  /** all properties of the event, and their types */
  props?: Record<string, 'id' | 'text' | 'int' | 'number' | 'bool'>
}

/** The experiment. */
export interface SaveExperiment {
  /** the experiment's key; it is the seed of the assignment */
  key: string
  variants: Array<PageVariant>
  /** the first one decides */
  metrics: Array<Metric>
  /** ms UTC: from then on versions are assigned */
  start: number
  /** ms UTC: from then on all users get the winner, or the control */
  stop: number
  /** the smallest change that matters, relative to the control: 0.1 is 10 % */
  minimumEffect: number
  layer?: Layer | null
  audience?: Audience
  /** openid → the name of the variant that this user gets; they do not count */
  testers?: Record<string, string>
  /** how p values are corrected if there are several comparisons */
  correction?: 'holm' | 'benjaminiHochberg'
  winner?: string | null
}

/** The input of saveFaq. */
export interface SaveFaq {
  question: string
  keywords: Array<string>
  /** a text; line breaks are allowed */
  answer: string
  faqId?: string | null
  hidden?: boolean
}

/** The input of saveFreight. */
export interface SaveFreight {
  /** what operators call it */
  title: string
  /** what `first` and `further` count: units, or grams */
  by: 'count' | 'weight'
  /** units or grams that cost `firstFen` */
  first: number
  /** fen */
  firstFen: number
  /** units or grams of each further step */
  further: number
  /** fen for each further step that is begun */
  furtherFen: number
  freightId?: string | null
  freeFrom?: number | null
  /** beginnings of area codes (GB/T 2260): not sent there */
  notTo?: Array<string>
}

/** The input of saveGoods. */
export interface SaveGoods {
  /** what buyers read */
  title: string
  /** a picture: a URL, a file id of the cloud, or a path */
  cover: string
  /** fen per unit, bought without a group */
  price: number
  /** the goods are listed under it */
  category: string
  /** the goods of the smallest rank are shown first */
  rank: number
  /** units; of goods with `skus`, only shown */
  stock: number
  goodsId?: string | null
  revision?: number | null
  /** items that share the stock, so that many can buy at once */
  shards?: number
  group?: Campaign | null
  /** true: not shown, and not sold */
  hidden?: boolean
  /** true: not ready, so not shown, and not sold */
  draft?: boolean
  /** pictures, the first one first */
  images?: Array<string>
  /** the pictures below the description */
  detailImages?: Array<string>
  description?: string | null
  linePrice?: number | null
  unit?: string | null
  /** of goods without `skus` */
  weight?: number
  delivery?: 'express' | 'pickup' | 'virtual' | null
  freightId?: string | null
  /** without any, the goods are one SKU */
  skus?: Array<GoodsSku>
}

/** The input of saveLive. */
export interface SaveLive {
  title: string
  /** milliseconds UTC */
  startAt: number
  endAt?: number | null
  liveId?: string | null
  shards?: number | null
  /** for operators: the openid of the host who gets the room; null takes it back for the shop; without it the room keeps its host */
  host?: string | null
}

/** The input of saveNotice. */
export interface SaveNotice {
  notice: 'groupSuccess' | 'groupFailed' | 'paid' | 'paySoon' | 'orderShipped' | 'orderRefunded' | 'pointsExpiring' | 'saleBegins'
  /** an id */
  templateId: string
  data: Record<string, string>
  page?: string | null
}

/** The input of saveSale. */
export interface SaveSale {
  /** the SKU that is sold; it cannot be changed later */
  skuId: string
  /** fen per unit */
  price: number
  /** units that the sale sells in all */
  stock: number
  /** units that one buyer may buy */
  limit: number
  /** ms UTC: orders can be placed from then on */
  startAt: number
  /** ms UTC: no orders from then on */
  endAt: number
  saleId?: string | null
  /** items that share the stock, so that many can buy at once */
  shards?: number
  /** minutes to pay; then the order is closed */
  payMinutes?: number
}

/** The input of saveScoreRule. */
export interface SaveScoreRule {
  action: string
  points?: number | null
  percent?: number | null
  per?: 'day' | 'goods_day' | 'goods' | 'once' | 'event' | null
  dailyCap?: number | null
  streak?: Array<StreakBonus> | null
  months?: number | null
  claimable?: boolean | null
  whenOpened?: boolean | null
  pointsPerYuan?: number | null
}

/** The input of saveService. */
export interface SaveService {
  hours?: Array<OpenHours> | null
  closedOn?: Array<string> | null
  awayText?: string | null
  answerIn?: 'console' | 'wechat' | null
  waitMinutes?: number | null
  phrases?: Array<Phrase> | null
}

/** An address of an address book. */
export interface SavedAddress {
  /** who receives the goods */
  userName: string
  /** their phone number */
  telNumber: string
  provinceName: string
  cityName: string
  countyName: string
  /** street and house */
  detailInfo: string
  /** the area's code (GB/T 2260), as 440105; absent if nobody has said */
  nationalCode?: string
  /** absent if nobody has said */
  postalCode?: string
  /** absent if nobody has said */
  streetName?: string
  /** as WeChat's newer page has it; absent if nobody has said */
  detailInfoNew?: string
  /** an id */
  addressId: string
  isDefault: boolean
}

/** The input of scheduleGoodsPush. */
export interface ScheduleGoodsPush {
  /** an id */
  liveId: string
  /** an id */
  goodsId: string
  /** ms UTC, at most a year from now */
  timestamp: number
  /** how long clients show the goods, in seconds */
  bubbleSeconds?: number
}

/** A user's points. */
export interface Score {
  /** the points that can be spent */
  score: number
  /** points that were taken back after the user had spent them; points that come in pay the debt first; 0 if `score` is not 0 */
  debt: number
  /** all points by the day they expire, soonest first */
  expiring: Array<ExpiringPoints>
  /** the consecutive days with a check-in; 0 if neither today nor yesterday had one */
  streak: number
}

/** What an action brought. */
export interface ScoreChange {
  /** the points that the user can spend now */
  score: number
  /** the points that this action brought */
  earned: number
}

/** A page of a user's ledger, newest first. */
export interface ScoreHistory {
  items: Array<LedgerEntry>
  /** send it to get the next page; null after the last page */
  cursor: string | null
}

/** What an action earns; the rule of the action `redeem` says how points pay. */
export interface ScoreRule {
  action: string
  /** the points that the action earns */
  points: number
  /** points that the action earns in addition, per 100 fen of its amount; of `redeem`: the largest part of a price that points can pay, in percent */
  percent: number
  /** the action counts once per day, per goods and day, per goods, ever, or per event of the shop (an order, an invited user) */
  per: 'day' | 'goods_day' | 'goods' | 'once' | 'event'
  /** times a day that it counts; 0: any number */
  dailyCap: number
  /** fewest days first */
  streak: Array<StreakBonus>
  /** the points expire at the end of this many calendar months after the current one; of `redeem`: for points that come back when their own lot has expired */
  months: number
  /** whether a client can claim it by `updateScore` */
  claimable: boolean
  /** it counts when a friend opens the share; if false, when the client says that it was shared; of `share_goods` only */
  whenOpened?: boolean
  /** the points that pay 100 fen; of `redeem` only */
  pointsPerYuan?: number
}

/** All rules, by action. */
export interface ScoreRuleList {
  items: Array<ScoreRule>
}

/** The input of searchGoods. */
export interface SearchGoods {
  /** what titles shall have: 茶, or 红茶 250g */
  text: string
  cursor?: string | null
  /** goods on a page, at most */
  limit?: number
}

/** Which orders; all unless something is given. */
export interface SearchOrders {
  status?: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED' | null
  kind?: 'group' | 'sale' | 'plain' | null
  from?: number | null
  to?: number | null
  goodsId?: string | null
  phone?: string | null
  orderId?: string | null
  cursor?: string | null
  limit?: number
}

/** The parcel that brings the goods back. */
export interface SendBack {
  /** an id */
  afterSaleId: string
  /** WeChat's id of the express company */
  carrier: string
  /** at most 32 characters: it is never cut, and WeChat's messages hold no more */
  trackingNumber: string
}

/** How customer service works, and the phrases of its agents. */
export interface ServiceView {
  /** when agents are there; empty: they always are */
  hours: Array<OpenHours>
  /** days on which nobody is there */
  closedOn: Array<string>
  /** whether agents are there now */
  isOpen: boolean
  /** the shop's own text; empty: the usual one */
  awayText: string
  /** what a user is told who wants an agent while nobody is there */
  away: string
  /** where agents answer: in the shop's console, or in WeChat's own tool (then what users write goes there, and not into the queue of this shop) */
  answerIn: 'console' | 'wechat'
  /** minutes without an agent's reply, after which a conversation that an agent has is in the queue again */
  waitMinutes: number
  phrases: Array<Phrase>
}

/** The input of setRole. */
export interface SetRole {
  /** an id */
  openid: string
  roles: Array<'operator' | 'host' | 'agent'>
}

/** A share: who shares what, and on which channel. */
export interface ShareView {
  /** 10 characters, for a card's path or WeChat's `scene` */
  code: string
  kind: 'goods' | 'group' | 'live' | 'page'
  /** the id of the goods, group or live, or the page */
  target: string
  /** "" if the sharer named none */
  channel: string
  /** the sharer's `memberId`; absent for guests */
  sharer?: string
  /** the goods it is about; absent for a live or a page */
  goodsId?: string
}

/** What one user's shares brought. */
export interface SharerFigures {
  /** the sharer's `memberId`; "" if the share is not there any more */
  sharer: string
  /** one of the sharer's share codes */
  code: string
  /** visitors, each once */
  visits: number
  /** visitors whose first paid order of this time it brought */
  firstOrders: number
  /** orders that were paid */
  orders: number
  /** fen that were paid for these orders, with freight */
  fen: number
  /** fen that were paid back in this time */
  refundedFen: number
}

/** Who brings buyers: the sharers whose visitors paid most first. */
export interface SharesAnswer {
  /** for getAnalysis, for a week */
  queryId?: string
  /** WAITING, RUNNING: ask getAnalysis in a moment; FAILED: ask again */
  state?: 'WAITING' | 'RUNNING' | 'DONE' | 'FAILED'
  /** queries that are done, of `total` */
  done?: number
  total?: number
  /** bytes that were read from S3; once DONE */
  scannedBytes?: number
  /** what Athena bills for it; once DONE */
  usd?: number
  /** the picture, with `format: "svg"`; once DONE */
  svg?: string
  /** at most 50 */
  items?: Array<SharerFigures>
  totals?: SharesTotals
}

/** All shares of this time together, and all orders, brought by a share or not. */
export interface SharesTotals {
  /** visitors of shares, each once per sharer */
  visits: number
  /** orders that shares brought */
  orders: number
  /** fen that were paid for them */
  fen: number
  /** fen that were paid for all orders */
  allFen: number
}

/** An order and its parcels: `parcels`, or `carrier` and `trackingNumber` of a single one; nothing of them for an order that is picked up or virtual. */
export interface ShipForm {
  /** an id */
  orderId: string
  parcels?: Array<ParcelForm> | null
  carrier?: string | null
  trackingNumber?: string | null
  contact?: string | null
}

/** The rows. */
export interface ShipOrders {
  rows: Array<ShipRow>
}

/** A parcel of an order. A row that is not valid is refused by itself. */
export interface ShipRow {
  /** several rows of an order are its parcels */
  orderId: string
  /** WeChat's id of the express company */
  carrier: string
  trackingNumber: string
  contact?: string | null
}

/** How an order was sent: carrier and tracking number. */
export interface Shipment {
  /** WeChat's id of the express company */
  carrier: string
  /** its name in Chinese; its id if it has none here */
  carrierName: string
  trackingNumber: string
  /** milliseconds UTC */
  shippedAt: number
  /** masked phone number; absent if none was given */
  contact?: string
}

/** A SKU of goods. */
export interface SkuCard {
  /** an id */
  skuId: string
  title: string
  /** fen per unit, bought without a group */
  price: number
  /** units, as the operator saved them; not what is left */
  stock: number
}

/** A SKU of goods, with what is left of it. */
export interface SkuOnPage {
  /** an id */
  skuId: string
  title: string
  /** fen per unit, bought without a group */
  price: number
  /** units, as the operator saved them; not what is left */
  stock: number
  /** option → this SKU's value; empty if there are no options */
  options: Record<string, string>
  /** grams per unit; 0: nobody has said */
  weight: number
  /** units neither held by unpaid orders nor sold, those of flash sales included; at most half a second old */
  remaining: number
  /** units that are paid, less those paid back */
  sold: number
}

/** What a seat costs for one SKU. */
export interface SkuPrice {
  /** an id */
  skuId: string
  /** fen per seat */
  price: number
}

/** A SKU, and how many units of it. */
export interface SkuQuantity {
  /** an id */
  skuId: string
  /** units */
  quantity: number
}

/** All users who have one of the roles. */
export interface Staff {
  items: Array<StaffMember>
}

/** A user who has a role, or had one. */
export interface StaffMember {
  /** the user's openid; only operators see it */
  openid: string
  roles: Array<string>
  /** the oldest change first */
  history: Array<RoleChange>
  /** the user's first login, or first role */
  since: number
}

/** This function takes no fields. */
export type StartConsole = Record<string, never>

/** The input of startLive. */
export interface StartLive {
  /** an id */
  liveId: string
}

/** An event, with these values of its properties: of a list, any one. */
export interface Step {
  /** a name of listEvents */
  event: string
  /** property → the value that it has, or a list of values */
  where?: Record<string, string | number | boolean | Array<string | number | boolean>>
}

/** What is left of the goods on show. It is sent when that changes, at most once a second in a room, and less often in a large one. Of two messages the one with the larger `at` counts. */
export interface StockMessage {
  type: 'stock'
  /** an id */
  liveId: string
  /** the push that shows the goods */
  pushId: string
  /** an id */
  goodsId: string
  /** units that can be bought, of all SKUs and flash sales of the goods */
  left: number
  /** ms UTC: when it was looked up */
  at: number
  /** ms UTC: the server's time when it sent this */
  now: number
}

/** The units of a SKU, those of its flash sales included: `initial` is the sum of the others. */
export interface StockView {
  /** units in all */
  initial: number
  /** free units */
  remaining: number
  /** units that unpaid orders hold */
  held: number
  /** units that are sold */
  sold: number
}

/** The extra points on the day when a streak of check-ins reaches a length. */
export interface StreakBonus {
  /** consecutive days */
  days: number
  /** points */
  points: number
}

/** An order that does not go on by itself as it should. */
export interface StuckOrder {
  /** an id */
  orderId: string
  status: 'PENDING' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CLOSED' | 'REFUNDING' | 'REFUNDED'
  /** refund: a refund is not done; group: it is paid, and waits though its group has ended; byHand: money went back in WeChat Pay's console, and an operator must decide; payment: WeChat's record of its payment differs from ours, or WeChat did not answer */
  why: 'refund' | 'group' | 'byHand' | 'payment'
  /** what was found, in English */
  detail: string
  /** the same as a code, for a page that has its own words */
  kind: 'unanswered' | 'leftOpen' | 'byHand' | 'paidHereAlone' | 'paymentMissed' | 'refundLate' | 'refundHereAlone' | 'groupEnded' | 'groupGone'
  /** the numbers of the refunds that it is about */
  refunds: Array<string>
  /** ms UTC: when the order last changed */
  since: number
}

/** How the system is. */
export interface SystemStatus {
  /** ms UTC: when this was read */
  at: number
  /** the deployment's stage, such as `prod` */
  stage: string
  version: Version
  deadLetters: Array<DeadLetterQueue>
  /** those that have gone off; at most 100 */
  alarms: Array<Alarm>
  /** orders that today's reconciliation found to differ: listDrift */
  drift: number
  /** at most 100, the oldest first */
  stuck: Array<StuckOrder>
  /** what could not be read just now; absent if all could */
  unknown?: Array<'deadLetters' | 'alarms' | 'drift' | 'stuck'>
}

/** The input of takeConversation. */
export interface TakeConversation {
  /** an id */
  openid: string
}

/** What a seat costs when many members have paid. */
export interface TierPrice {
  /** this many members have paid, or more */
  size: number
  /** fen per seat */
  price: number
}

/** Today, in Shanghai. */
export interface TodayFigures {
  /** ms UTC: when the figures were made */
  at: number
  /** fen that were paid since midnight; refunds are not taken off */
  paidFen: number
  /** orders that were paid since midnight */
  paidOrders: number
  yesterday: PaidFigures
  /** the same day of last week */
  lastWeek: PaidFigures
  /** the 24 hours of the day */
  byHour: Array<HourFigures>
  /** orders that can be shipped */
  toShip: number
  /** of these, for more than 24 hours; at most 10000 */
  toShipLate: number
  /** orders for which a refund is asked */
  refundsAsked: number
  /** open groups that end within 2 hours; at most 1000 */
  groupsEnding: number
  /** SKUs with 10 free units or fewer; at most 100 */
  lowStock: number
  /** these SKUs, the fewest units first */
  lowSkus: Array<LowSku>
  /** orders that today's reconciliation found to differ */
  drift: number
  /** messages that have failed for good, in all dead-letter queues */
  deadLetters: number
}

/** `anonymousId` is for guests, and for events that a user's device has kept since before the login. */
export interface TrackEvents {
  events: Array<TrackedEvent>
  anonymousId?: string | null
}

/** What became of a batch of events. */
export interface Tracked {
  /** events that were taken, repeats included */
  accepted: number
  rejected: Array<RejectedEvent>
}

/** An event of a client. */
export interface TrackedEvent {
  /** a new random id per event; the same id sent again counts once */
  insertId: string
  /** a name of listEvents */
  event: string
  /** ms UTC: when it happened on the device */
  time: number
  /** may be empty */
  page?: string
  /** properties of the event, as listEvents shows them: texts, numbers, true or false. An event with another value is rejected */
  props?: Record<string, string | number | boolean | Array<string | number | boolean> | Record<string, string | number | boolean> | null>
}

/** The input of tryFaq. */
export interface TryFaq {
  /** what a user could write */
  text: string
  draft?: FaqDraft | null
}

/** For operators: there is no order of that number, but payments came for it and go back. */
export interface UnknownOrder {
  /** an id */
  orderId: string
  status: null
  refunds: Array<RefundView>
}

/** The input of updateScore. */
export interface UpdateScore {
  /** an id */
  action: string
  goodsId?: string | null
  shareCode?: string | null
}

/** How to send one picture: POST `fields`, and then the picture as `file`, to `uploadUrl`, as multipart/form-data (`wx.uploadFile({url: uploadUrl, name: 'file', formData: fields, …})`). */
export interface Upload {
  uploadUrl: string
  /** all of them are needed. The bucket refuses another type, an empty file, and more than `maxBytes` */
  fields: Record<string, string>
  /** where the picture will be: for `cover`, `images`, `detailImages` */
  url: string
  /** bytes that the picture may have */
  maxBytes: number
  /** ms UTC: the bucket takes the form until then */
  expiresAt: number
}

/** Which code runs. */
export interface Version {
  /** of git, short; empty if it was built without git */
  commit: string
  /** ms UTC: when that was; 0: not known */
  committedAt: number
}

/** The after-sale to end. */
export interface WithdrawAfterSale {
  /** an id */
  afterSaleId: string
}

/** All cloud functions. Add those of your own by declaring the same interface. */
export interface Functions {
  /** An operator adds points to a user's account or takes them, and gives a reason. */
  adjustScore: { data: AdjustScore, result: AdjustedScore }
  /** Records what the user answered to `wx.requestSubscribeMessage`. */
  allowNotice: { data: AllowNotice, result: AllowedNotices }
  /** What an experiment has shown so far, and what to do now. */
  analyzeExperiment: { data: AnalyzeExperiment, result: ExperimentAnswer }
  /** How many users take steps in order, within a time from the first one. */
  analyzeFunnel: { data: AnalyzeFunnel, result: FunnelAnswer }
  /** From being seen to being paid, by goods, category, push, or channel of a share. */
  analyzeGoods: { data: AnalyzeGoods, result: GoodsAnswer }
  /** Who watched a live room, and for each push: who saw it, clicked, ordered and paid. */
  analyzeLive: { data: AnalyzeLive, result: LiveAnswer }
  /** Who comes back, by the day or week in which they began. */
  analyzeRetention: { data: AnalyzeRetention, result: RetentionAnswer }
  /** How many visitors each sharer brought, and what these bought. */
  analyzeShares: { data: AnalyzeShares, result: SharesAnswer }
  /** A member of the staff signs in a browser to the console, by the code it shows. */
  approveConsole: { data: ApproveConsole, result: ConsoleRequest }
  /** A buyer asks for money back, for units or for an amount, and may send goods back. */
  askAfterSale: { data: AskAfterSale, result: AfterSaleView }
  /** Cancel a push that has not gone out yet. To cancel it twice is no error. */
  cancelGoodsPush: { data: CancelGoodsPush, result: PushCancelled }
  /** The buyer cancels an unpaid order. All that it held is free again. */
  cancelOrder: { data: CancelOrder, result: OrderView }
  /** The buyer sends an order to another address, until it is shipped. */
  changeAddress: { data: ChangeAddress, result: OrderView }
  /** The buyer has received the goods. The order is completed. */
  confirmReceipt: { data: ConfirmReceipt, result: OrderView }
  /** An operator sends an order to another address, until it is shipped. */
  correctAddress: { data: CorrectAddress, result: OrderView }
  /** An operator corrects the parcels of a shipped order, such as a mistyped number. */
  correctShipping: { data: CorrectShipping, result: OrderView }
  /** How many orders have each status, for operators. */
  countOrders: { data: CountOrders, result: OrderCounts }
  /** Open a group on goods, with the caller as its leader and first member. */
  createGroup: { data: CreateGroup, result: JoinedGroup }
  /** Gives a short code for a share card, or for a mini-program code's `scene`. */
  createShare: { data: CreateShare, result: ShareView }
  /** An operator agrees to an after-sale or denies it. */
  decideAfterSale: { data: DecideAfterSale, result: AfterSaleView }
  /** Take an address out of the caller's address book. Orders keep their copy. */
  deleteAddress: { data: DeleteAddress, result: AddressDeleted }
  /** A live room is over. Its planned pushes are cancelled, and no others can be planned. */
  endLive: { data: EndLive, result: LiveEnded }
  /** Erase all that the shop knows of the caller, but what the law wants kept. For good. */
  eraseMe: { data: EraseMe, result: ErasureView }
  /** All that the shop knows of the caller, as a file. */
  exportMyData: { data: ExportMyData, result: DataExportView }
  /** Begin a CSV of the orders of some time, for operators. */
  exportOrders: { data: ExportOrders, result: ExportStarted }
  /** An after-sale with its history and its refund, for its buyer and for operators. */
  getAfterSale: { data: GetAfterSale, result: AfterSaleDetail }
  /** How far a question is, with its answer when it is done. */
  getAnalysis: { data: GetAnalysis, result: FunnelAnswer | RetentionAnswer | GoodsAnswer | SharesAnswer | LiveAnswer | ExperimentAnswer }
  /** A user's conversation, with what was said in the last 30 days, newest first. */
  getConversation: { data: GetConversation, result: ConversationDetail }
  /** How far an export is, and where to download it, for operators. */
  getExport: { data: GetExport, result: ExportView }
  /** Goods as their own page shows them, with what is left of each SKU. */
  getGoods: { data: GetGoods, result: GoodsPage }
  /** A group as it is now, for the share page. Guests see no openids. */
  getGroup: { data: GetGroup, result: GroupView }
  /** A live room as it is now: its title, times, goods on show, viewers and likes. */
  getLive: { data: GetLive, result: LiveRoom }
  /** An order with its history and refunds: a buyer's own order, or any for an operator. */
  getOrder: { data: GetOrder, result: OrderDetail | UnknownOrder }
  /** Which version of a page the caller gets, with its configuration. */
  getPageVersion: { data: GetPageVersion, result: PageVersion }
  /** A flash sale for the operator who edits it: its terms, its units, and the SKU's free units. */
  getSale: { data: GetSale, result: SaleView }
  /** The user's points, when they expire, and the streak of check-ins. */
  getScore: { data: GetScore, result: Score }
  /** How customer service works (opening hours and other settings), and its phrases. */
  getService: { data: GetService, result: ServiceView }
  /** Gives WeChat's picture of a mini-program code that leads to a share, for posters. */
  getShareCode: { data: GetShareCode, result: CodePicture }
  /** How many units of a SKU there are: free, held by unpaid orders, and sold. */
  getStock: { data: GetStock, result: StockView }
  /** An operator gets a form that sends one picture to the shop's bucket, and the URL that the picture will have. */
  getUpload: { data: GetUpload, result: Upload }
  /** Take a seat in a group; the last paid seat makes the group a success. */
  joinGroup: { data: JoinGroup, result: JoinedGroup }
  /** Give up one's seat before the group has ended; what was paid is paid back. */
  leaveGroup: { data: LeaveGroup, result: GroupView }
  /** The caller's address book: the default first, then the last saved ones. */
  listAddresses: { data: ListAddresses, result: AddressList }
  /** The after-sales of all buyers in one status, for operators, one page at a time. */
  listAfterSales: { data: ListAfterSales, result: AfterSalePage }
  /** All kinds of alerts, whether the staff gets them, and whether the robot works. */
  listAlerts: { data: ListAlerts, result: AlertList }
  /** The browsers that are signed in to the console: of all staff for operators, else the caller's own. */
  listConsoleSessions: { data: ListConsoleSessions, result: ConsoleSessions }
  /** The users who wait for an agent, or the conversations that the caller has. */
  listConversations: { data: ListConversations, result: ConversationPage }
  /** How many messages have failed for good in which queue, and what they are about. */
  listDeadLetters: { data: ListDeadLetters, result: DeadLetters }
  /** Where our orders and WeChat's records differed on a day, for operators. */
  listDrift: { data: ListDrift, result: DifferenceList }
  /** The catalogue of events, with their properties. */
  listEvents: { data: ListEvents, result: EventList }
  /** All experiments, for operators. */
  listExperiments: { data: ListExperiments, result: ExperimentList }
  /** All questions that customer service answers, hidden ones too, 50 to a page. */
  listFaq: { data: ListFaq, result: FaqList }
  /** The freight templates, for operators. */
  listFreight: { data: ListFreight, result: FreightList }
  /** The waterfall page of goods, in the order of their rank, page by page. */
  listGoods: { data: ListGoods, result: GoodsFeed }
  /** Goods, also those that are hidden or drafts, one page at a time. */
  listGoodsForOperators: { data: ListGoodsForOperators, result: ManagedGoodsPage }
  /** The timeline of a live room: pushes that went out, are planned or were cancelled. */
  listGoodsPush: { data: ListGoodsPush, result: PushTimeline }
  /** All groups, for operators, one page at a time. */
  listGroups: { data: ListGroups, result: DeskGroupPage }
  /** Live rooms, 20 to a page: those that are live, then planned ones, then those over. */
  listLives: { data: ListLives, result: LiveList }
  /** The caller's own after-sales, newest first, one page at a time. */
  listMyAfterSales: { data: ListMyAfterSales, result: AfterSalePage }
  /** The latest 50 groups in which the caller has a seat, open or ended, newest first. */
  listMyGroups: { data: ListMyGroups, result: GroupList }
  /** All notices, the facts that each can tell, and the templates that they use. */
  listNotices: { data: ListNotices, result: NoticeList }
  /** At most 20 groups on these goods that can be joined; those that need the fewest members come first. */
  listOpenGroups: { data: ListOpenGroups, result: GroupList }
  /** The caller's own orders, newest first, one page at a time. */
  listOrders: { data: ListOrders, result: OrderPage }
  /** The flash sales that are open or will open, the one that ends first at the top. */
  listSales: { data: ListSales, result: SaleList }
  /** Everything that changed the user's points, newest first, in pages of 20. */
  listScore: { data: ListScore, result: ScoreHistory }
  /** How points are earned and what they are worth, for the mini-program to show. */
  listScoreRules: { data: ListScoreRules, result: ScoreRuleList }
  /** Who works in the shop: the users who have a role, and how they got it. */
  listUsers: { data: ListUsers, result: Staff }
  /** Exchange a code of wx.login for a session. */
  login: { data: Login, result: LoginResult }
  /** Let a planned push go out at another time, earlier or later. */
  moveGoodsPush: { data: MoveGoodsPush, result: PushMoved }
  /** An operator writes the shop's own note on an order (商家备注), or takes it away. */
  noteOrder: { data: NoteOrder, result: NotedOrder }
  /** The browser that got a code asks whether it was approved, and gets its session. */
  openConsole: { data: OpenConsole, result: ConsoleOpened }
  /** An operator changes some fields of goods, and all others stay as they are. */
  patchGoods: { data: PatchGoods, result: GoodsSaved }
  /** New payment fields for an order that is not paid yet. */
  payOrder: { data: PayOrder, result: PlacedOrder }
  /** A buyer places an order and gets what wx.requestPayment needs. */
  placeOrder: { data: PlaceOrder, result: PlacedOrder }
  /** What an order would cost the caller, and what stands in its way. It holds nothing. */
  quoteOrder: { data: QuoteOrder, result: QuotedOrder }
  /** An operator puts goods right behind other goods in the feed, or at its beginning. */
  rankGoods: { data: RankGoods, result: Ranked }
  /** Make the operators' lists and numbers again from the orders; or see how far it is. */
  rebuildDesk: { data: RebuildDesk, result: RebuildView }
  /** An operator has received the goods of a return. The money goes back; the units can be bought again only if they are `resaleable`. */
  receiveReturn: { data: ReceiveReturn, result: AfterSaleView }
  /** Sends messages that have failed for good back to where they came from. */
  redriveDeadLetters: { data: RedriveDeadLetters, result: Redriven }
  /** A buyer asks for a refund, an operator grants or denies it. */
  refundOrder: { data: RefundOrder, result: OrderView }
  /** An agent gives a user's conversation back, to the bot or into the queue. */
  releaseConversation: { data: ReleaseConversation, result: ConversationReleased }
  /** The caller wants to be told when a flash sale begins, or does not want it any more. */
  remindSale: { data: RemindSale, result: ReminderSet }
  /** An agent replies to a user. The reply is sent once. */
  replyConversation: { data: ReplyConversation, result: ReplySent }
  /** Says where a share code leads, and counts a signed-in visitor's first visit. */
  resolveShare: { data: ResolveShare, result: ShareView }
  /** Ends a browser's session of the console: any for operators, else the caller's own. */
  revokeConsole: { data: RevokeConsole, result: RevokedConsole }
  /** Save an address in the caller's address book: a new one, or all fields of one. */
  saveAddress: { data: SaveAddress, result: AddressSaved }
  /** An operator says which alerts the staff gets in its WeCom chat. */
  saveAlerts: { data: SaveAlerts, result: AlertList }
  /** An operator adds an event to the catalogue, or properties to an event. */
  saveEvent: { data: SaveEvent, result: EventView }
  /** An operator saves an experiment: a new one, or all fields of one that exists. */
  saveExperiment: { data: SaveExperiment, result: ExperimentSaved }
  /** An operator saves a question and its answer for customer service, or hides it. */
  saveFaq: { data: SaveFaq, result: FaqSaved }
  /** An operator saves a freight template: a new one, or all fields of one that exists. */
  saveFreight: { data: SaveFreight, result: FreightSaved }
  /** An operator saves goods: new ones, or all fields of goods that exist. */
  saveGoods: { data: SaveGoods, result: GoodsSaved }
  /** Open a live room, or change one. */
  saveLive: { data: SaveLive, result: LiveSaved }
  /** An operator sets which subscribe-message template a notice uses. */
  saveNotice: { data: SaveNotice, result: NoticeSaved }
  /** An operator saves a flash sale: a new one, or all fields of one that exists. */
  saveSale: { data: SaveSale, result: SaleSaved }
  /** Set what an action earns, how often, and for how long. */
  saveScoreRule: { data: SaveScoreRule, result: ScoreRule }
  /** Opening hours and other settings of customer service, and the phrases of its agents. */
  saveService: { data: SaveService, result: ServiceView }
  /** Plan the time at which goods appear on the screens of a live room's viewers. */
  scheduleGoodsPush: { data: ScheduleGoodsPush, result: PushScheduled }
  /** The goods whose title has the text that a user looks for. */
  searchGoods: { data: SearchGoods, result: GoodsFound }
  /** The orders of the shop, for operators, the newest first. */
  searchOrders: { data: SearchOrders, result: DeskOrderPage }
  /** The buyer has sent the goods of a return that the shop has agreed to. A second call corrects the parcel, until the shop has the goods. */
  sendBack: { data: SendBack, result: AfterSaleView }
  /** An operator sets the roles of a user. */
  setRole: { data: SetRole, result: StaffMember }
  /** An operator has sent the goods of an order. A queue tells WeChat. */
  shipOrder: { data: ShipForm, result: OrderView }
  /** An operator ships many orders at once: the rows of a sheet, with an answer for each. */
  shipOrders: { data: ShipOrders, result: RowResults }
  /** A browser gets a code with which the staff signs it in to the console. */
  startConsole: { data: StartConsole, result: ConsoleCode }
  /** A live room is live from now on. */
  startLive: { data: StartLive, result: LiveStarted }
  /** How the system is: dead letters, alarms, drift, orders that are stuck, and which code runs. */
  systemStatus: { data: GetSystemStatus, result: SystemStatus }
  /** An agent takes a user's conversation, and the bot is silent. */
  takeConversation: { data: TakeConversation, result: ConversationTaken }
  /** What an operator looks at first in the morning: today's sales, and what waits. */
  todayFigures: { data: GetTodayFigures, result: TodayFigures }
  /** Takes a batch of what a user or a guest has done. */
  trackEvents: { data: TrackEvents, result: Tracked }
  /** What the bot would do with a text, and which entries of the FAQ fit it. Nothing is sent. */
  tryFaq: { data: TryFaq, result: FaqTrial }
  /** Points for an action of the user, such as `daily_checkin` or `share_goods`. */
  updateScore: { data: UpdateScore, result: ScoreChange }
  /** The buyer asks for the after-sale no longer. */
  withdrawAfterSale: { data: WithdrawAfterSale, result: AfterSaleView }
}

/** What liveSocket sends to its clients. */
export type LiveSocketMessage = GoodsPushMessage | StockMessage | RoomMessage | NoGoods | RoomNumbers | Clicked | Pong
