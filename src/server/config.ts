/**
 * What a running Mangru is told, already checked: plain values, with every default filled in.
 * The command line (`src/cli/config.ts`) makes one out of flags, environment and `mangru.yaml`; tests write their own.
 */
import type { PodLogChoice } from '../collect/podlogs/index.ts'
import type { Bytes } from '../model/index.ts'
import type { ChosenKind } from '../model/kubernetes/index.ts'
import type { MetricDays } from '../store/metrics/index.ts'

export interface Address {
  /** A host name or an IP address, without brackets. */
  readonly host: string
  /** 0 lets the system choose a free port. */
  readonly port: number
}

export type LogLevelName = 'error' | 'warn' | 'info' | 'debug'
export type Language = 'en' | 'ko'

export interface MetricsApiConfig {
  readonly listen: Address
  /** PEM files, both or neither; without them a certificate is made in the data folder. Absolute. */
  readonly cert: string | null
  readonly key: string | null
  /** Names that a made certificate is good for, as `mangru.mangru.svc`. */
  readonly names: readonly string[]
  /** PEM file: who signs the front proxy's certificate; null: as the cluster publishes it. Absolute. */
  readonly clientAuthority: string | null
}

export interface MangruConfig {
  readonly listen: Address
  /** The same service by TLS; null: none. */
  readonly tlsListen: Address | null
  /** PEM files, both or neither; without them a certificate is made in the data folder. */
  readonly tlsCert: string | null
  readonly tlsKey: string | null
  /** Absolute. */
  readonly dataDir: string
  /** The ceiling for all processes of this Mangru together; the composition root divides it. */
  readonly memory: Bytes
  /** `open` only ever together with loopback addresses: any other address forces `required`. */
  readonly auth: 'open' | 'required'
  /** A folder of keys, as a Secret is mounted. Absolute. */
  readonly keysFrom: string | null
  readonly kubeconfig: string | null
  /** Contexts of the kubeconfig, each a cluster; `*` is all of them. None: the one that the file calls current. */
  readonly contexts: readonly string[]
  /** What the one cluster is called instead of the kubeconfig's word for it; null: as that says. */
  readonly clusterName: string | null
  readonly demo: boolean
  /** The same seed has the same history of the demo. */
  readonly seed: number
  /** Who is asked what groups of nodes promised, beside the cluster itself. */
  readonly nodeGroups: 'cluster' | 'aws'
  /** Custom resources that are looked at, beside the kinds that every cluster has. */
  readonly watchKinds: readonly ChosenKind[]
  /** Where AWS is asked; null: AWS's own. */
  readonly awsEndpoint: string | null
  /** The metrics APIs that the cluster asks; null: they are not served. */
  readonly metricsApi: MetricsApiConfig | null
  /** How much Container Insights takes of the cluster itself; off: an agent in the cluster does it, or nobody. */
  readonly containerInsights: 'enhanced' | 'classic' | 'off'
  /** Pods' logs are followed through the API server; false: an agent in the cluster sends them, or nobody. */
  readonly podLogs: boolean
  /** Whose logs those are. */
  readonly podLogChoice: PodLogChoice
  /** An API server's audit file on this machine (absolute), and whose it is, where that is said; null: none. */
  readonly auditLog: { readonly cluster: string | null; readonly file: string } | null
  /** `chdb`, or `clickhouse://user:password@host:8123/database` (`clickhouses://` by TLS). */
  readonly engine: string
  /** `sqlite`, or `postgres://…`. */
  readonly settings: string
  /** Where subscriptions may deliver, as `readAllowed` of `act` reads it: may hold secrets. `none`: nowhere. */
  readonly deliverTo: string
  /** How long metrics are kept, by how fine they are. */
  readonly metricDays: MetricDays
  /** The mail server, as `readSmtp` of `act` reads it: may hold a password. `none`: no mail is sent. */
  readonly smtp: string
  /** Holds the password of the mail server, instead of its URL. Absolute. */
  readonly smtpPasswordFile: string | null
  /** Whom mails come from: an address, or `Name <address>`. */
  readonly mailFrom: string
  /** Where people and programs reach this server, for links; null: as it listens. Without a slash at its end. */
  readonly publicUrl: string | null
  readonly logLevel: LogLevelName
  /** The 12-digit AWS account of every id that we print. */
  readonly account: string
  /** Whose CloudWatch prices our costs are compared with. */
  readonly priceRegion: string
  /** US dollars for a GiB of the data folder's disk in a month. */
  readonly diskPrice: number
  readonly lang: Language
}
