/** The client. index.js says what its functions do; functions.d.ts has the types of all cloud functions. */

import { Functions, GoodsPushMessage, LiveSocketMessage, OrderDetail, PageVersion, PaymentFields, StockMessage } from './functions'

export * from './functions'

/** What wx.cloud.callFunction gives. */
export interface CallResult<R> {
  result: R
  errMsg: string
  requestID: string
}

/** A failure, as wx.cloud gives it, with the shop's own name of it and a sentence for the user. */
export interface CallError extends Error {
  errCode: number
  errMsg: string
  /** such as 'GROUP_FULL'; docs/api.md has all */
  code: string
  /** for a toast, in the user's language */
  text: string
  requestID?: string
  /** the input field that is wrong */
  field?: string
  /** the exact reason, for developers */
  detail?: string
}

type Data<N extends keyof Functions> = Functions[N]['data']

interface Options {
  /** WeChat Cloud Development has it; here it has no effect */
  config?: { env?: string }
  /** the function may take 60 s */
  slow?: boolean
}

/** With one of these, a call returns nothing. */
interface Callbacks<R> {
  success?: (answer: CallResult<R>) => void
  fail?: (error: CallError) => void
  complete?: (end: CallResult<R> | CallError) => void
}

type OneOf<T> = { [K in keyof T]: T & Required<Pick<T, K>> }[keyof T]

type Call<N extends keyof Functions> = Options & { name: N } &
  (Record<string, never> extends Data<N> ? { data?: Data<N> } : { data: Data<N> })

/** A function that index.d.ts does not know. To give it a type, declare it in the interface `Functions`. */
type OtherCall<N extends string> = Options & { name: N extends keyof Functions ? never : N, data?: Record<string, unknown> }

export function callFunction<N extends keyof Functions> (call: Call<N> & OneOf<Callbacks<Functions[N]['result']>>): void
export function callFunction<N extends keyof Functions> (call: Call<N>): Promise<CallResult<Functions[N]['result']>>
export function callFunction<N extends string> (call: OtherCall<N> & OneOf<Callbacks<any>>): void
export function callFunction<N extends string> (call: OtherCall<N>): Promise<CallResult<any>>

export interface Settings {
  /** URL of the HTTP API: the output ApiUrl */
  api?: string
  /** URL of the WebSocket API: the output SocketUrl */
  ws?: string
  /** of texts; without it, WeChat's */
  language?: 'zh' | 'en' | ''
  /** notice name → template id */
  templates?: Record<string, string>
  /** URL of the WeChat sandbox of a local stack */
  sandbox?: string
  /** ms of a call */
  timeout?: number
  retries?: number
  /** wx.cloud.init has it; here it has no effect */
  env?: string | Record<string, string>
  traceUser?: boolean
  [other: string]: unknown
}

export function init (settings?: Settings): void

/** Put the client in the place of `wx.cloud`. */
export function install (): typeof import('./index')

export function login (): Promise<{ openid: string, token: string, expiresAt: number }>

export interface RoomHandlers {
  onPush?: (push: GoodsPushMessage) => void
  onStock?: (message: StockMessage) => void
  onState?: (state: 'open' | 'closed') => void
  onMessage?: (message: LiveSocketMessage) => void
}

export interface Room {
  onPush (listener: (push: GoodsPushMessage) => void): Room
  onStock (listener: (message: StockMessage) => void): Room
  onState (listener: (state: 'open' | 'closed') => void): Room
  onMessage (listener: (message: LiveSocketMessage) => void): Room
  send (message: { action: string, [more: string]: unknown }): void
  close (): void
}

export function room (liveId: string, handlers?: RoomHandlers): Room

export function track (event: string, props?: Record<string, string | number | boolean>): void

export function variant (experiment?: string): Promise<PageVersion>

/** With `orderId` the order, as soon as it is paid; without, null as soon as WeChat says so. */
export function pay (payment: PaymentFields | null, more: { orderId: string }): Promise<OrderDetail>
export function pay (placed: { orderId: string, payment?: PaymentFields | null }): Promise<OrderDetail>
export function pay (payment: PaymentFields): Promise<null>

export function allowNotices (names: string[]): Promise<{ accepted: string[] }>

/** The sentence of any error, for a toast. */
export function textOf (error: unknown): string
