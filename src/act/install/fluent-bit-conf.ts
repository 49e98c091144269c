/**
 * Fluent Bit's configuration: the groups, streams and records that its CloudWatch set-up writes, sent here instead (by TLS, since that output speaks nothing
 * else). The same text for every installation: what differs comes by variables of the container. The chart includes it as a file.
 */

/** Fluent Bit puts in what the container's variable holds. */
const variable = (name: string): string => `$\{${name}}`

const tail = (tag: string, path: string, name: string, more: readonly string[] = []): string =>
  section('INPUT', [
    'Name tail',
    `Tag ${tag}`,
    `Path ${path}`,
    ...more,
    `DB /var/fluent-bit/state/${name}.db`,
    'Mem_Buf_Limit 16MB',
    'Skip_Long_Lines On',
    'Refresh_Interval 10',
    'Rotate_Wait 30',
    'storage.type filesystem',
  ])

const journal = (unit: string): string =>
  section('INPUT', [
    'Name systemd',
    'Tag dataplane.systemd.*',
    `Systemd_Filter _SYSTEMD_UNIT=${unit}.service`,
    `DB /var/fluent-bit/state/${unit}.db`,
    'Path /var/log/journal',
    'Read_From_Tail On',
  ])

const send = (tags: string, group: string, prefix: string): string =>
  section('OUTPUT', [
    'Name cloudwatch_logs',
    `Match ${tags}`,
    'region us-east-1',
    `log_group_name /aws/containerinsights/${variable('CLUSTER_NAME')}/${group}`,
    `log_stream_prefix ${variable('HOST_NAME')}${prefix}`,
    'auto_create_group true',
    'extra_user_agent container-insights',
    `endpoint ${variable('SERVICE_NAME')}`,
    `port ${variable('SERVICE_TLS_PORT')}`,
    'tls.verify On',
    'tls.ca_file /etc/mangru/tls/ca.crt',
    'Retry_Limit no_limits',
    'storage.total_limit_size 512M',
  ])

function section(name: string, lines: readonly string[]): string {
  return `[${name}]\n${lines.map(line => `    ${line}\n`).join('')}`
}

const containers = '/var/log/containers'
const dataplane = ['aws-node', 'kube-proxy'].map(name => `${containers}/${name}*`).join(', ')
const notApplications = `Exclude_Path ${dataplane}, ${containers}/cloudwatch-agent*, ${containers}/fluent-bit*, ${variable('OWN_LOGS')}`

export const fluentBitConf = [
  section('SERVICE', [
    'Flush 5',
    'Grace 30',
    'Log_Level info',
    'Daemon Off',
    'HTTP_Server On',
    'HTTP_Port 2020',
    'storage.path /var/fluent-bit/state/chunks',
    'storage.sync normal',
    'storage.backlog.mem_limit 16M',
  ]),
  tail('application.*', `${containers}/*.log`, 'application', [notApplications, 'multiline.parser docker, cri']),
  tail('dataplane.tail.*', dataplane, 'dataplane', ['multiline.parser docker, cri']),
  ...['kubelet', 'containerd', 'docker'].map(journal),
  ...[
    ['dmesg', 'dmesg'],
    ['messages', 'messages'],
    ['secure', 'secure'],
  ].map(([name = '', file = '']) => tail(`host.${name}`, `/var/log/${file}`, `host-${name}`)),
  section('FILTER', [
    'Name kubernetes',
    'Match application.*',
    'Kube_URL https://kubernetes.default.svc:443',
    'Kube_Tag_Prefix application.var.log.containers.',
    'Merge_Log On',
    'Merge_Log_Key log_processed',
    'K8S-Logging.Exclude On',
    'Labels Off',
    'Annotations Off',
    'Buffer_Size 0',
  ]),
  section('FILTER', [
    'Name record_modifier',
    'Match dataplane.systemd.*',
    'Allowlist_key _HOSTNAME',
    'Allowlist_key _SYSTEMD_UNIT',
    'Allowlist_key MESSAGE',
  ]),
  section('FILTER', [
    'Name modify',
    'Match dataplane.systemd.*',
    'Rename _HOSTNAME hostname',
    'Rename _SYSTEMD_UNIT systemd_unit',
    'Rename MESSAGE message',
  ]),
  section('FILTER', ['Name modify', 'Match host.*', `Set host ${variable('HOST_NAME')}`]),
  send('application.*', 'application', '-'),
  send('dataplane.*', 'dataplane', '-'),
  send('host.*', 'host', '.'),
].join('\n')
