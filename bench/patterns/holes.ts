/** The parameters of the log shapes: how values of each kind look, and how often each comes. */
import type { Chance } from './chance.ts'

const users = [
  'root',
  'admin',
  'test',
  'oracle',
  'guest',
  'postgres',
  'mysql',
  'ftp',
  'nagios',
  'git',
  'ubuntu',
  'deploy',
]
const daemons = [
  'cupsd',
  'syslogd',
  'klogd',
  'crond',
  'sshd',
  'portmap',
  'xinetd',
  'nginx',
  'redis',
  'httpd',
  'coredns',
]
const hostWords = ['mail', 'web', 'db', 'proxy', 'cache', 'node', 'edge', 'core']
const folders = ['var', 'lib', 'data', 'user', 'tmp', 'share', 'conf', 'mnt', 'job', 'part', 'image', 'logs']
const states = ['NEW', 'RUNNING', 'SUCCEEDED', 'UNASSIGNED', 'ASSIGNED', 'COMMIT_PENDING', 'AUTO', 'SUSPEND']
const exceptions = ['java.io.IOException', 'java.net.SocketException', 'java.io.EOFException', 'java.lang.Exception']

const hexDigits = (next: Chance, length: number) => Array.from({ length }, () => next.below(16).toString(16)).join('')
const ip = (next: Chance) => `10.${next.below(4)}.${next.below(256)}.${next.below(256)}`
const host = (next: Chance) => `${next.often(hostWords)}${next.below(60)}.example.com`
/** Few digits are as likely as many. */
const int = (next: Chance) => String(next.below(10 ** (1 + next.below(8))))
const path = (next: Chance) =>
  `/${Array.from({ length: 1 + next.below(5) }, () => next.often(folders)).join('/')}/${next.often(folders)}-${next.below(10_000)}`
const id = (next: Chance) => `${1_400_000_000_000 + next.below(1e9)}_${String(next.below(40)).padStart(4, '0')}`

export const holes: Readonly<Record<string, (next: Chance) => string>> = {
  action: next => `android.intent.action.${next.often(['TIME_TICK', 'SCREEN_ON', 'SCREEN_OFF', 'BATTERY_LOW'])}`,
  address: next => `<${next.often(users)}@${host(next)}>`,
  addresses: next => Array.from({ length: 1 + next.below(3) }, () => `${ip(next)}:50010`).join(' '),
  attempt: next => `attempt_${id(next)}_m_${String(next.below(1e5)).padStart(6, '0')}_${next.below(3)}`,
  block: next => `blk_${next.below(2) === 0 ? '-' : ''}${next.below(9e15)}`,
  component: next => `alt${next.below(4)}`,
  container: next => `container_${id(next)}_01_${String(next.below(1e4)).padStart(6, '0')}`,
  ctime: next =>
    `Mon Jul ${1 + next.below(28)} ${10 + next.below(14)}:${10 + next.below(50)}:${10 + next.below(50)} 2005`,
  daemon: next => next.often(daemons),
  digit: next => String(next.below(12)),
  duration: next => `${next.below(9_000) / 1_000}s`,
  event: next => next.often(['TaskFinishedEvent', 'JobFinishedEvent', 'MapAttemptFinishedEvent']),
  exception: next => next.often(exceptions),
  flag: next => (next.below(5) === 0 ? 'false' : 'true'),
  float: next => `${next.below(400)}.${next.below(1_000)}`,
  hex: next => `0x${hexDigits(next, 4 + next.below(12))}`,
  hexword: next => `0${hexDigits(next, 7)}`,
  host,
  image: next => `registry.example.com/${next.often(daemons)}:v${next.below(9)}.${next.below(20)}.${next.below(9)}`,
  int,
  ip,
  job: next => `job_${id(next)}`,
  jvm: next => `jvm_${id(next)}_m_${String(next.below(1e5)).padStart(6, '0')}`,
  long: next => String(1_500_000_000_000 + next.below(1e10)),
  mac: next => Array.from({ length: 6 }, () => hexDigits(next, 2)).join(':'),
  message: next => `${next.below(1e9)}.${hexDigits(next, 10)}@${host(next)}`,
  namespace: next => next.often(['default', 'kube-system', 'shop', 'payments', 'monitoring']),
  nic: next => next.often(['alt0', 'ee0', 'scip0', 'scip1']),
  node: next => `tbird-${next.often(['cn', 'sm', 'an'])}${next.below(900)}`,
  onoff: next => next.often(['on', 'off']),
  path,
  pod: next => `${next.often(daemons)}-${hexDigits(next, 9)}-${hexDigits(next, 5)}`,
  port: next => String(1_024 + next.below(60_000)),
  size: next => `${next.below(1_000)}.${next.below(10)} ${next.often(['KB', 'B', 'MB'])}`,
  state: next => next.often(states),
  status: next => next.often(['200', '404', '503', '500', '301']),
  user: next => next.often(users),
  uuid: next => [8, 4, 4, 4, 12].map(length => hexDigits(next, length)).join('-'),
  version: next => `${next.below(9)}.${next.below(20)}.${next.below(9)}`,
}
