/** Every sentence that the command line says, in English. `ko.ts` has the same keys; the compiler sees to it. */
import { limits } from '../../limits.ts'
import type { Said } from '../../model/index.ts'
import { saidEn, sayIn } from '../../query/insights/said/index.ts'
import { alarmsEn } from './alarms.en.ts'
import { dashboardsEn } from './dashboards.en.ts'
import { installEn } from './install.en.ts'
import { metricsEn } from './metrics.en.ts'
import { podsEn } from './pods.en.ts'
export const en = {
  ...alarmsEn,
  ...dashboardsEn,
  ...installEn,
  ...podsEn,
  // What is wrong with a word that was given.
  'not-host-names': (word: string) => `"${word}" is no list of host names (example: mangru.mangru.svc,10.0.0.7)`,
  'not-an-address': (word: string) => `"${word}" is not an address (example: 127.0.0.1:7070)`,
  'not-a-size': (word: string) => `"${word}" is not a size (example: 1GiB)`,
  'memory-too-small': (word: string, least: string) => `"${word}" is too little memory (at least ${least})`,
  'not-a-cluster-name': (word: string) =>
    `"${word}" is not a cluster's name (letters, digits, ".", "_" and "-", 100 at most)`,
  'not-kinds': (word: string) =>
    `"${word}" is no list of custom resources (example: certificates.cert-manager.io,applications.argoproj.io; ${limits.chosenKinds} at most)`,
  'not-a-switch': (word: string) => `"${word}" is neither yes nor no (use true or false)`,
  'not-a-priced-region': (word: string) =>
    `"${word}" is not an AWS region whose prices are known (example: ap-northeast-2)`,
  'not-a-price': (word: string) => `"${word}" is not a price in dollars (example: 0.08)`,
  'not-an-account': (word: string) => `"${word}" is not an account id (12 digits, example: 000000000000)`,
  'not-an-engine': (word: string) =>
    `"${word}" is not an engine (use chdb, or clickhouse://user:password@host:8123/database)`,
  'not-settings': (word: string) =>
    `"${word}" is not a settings store (use sqlite, or postgres://user:password@host/database)`,
  'not-metric-days': (word: string) =>
    `"${word}" does not say how long metrics are kept (example: 1m=15d,5m=63d,1h=455d; 1m at least 15d, none shorter than the one before)`,
  'not-a-delivery': () =>
    '--deliver-to cannot be understood (example: https://hooks.example.com,file:/var/lib/exports,net:10.0.0.0/8)',
  'not-a-mail-server': (word: string) =>
    `"${word}" is not a mail server (examples: smtp://mail.example.com:587, smtps://USER@mail.example.com:465)`,
  'not-a-mail-address': (word: string) => `"${word}" is not a mail address (example: Mangru <mangru@example.com>)`,
  'secret-on-the-line': (source: string, variable: string) =>
    `${source}: others of this machine see a password on the command line; write it into ${variable}, mangru.yaml or a file`,
  'not-a-url': (word: string) => `"${word}" is not an address of a server (example: http://127.0.0.1:7070)`,
  'not-a-time': (word: string) => `"${word}" is not a time (examples: 15m, 2h, 1d, 2026-11-21T03:00:00Z, now)`,
  'not-a-count': (word: string, least: number, most: number) =>
    `"${word}" is not a whole number from ${least} to ${most}`,
  'not-a-choice': (word: string, choices: string) => `"${word}" is none of ${choices}`,
  'empty-word': () => 'a value is missing',

  // How a command line can be wrong.
  'unknown-command': (word: string, near: string) =>
    `There is no command "${word}".${near === '' ? '' : ` Did you mean "${near}"?`} "mangru help" lists them.`,
  'unknown-option': (source: string, near: string) =>
    `${source}: there is no such option; ${near === '' ? '"mangru help COMMAND" lists them' : `did you mean ${near}?`}`,
  'missing-value': (source: string) => `${source}: a value is missing`,
  'value-not-taken': (source: string) => `${source}: takes no value`,
  'unexpected-word': (word: string) => `"${word}" is one word too many`,
  'missing-word': (what: string) => `${what} is missing`,
  'not-together': (one: string, other: string) => `${one} and ${other} do not go together`,
  'needs-both': (one: string, other: string) => `${one} needs ${other}`,
  'file-missing': (source: string, file: string) => `${source}: there is no file ${file}`,
  'file-unreadable': (source: string, file: string, why: string) => `${source}: ${file} cannot be read: ${why}`,
  'yaml-broken': (file: string, why: string) => `${file}: not valid YAML: ${why}`,
  'yaml-not-a-map': (file: string) => `${file}: must be a list of "name: value" lines`,

  // up
  ready: (url: string) => `Mangru is ready at ${url}`,
  starting: (dataDir: string) => `Starting Mangru; data in ${dataDir}`,
  'tls-ready': (url: string) => `The same by TLS at ${url}`,
  authority: (file: string) => `Its certificate was made here; clients trust it by the authority in ${file}`,
  'auth-forced': (address: string) =>
    `${address} is not a loopback address, so every call needs a key (--auth required). "mangru keys create" makes one.`,
  'start-failed': (why: string) => `Mangru cannot start: ${why}`,
  'ended-itself': (why: string) => `Mangru had to stop: ${why}`,
  stopping: () => 'Stopping: what was taken is being committed.',
  'stop-too-slow': (seconds: number) => `Stopping took longer than ${seconds} s and was cut short.`,
  'stop-failed': (why: string) => `Stopping failed: ${why}`,

  // keys
  'key-made': (id: string, role: string) =>
    `Made key ${id} (${role}). The secret and the token are shown this once and are not kept readable:`,
  'key-revoked': (id: string) => `Revoked key ${id}. Calls with it fail from now on.`,
  'no-keys': () => 'There are no keys yet. "mangru keys create" makes one.',
  'key-unknown': (id: string) => `There is no key ${id}. "mangru keys list" lists them.`,
  'no-data': (dataDir: string) => `${dataDir} holds no data of Mangru. Name the folder with --data.`,
  'settings-failed': (why: string) => `The settings cannot be read or written: ${why}`,

  // logs
  'no-answer': (url: string, why: string) =>
    `Mangru at ${url} does not answer: ${why}. Start it with "mangru up", or name it with --url.`,
  'server-said': (status: number, message: string) => `The server answers ${status}: ${message}`,
  'needs-token': () => 'This server wants a token: --token, or MANGRU_TOKEN. "mangru keys create" makes one.',
  'no-groups': () => 'There are no log groups yet.',
  'more-groups': (shown: number, total: number) => `${shown} of ${total} groups; --limit shows more.`,
  'more-events': (limit: number) => `There are more lines; --limit is ${limit}.`,
  'follow-again': (seconds: number) => `The connection is lost; trying again in ${seconds} s.`,
  'follow-sampled': (events: number) =>
    `${events} lines were left out, because they come faster than they can be shown.`,
  'answer-broken': (why: string) => `The answer cannot be read: ${why}`,

  // logs export, logs import
  'no-exports': () => 'There are no exports yet.',
  'export-started': (id: string) => `Export ${id} runs; "mangru logs export cancel ${id}" stops it.`,
  'export-progress': (events: number, size: string, files: number) => `${events} lines, ${size} in ${files} files…`,
  'export-done': (events: number, size: string, files: number) => `${events} lines, ${size} in ${files} files.`,
  'export-failed': (status: string, message: string) => `The export ended as ${status}. ${message}`,
  'export-cancelled': (id: string) => `Export ${id} is cancelled.`,
  'import-progress': (events: number) => `${events} lines…`,
  'import-done': (events: number, files: number) => `${events} lines of ${files} files are stored.`,
  'import-repeated': (events: number) => `${events} lines were there already from an earlier try.`,
  'import-expired': (events: number) => `${events} lines are older than the group's retention and were left out.`,

  // query
  'query-running': () => 'Running…',
  'query-waiting': (position: number) => `Waiting: number ${position} in line…`,
  'query-progress': (rows: number, lines: number, size: string) => `${rows} rows so far · ${lines} lines, ${size} read`,
  'query-statistics': (rows: number, lines: number, size: string, seconds: string, dollars: string) =>
    `${rows} rows · ${lines} lines, ${size} read in ${seconds} s${dollars === '' ? '' : ` · CloudWatch would charge $${dollars}`}`,
  'query-stopped': () => 'Stopped; the server stops the query too.',
  'query-malformed': (message: string) => `This is no query: ${message}`,
  'at-place': (line: number, position: number) => `line ${line}, position ${position}`,
  /** What the server says of queries and their answers; a code that is newer than this program stays in English. */
  said: (one: Said, english: string) => sayIn(saidEn, one) ?? english,
  'query-mend-offered': (text: string) => `It would be one so (--mend does that by itself):\n${text}`,
  'query-mended': (text: string) => `Mended:\n${text}`,
  'no-saved-queries': () => 'There are no saved queries yet.',
  'no-such-saved-query': (name: string) => `There is no saved query "${name}". "mangru query saved list" lists them.`,
  'not-a-parameter': (word: string) => `"${word}" is not PARAMETER=VALUE`,

  // decide
  'unknown-decider': (word: string, near: string) =>
    `There is no decider "${word}".${near === '' ? '' : ` Did you mean "${near}"?`} "mangru decide --list" shows them.`,
  'no-cases': () => 'Cases are missing: give them on standard input or with --file FILE; --example prints one.',

  ...metricsEn,

  // Tables
  'column-parameters': () => 'PARAMETERS',
  'column-groups': () => 'GROUPS',
  'column-query': () => 'QUERY',
  'column-name': () => 'NAME',
  'column-export': () => 'EXPORT',
  'column-status': () => 'STATUS',
  'column-destination': () => 'DESTINATION',
  'column-format': () => 'FORMAT',
  'column-files': () => 'FILES',
  'column-role': () => 'ROLE',
  'column-key': () => 'KEY',
  'column-created': () => 'CREATED',
  'column-revoked': () => 'REVOKED',
  'column-group': () => 'GROUP',
  'column-streams': () => 'STREAMS',
  'column-events': () => 'EVENTS',
  'column-size': () => 'SIZE',
  'column-rate': () => 'BYTES/S',
  'column-retention': () => 'RETENTION',
  'retention-days': (days: number) => `${days} d`,
  'retention-never': () => 'for ever',

  // Help and the reference
  tagline: () => 'The watchtower of a Kubernetes cluster: CloudWatch-compatible logs on embedded ClickHouse.',
  usage: () => 'Usage',
  commands: () => 'Commands',
  options: () => 'Options',
  everywhere: () => 'Options of every command',
  default: () => 'default',
  'reference-title': () => 'The command line',
  'reference-intro': () =>
    'Made from the schema in `src/cli`; a test keeps it current. An option with a variable can be given as a flag, as that ' +
    'environment variable, or as a line `name: value` in `mangru.yaml`; the flag wins over the variable, the variable over the file.',
  'reference-exit': () =>
    'Exit codes: 0 fine, 1 failed, 2 bad usage. Errors are one line on standard error; `--verbose` adds the rest.',
  'column-option': () => 'Option',
  'column-variable': () => 'Variable',
  'column-default': () => 'Default',
  'column-meaning': () => 'Meaning',
} as const

/** What each catalogue must say; a sentence may leave a parameter out. */
export type Messages = { readonly [Key in keyof typeof en]: (...words: Parameters<(typeof en)[Key]>) => string }
export type MessageKey = keyof Messages
