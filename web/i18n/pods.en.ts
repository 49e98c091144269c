/** Words of logs chosen by pods, in English. `said`: the server's own codes; `{name}` stands for a value, a part in brackets goes where it has none. */
export const podLogsEn = {
  choose: 'Workload or pods…',
  chosen: (title: string) => `Logs of ${title}`,
  lead: 'All pods in one stream, deleted ones too.',
  workload: 'Workload or pod',
  workloadHint: 'deploy/backend-app, pod/db-0',
  namespace: 'Namespace',
  labels: 'Labels',
  labelsHint: 'app=web,tier in (a,b)',
  containers: 'Containers',
  previous: 'The instances before the last restart',
  previousChip: 'before the last restart',
  show: 'Show logs',
  faults: {
    workload: 'Kind and name, such as deploy/web or pod/db-0.',
    labels: 'These are no labels. Such as app=web or tier in (a,b).',
    nothing: 'A workload, labels or a namespace is needed.',
  },
  pods: (count: number, shown: string) => `${shown} ${count === 1 ? 'pod' : 'pods'}`,
  gone: (shown: string) => `${shown} of them deleted`,
  said: {
    'no-cluster': 'No cluster is watched, and no agent has sent logs of pods here.',
    'no-such-cluster':
      'Mangru looks at no cluster {cluster}, and no agent has sent logs of its pods here. It looks at: {known}.',
    'no-such-workload':
      'There is no {workload}[ in {namespace}], nor was there one in this time.[ There is in: {elsewhere}.][ Near: {near}.]',
    'no-such-pods':
      'No pod has the labels {labels}, nor had one in this time.[ There is in: {elsewhere}.][ Near: {near}.]',
    'no-such-namespace': 'No pod is in the namespace {namespace}, nor was one in this time.[ Near: {near}.]',
    'no-pods-then': 'Mangru saw no pods of it in this time; lines are found by the names of its pods.',
    'pod-logs-off':
      'No logs of pods are stored: Mangru was told not to follow them (--no-pod-logs), and no agent has sent any.',
    'nothing-stored': 'No logs of pods are stored yet.',
    'no-pod-logs': 'No logs of pods are stored yet.',
    'pod-logs-trouble': 'Logs of pods cannot be read: {message}',
    'pod-logs-in-turns':
      '{containers} containers write logs and {atOnce} are followed at once: each is read in its turn, so lines come later. Fluent Bit is the better way from here.',
    'left-out-by-namespaces':
      'Logs of {pods} of the pods are not collected: their namespace is left out (--pod-logs-namespaces).',
    'left-out-by-labels':
      'Logs of {pods} of the pods are not collected: their labels are left out (--pod-logs-selector).',
    'left-out-by-annotations': 'Logs of {pods} of the pods are not collected: their own annotation says so.',
    'logs-of-control-plane': 'Logs of the control plane are in the group {group}.',
    'no-previous': 'None of these containers has ended before: there is no previous instance.',
  },
}
