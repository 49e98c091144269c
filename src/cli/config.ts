/**
 * The one schema of what `mangru up` can be told: it feeds flags, `MANGRU_…`, `mangru.yaml`, help and docs/cli.md.
 * The rules between options (decision 13: who may call) stand here as well.
 */
import { resolve } from 'node:path'
import { z } from 'zod'
import { readAllowed, readSmtp } from '../act/index.ts'
import { pricedRegions } from '../judge/costs/index.ts'
import { limits } from '../limits.ts'
import type { Bytes, Result } from '../model/index.ts'
import { err, ok } from '../model/index.ts'
import { readLabelSelector } from '../model/kubernetes/index.ts'
import type { Address, Language, MangruConfig } from '../server/config.ts'
import { leastMemory } from '../server/memory.ts'
import type { Problem } from './option.ts'
import { anyWord, choice, count, optionMeta, switchedBy, wordOf } from './option.ts'
import {
  isLoopback,
  readAddress,
  readHostNames,
  readKinds,
  readMetricDays,
  readNames,
  readSize,
  showAddress,
  showMetricDays,
} from './words.ts'

const address = () => wordOf('not-an-address', readAddress)
const addressOrNone = () =>
  wordOf('not-an-address', (word): Address | 'none' | undefined => (word === 'none' ? 'none' : readAddress(word)))

const memory = () =>
  z.string().transform((word, context): Bytes => {
    const size = readSize(word)
    if (size !== undefined && size >= leastMemory) return size
    const least = `${leastMemory / 1_048_576}MiB`
    const [message, words] = size === undefined ? ['not-a-size', [word]] : ['memory-too-small', [word, least]]
    context.addIssue({ code: 'custom', message, params: { words } })
    return z.NEVER
  })

/** What `keys` needs too: where the settings are. */
export const placeOptions = {
  data: anyWord().prefault('./.mangru').register(optionMeta, {
    setting: true,
    value: 'DIR',
    en: 'the folder that holds everything',
    ko: '모든 것을 담는 폴더',
  }),
  settings: wordOf('not-settings', word =>
    word === 'sqlite' || /^postgres(ql)?:\/\/\S+$/.test(word) ? word : undefined,
  )
    .prefault('sqlite')
    .register(optionMeta, {
      setting: true,
      value: 'sqlite|postgres://…',
      en: 'where groups, keys and other settings are kept',
      ko: '그룹, 키 등의 설정을 두는 곳',
    }),
}

export const upOptions = z.object({
  listen: address().prefault('127.0.0.1:7070').register(optionMeta, {
    setting: true,
    value: 'HOST:PORT',
    en: 'where everything is served; port 0 picks a free one; an address that is not loopback asks every caller for a key',
    ko: '모든 것을 여는 주소. 포트 0은 빈 포트를 고름. 루프백이 아니면 모든 호출에 키가 필요',
  }),
  tlsListen: addressOrNone().prefault('none').register(optionMeta, {
    setting: true,
    value: 'HOST:PORT',
    en: 'the same by TLS, for clients that speak nothing else',
    ko: '같은 것을 TLS로도 여는 주소 (TLS만 쓰는 클라이언트용)',
  }),
  tlsCert: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'the certificate and its chain (PEM); without it one is made in the data folder',
    ko: '인증서와 체인 (PEM). 없으면 데이터 폴더에 만듦',
  }),
  tlsKey: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'the key of the certificate (PEM)',
    ko: '인증서의 개인 키 (PEM)',
  }),
  ...placeOptions,
  memory: memory()
    .prefault('1GiB')
    .register(optionMeta, {
      setting: true,
      value: 'SIZE',
      en: `the ceiling for all processes of this Mangru together; at least ${leastMemory / 1_048_576}MiB`,
      ko: `이 망루의 모든 프로세스를 합친 메모리 상한. ${leastMemory / 1_048_576}MiB 이상`,
    }),
  auth: choice('open', 'required').prefault('open').register(optionMeta, {
    setting: true,
    value: 'open|required',
    en: 'required: every call needs a key, a token or a session; open holds on loopback only',
    ko: 'required: 모든 호출에 키, 토큰 또는 세션이 필요. open은 루프백에서만',
  }),
  keysFrom: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'DIR',
    en: 'a folder with keys, as a Secret is mounted: ROLE.id, ROLE.secret, ROLE.token; read again each minute',
    ko: '키가 든 폴더. Secret을 마운트한 모양: ROLE.id, ROLE.secret, ROLE.token. 1분마다 다시 읽음',
  }),
  kubeconfig: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'the cluster to watch; without it, in a pod, the one that the pod runs in',
    ko: '지켜볼 클러스터. 없으면 파드 안에서는 그 파드가 있는 클러스터',
  }),
  context: wordOf('empty-word', readNames).optional().register(optionMeta, {
    setting: true,
    value: 'NAME,…',
    en: 'the contexts within --kubeconfig, each a cluster to watch; * for all of them; without it the one that the file calls current',
    ko: '--kubeconfig 안의 컨텍스트. 각각이 지켜볼 클러스터. *는 모두. 없으면 파일의 현재 컨텍스트',
  }),
  clusterName: wordOf('not-a-cluster-name', word => (/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/.test(word) ? word : undefined))
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'NAME',
      en: 'what the cluster is called on every signal',
      ko: '모든 신호에 붙는 클러스터 이름',
      fallback: {
        en: "the kubeconfig's word for it; kubernetes in a pod",
        ko: 'kubeconfig에 적힌 이름. 파드 안에서는 kubernetes',
      },
    }),
  demo: switchedBy().prefault('false').register(optionMeta, {
    setting: true,
    en: 'fill Mangru from a made-up cluster (--no-demo: do not)',
    ko: '지어낸 클러스터로 망루를 채움 (--no-demo: 채우지 않음)',
  }),
  seed: count(0, 4_294_967_295).prefault('1').register(optionMeta, {
    setting: true,
    value: 'NUMBER',
    en: 'which history the made-up cluster lives; the same number and the same week have the same',
    ko: '지어낸 클러스터가 사는 역사. 같은 숫자, 같은 주면 같은 역사',
  }),
  nodeGroups: choice('cluster', 'aws').prefault('cluster').register(optionMeta, {
    setting: true,
    value: 'cluster|aws',
    en: 'who is asked for the least, desired and most nodes of groups; aws: Auto Scaling groups too, with the credentials that AWS tools take',
    ko: '노드 그룹의 최소, 희망, 최대를 묻는 곳. aws: AWS 도구가 쓰는 자격 증명으로 Auto Scaling 그룹에도 물음',
  }),
  awsEndpoint: wordOf('not-a-url', word => (/^https?:\/\/\S+$/.test(word) && URL.canParse(word) ? word : undefined))
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'https://HOST',
      en: "where AWS is asked by --node-groups aws; without it AWS's own endpoint of the region",
      ko: '--node-groups aws가 묻는 곳. 없으면 그 리전의 AWS 엔드포인트',
    }),
  watchKinds: wordOf('not-kinds', readKinds)
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'RESOURCE.GROUP,…',
      en: `custom resources to watch too, as their definitions are called: certificates.cert-manager.io; at most ${limits.chosenKinds}`,
      ko: `함께 지켜볼 사용자 정의 리소스. 정의의 이름대로: certificates.cert-manager.io. ${limits.chosenKinds}개까지`,
    }),
  containerInsights: choice('enhanced', 'classic', 'off').prefault('enhanced').register(optionMeta, {
    setting: true,
    value: 'enhanced|classic|off',
    en: 'the figures that Mangru takes of the cluster once a minute; off: an agent in the cluster sends them',
    ko: '망루가 1분마다 클러스터에서 재는 지표. off: 클러스터 안의 에이전트가 보냄',
  }),
  podLogs: switchedBy().prefault('true').register(optionMeta, {
    setting: true,
    en: "follow the pods' logs through the API server (--no-pod-logs: Fluent Bit sends them)",
    ko: 'API 서버를 통해 파드 로그를 따라 읽음 (--no-pod-logs: Fluent Bit이 보냄)',
  }),
  metricsApiListen: addressOrNone().prefault('none').register(optionMeta, {
    setting: true,
    value: 'HOST:PORT',
    en: 'answer kubectl top and the autoscaler there, by TLS; nobody but the API server of the cluster is let in',
    ko: 'kubectl top과 오토스케일러에 답할 주소 (TLS). 클러스터의 API 서버만 들어올 수 있음',
  }),
  metricsApiCert: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'the certificate of --metrics-api-listen (PEM); without it one is made in the data folder',
    ko: '--metrics-api-listen의 인증서 (PEM). 없으면 데이터 폴더에 만듦',
  }),
  metricsApiKey: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'the key of that certificate (PEM)',
    ko: '그 인증서의 개인 키 (PEM)',
  }),
  metricsApiNames: wordOf('not-host-names', readHostNames).optional().register(optionMeta, {
    setting: true,
    value: 'NAME,…',
    en: 'what the cluster calls --metrics-api-listen, for the certificate that is made, as mangru.mangru.svc',
    ko: '클러스터가 --metrics-api-listen을 부르는 이름. 만드는 인증서에 들어감 (예: mangru.mangru.svc)',
  }),
  requestheaderClientCa: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'who signs the certificate that the API server shows (PEM); without it the cluster is asked',
    ko: 'API 서버가 보이는 인증서를 서명한 CA (PEM). 없으면 클러스터에 물어봄',
  }),
  podLogsNamespaces: wordOf('not-namespaces', word =>
    word.split(',').every(one => /^!?[a-z0-9*][a-z0-9*-]{0,62}$/.test(one)) ? word.split(',') : undefined,
  )
    .prefault('*')
    .register(optionMeta, {
      setting: true,
      value: 'shop,team-*,!team-test',
      en: "the namespaces whose pods' logs are followed; with ! what is left out",
      ko: '파드 로그를 따라 읽을 네임스페이스. !를 붙이면 뺌',
    }),
  podLogsSelector: wordOf('not-a-selector', word => {
    const selector = readLabelSelector(word)
    return selector.ok ? selector.value : undefined
  })
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'LABELS',
      en: 'only pods with these labels, as kubectl takes them: app!=noise; a pod says for itself: mangru.dev/logs: "false" (or "true") as an annotation',
      ko: '이 레이블을 가진 파드만. kubectl처럼: app!=noise. 파드가 스스로 정하려면 애너테이션 mangru.dev/logs: "false" (또는 "true")',
      fallback: { en: 'all', ko: '모두' },
    }),
  auditLog: wordOf('empty-word', word => {
    const [, cluster, file] = /^(?:([^=/]+)=)?(.+)$/.exec(word) ?? []
    return file === undefined ? undefined : { cluster: cluster ?? null, file }
  })
    .optional()
    .register(optionMeta, {
      setting: true,
      value: '[CLUSTER=]FILE',
      en: "an API server's audit file on this machine, followed as it is written; others send by webhook: mangru control-plane-logs",
      ko: '이 컴퓨터에 있는 API 서버의 감사 로그 파일. 쓰이는 대로 따라 읽음. 다른 곳은 웹훅으로: mangru control-plane-logs',
    }),
  engine: wordOf('not-an-engine', word => (word === 'chdb' || /^clickhouses?:\/\/\S+$/.test(word) ? word : undefined))
    .prefault('chdb')
    .register(optionMeta, {
      setting: true,
      value: 'chdb|clickhouse://…',
      en: 'where signals are kept: in this program, or a ClickHouse server or cluster',
      ko: '신호를 두는 곳: 이 프로그램 안, 또는 ClickHouse 서버나 클러스터',
    }),
  account: wordOf('not-an-account', word => (/^\d{12}$/.test(word) ? word : undefined))
    .prefault('000000000000')
    .register(optionMeta, {
      setting: true,
      value: 'ID',
      en: 'the 12-digit AWS account of every ARN',
      ko: '모든 ARN에 쓰는 12자리 AWS 계정',
    }),
  priceRegion: wordOf('not-a-priced-region', word => (pricedRegions.includes(word) ? word : undefined))
    .prefault('us-east-1')
    .register(optionMeta, {
      setting: true,
      value: 'REGION',
      en: 'the AWS region whose CloudWatch prices our costs are compared with',
      ko: '비용을 견줄 CloudWatch 요금의 AWS 리전',
    }),
  diskPrice: wordOf('not-a-price', word => (/^\d{1,4}(\.\d{1,6})?$/.test(word) ? Number(word) : undefined))
    .prefault('0.08')
    .register(optionMeta, {
      setting: true,
      value: 'DOLLARS',
      en: 'what a GiB of the disk under --data costs a month, in US dollars',
      ko: '--data가 있는 디스크 1GiB의 한 달 값 (미국 달러)',
    }),
  deliverTo: wordOf('not-a-delivery', word => (readAllowed(word) === undefined ? undefined : word))
    .prefault('none')
    .register(optionMeta, {
      setting: true,
      value: 'https://HOST,…',
      en: 'where subscriptions may deliver and exports may go: https://HOST, https://*.HOST, file:/FOLDER, s3://BUCKET=https://ENDPOINT, ARN=https://…; net:CIDR for networks that are not public',
      ko: '구독이 보내고 내보내기가 쓸 수 있는 곳: https://HOST, https://*.HOST, file:/FOLDER, s3://BUCKET=https://ENDPOINT, ARN=https://…. 공개되지 않은 네트워크는 net:CIDR',
    }),
  metricsKept: wordOf('not-metric-days', readMetricDays)
    .prefault(showMetricDays(limits.metricDays))
    .register(optionMeta, {
      setting: true,
      value: '1m=…,5m=…,1h=…',
      en: `how long metrics are kept as they came, by five minutes and by hours; 1m at least ${limits.metricLeastDays}d, none shorter than the one before`,
      ko: `지표를 온 그대로, 5분 단위로, 1시간 단위로 보관하는 기간. 1m은 ${limits.metricLeastDays}d 이상이고 뒤의 것이 앞의 것보다 짧을 수 없음`,
    }),
  smtp: wordOf('not-a-mail-server', word => (word === 'none' || readSmtp(word, undefined).ok ? word : undefined))
    .prefault('none')
    .register(optionMeta, {
      setting: true,
      secret: true,
      value: 'smtp://USER@HOST:PORT',
      en: 'the mail server for notifications of alarms; smtps:// for TLS from the first byte, a password by --smtp-password-file or in MANGRU_SMTP',
      ko: '경보 알림을 보낼 메일 서버. smtps://는 처음부터 TLS. 암호는 --smtp-password-file이나 MANGRU_SMTP로',
    }),
  smtpPasswordFile: anyWord().optional().register(optionMeta, {
    setting: true,
    value: 'FILE',
    en: 'a file that holds the password of the mail server',
    ko: '메일 서버의 암호가 든 파일',
  }),
  mailFrom: wordOf('not-a-mail-address', word =>
    /^([^<>\r\n"]{0,100} )?<?[^\s@<>]+@[^\s@<>]+>?$/.test(word) ? word : undefined,
  )
    .prefault('Mangru <mangru@localhost>')
    .register(optionMeta, {
      setting: true,
      value: 'ADDRESS',
      en: 'whom mails come from',
      ko: '메일을 보내는 주소',
    }),
  publicUrl: wordOf('not-a-url', word =>
    /^https?:\/\/[^\s?#@]+$/.test(word) && URL.canParse(word) ? word.replace(/\/+$/, '') : undefined,
  )
    .optional()
    .register(optionMeta, {
      setting: true,
      value: 'https://HOST',
      en: 'where people reach this Mangru, for the links in notifications; without it the address that it listens on',
      ko: '알림 속 링크에 쓸, 사람들이 이 망루에 접속하는 주소. 없으면 여는 주소',
    }),
  logLevel: choice('error', 'warn', 'info', 'debug').prefault('info').register(optionMeta, {
    setting: true,
    value: 'error|warn|info|debug',
    en: 'how much Mangru tells of itself on standard error',
    ko: '망루가 표준 오류에 자신에 대해 말하는 정도',
  }),
})

export type UpValues = z.output<typeof upOptions>

export interface ReadConfig {
  readonly config: MangruConfig
  /** An `--auth open` that does not hold, to be said aloud. */
  readonly forcedBy: string | undefined
}

/** `cwd`: what relative paths are relative to. */
export function configOf(values: UpValues, cwd: string, lang: Language): Result<ReadConfig, readonly Problem[]> {
  const problems: Problem[] = []
  if (values.tlsCert !== undefined && values.tlsKey === undefined)
    problems.push(say => say['needs-both']('--tls-cert', '--tls-key'))
  if (values.tlsKey !== undefined && values.tlsCert === undefined)
    problems.push(say => say['needs-both']('--tls-key', '--tls-cert'))
  const tlsListen = values.tlsListen === 'none' ? null : values.tlsListen
  if (values.tlsCert !== undefined && tlsListen === null)
    problems.push(say => say['needs-both']('--tls-cert', '--tls-listen'))
  if (values.context !== undefined && values.kubeconfig === undefined) {
    problems.push(say => say['needs-both']('--context', '--kubeconfig'))
  }
  if (values.clusterName !== undefined && ((values.context?.length ?? 0) > 1 || values.context?.includes('*')))
    problems.push(say => say['not-together']('--cluster-name', '--context A,B'))
  const metricsApiListen = values.metricsApiListen === 'none' ? null : values.metricsApiListen
  for (const [one, value, other, beside] of [
    ['--metrics-api-cert', values.metricsApiCert, '--metrics-api-key', values.metricsApiKey],
    ['--metrics-api-key', values.metricsApiKey, '--metrics-api-cert', values.metricsApiCert],
    ['--metrics-api-cert', values.metricsApiCert, '--metrics-api-listen', metricsApiListen ?? undefined],
    ['--metrics-api-names', values.metricsApiNames, '--metrics-api-listen', metricsApiListen ?? undefined],
    ['--requestheader-client-ca', values.requestheaderClientCa, '--metrics-api-listen', metricsApiListen ?? undefined],
  ] as const) {
    if (value !== undefined && beside === undefined) problems.push(say => say['needs-both'](one, other))
  }
  if (problems.length > 0) return err(problems)
  const exposed = [values.listen, ...(tlsListen === null ? [] : [tlsListen])].find(({ host }) => !isLoopback(host))
  const path = (word: string | undefined) => (word === undefined ? null : resolve(cwd, word))
  return ok({
    config: {
      listen: values.listen,
      tlsListen,
      tlsCert: path(values.tlsCert),
      tlsKey: path(values.tlsKey),
      dataDir: resolve(cwd, values.data),
      memory: values.memory,
      auth: exposed === undefined ? values.auth : 'required',
      keysFrom: path(values.keysFrom),
      kubeconfig: path(values.kubeconfig),
      contexts: values.context ?? [],
      clusterName: values.clusterName ?? null,
      demo: values.demo,
      seed: values.seed,
      nodeGroups: values.nodeGroups,
      watchKinds: values.watchKinds ?? [],
      awsEndpoint: values.awsEndpoint ?? null,
      engine: values.engine,
      settings: values.settings,
      deliverTo: values.deliverTo,
      metricDays: values.metricsKept,
      smtp: values.smtp,
      smtpPasswordFile: path(values.smtpPasswordFile),
      mailFrom: values.mailFrom,
      publicUrl: values.publicUrl ?? null,
      logLevel: values.logLevel,
      metricsApi:
        metricsApiListen === null
          ? null
          : {
              listen: metricsApiListen,
              cert: path(values.metricsApiCert),
              key: path(values.metricsApiKey),
              names: values.metricsApiNames ?? [],
              clientAuthority: path(values.requestheaderClientCa),
            },
      containerInsights: values.containerInsights,
      podLogs: values.podLogs,
      auditLog: values.auditLog === undefined ? null : { ...values.auditLog, file: resolve(cwd, values.auditLog.file) },
      podLogChoice: { namespaces: values.podLogsNamespaces, labels: values.podLogsSelector ?? { matchLabels: {} } },
      account: values.account,
      priceRegion: values.priceRegion,
      diskPrice: values.diskPrice,
      lang,
    },
    forcedBy: exposed !== undefined && values.auth === 'open' ? showAddress(exposed) : undefined,
  })
}
