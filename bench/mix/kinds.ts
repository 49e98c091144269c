/**
 * The four kinds of line that a cluster's pods write, as functions of a seeded generator and a time. What is random in each
 * (ids, addresses, durations) is what is random in the field; the rest repeats, so that compression says something true.
 */
import type { Seeded } from './seeded.ts'

/** What a line is made from: chance and its time, in epoch milliseconds and in the texts that formats want. */
export interface Moment {
  readonly random: Seeded
  readonly iso: string
  readonly nginx: string
  readonly klog: string
}

export interface Pod {
  readonly kind: Kind
  readonly name: string
  readonly app: string
  readonly namespace: string
  readonly node: string
  readonly container: string
  /** Hexadecimal, 64 digits, as a container runtime gives it. */
  readonly containerId: string
}

export type Kind = 'json' | 'nginx' | 'java' | 'klog'

export const lineOf: Readonly<Record<Kind, (at: Moment, pod: Pod) => string>> = { json, nginx, java, klog }

const routes = [
  '/api/v1/orders',
  '/api/v1/cart',
  '/api/v1/products',
  '/api/v1/users',
  '/api/v1/payments',
  '/api/v1/search',
]
const agents = [
  'Mozilla/5.0 (X11; Linux x64) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Safari/604.1',
  'kube-probe/1.31',
  'okhttp/4.12.0',
  'curl/8.5.0',
]
const messages = [
  'request completed',
  'order placed',
  'cache miss, reading through',
  'payment authorized',
  'session refreshed',
  'inventory reserved',
  'message published',
]
const warnings = ['upstream slow, retrying', 'connection reset by peer, retrying', 'rate limit near its bound']
const failures = ['failed to charge card: declined', 'timeout waiting for inventory', 'order rejected: stale version']

/** A service's own JSON: level, words, a random trace id and span id, a duration. */
function json({ random, iso }: Moment, { app }: Pod): string {
  const luck = random.below(1000)
  const level = luck < 15 ? 'error' : luck < 60 ? 'warn' : luck < 180 ? 'debug' : 'info'
  const text =
    level === 'error' ? random.pick(failures) : level === 'warn' ? random.pick(warnings) : random.pick(messages)
  const status = level === 'error' ? 500 : random.below(40) === 0 ? 404 : 200
  return (
    `{"time":"${iso}","level":"${level}","app":"${app}","msg":"${text}","trace_id":"${random.hex(32)}",` +
    `"span":"${random.hex(16)}","method":"${random.below(4) === 0 ? 'POST' : 'GET'}","path":"${random.pick(routes)}/${random.below(90_000) + 10_000}",` +
    `"status":${status},"ms":${random.below(400)}}`
  )
}

function nginx({ random, nginx: time }: Moment): string {
  const status = random.below(50) === 0 ? 502 : random.below(20) === 0 ? 404 : random.below(10) === 0 ? 304 : 200
  return (
    `10.${random.below(4)}.${random.below(256)}.${random.below(256)} - - [${time} +0000] "${random.below(5) === 0 ? 'POST' : 'GET'} ` +
    `${random.pick(routes)}/${random.below(90_000) + 10_000}?page=${random.below(20)} HTTP/1.1" ${status} ${random.below(30_000) + 200} ` +
    `"https://shop.example.com/" "${random.pick(agents)}" rt=0.${String(random.below(1000)).padStart(3, '0')}`
  )
}

const exceptions = [
  'java.lang.NullPointerException: Cannot invoke "Order.total()" because "order" is null',
  'java.util.concurrent.TimeoutException: no answer from inventory within 2000 ms',
  'java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30000ms',
  'java.lang.IllegalStateException: cart is closed',
]
const frames = [
  '\tat com.shop.order.OrderService.place(OrderService.java:118)',
  '\tat com.shop.order.OrderController.create(OrderController.java:64)',
  '\tat com.shop.payment.PaymentClient.charge(PaymentClient.java:203)',
  '\tat com.shop.inventory.InventoryRepository.reserve(InventoryRepository.java:87)',
  '\tat jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)',
  '\tat org.springframework.web.method.support.InvocableHandlerMethod.doInvoke(InvocableHandlerMethod.java:255)',
  '\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)',
  '\tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1144)',
  '\tat java.base/java.lang.Thread.run(Thread.java:1583)',
]

/** A stack trace as one event, lines joined by newlines: that is what a multi-line parser hands on. */
function java({ random, iso }: Moment): string {
  let text = `${iso} ERROR [http-nio-8080-exec-${random.below(200)}] c.s.order.OrderService - request ${random.hex(8)} failed\n${random.pick(exceptions)}`
  const depth = 3 + random.below(4)
  for (let at = 0; at < depth; at++) text += `\n${random.pick(frames)}`
  return text
}

const sources = [
  'controller.go:219',
  'reconciler.go:87',
  'leaderelection.go:278',
  'reflector.go:561',
  'proxier.go:1402',
]

function klog({ random, klog: time }: Moment): string {
  const level = random.below(100) < 3 ? 'E' : random.below(100) < 10 ? 'W' : 'I'
  return (
    `${level}${time}${String(random.below(1000)).padStart(3, '0')}       1 ${random.pick(sources)}] "Reconciled object" ` +
    `object="shop/deploy-${random.below(300)}" resourceVersion="${random.below(9_000_000) + 1_000_000}" elapsed="${random.below(900)}ms"`
  )
}
