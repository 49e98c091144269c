/** What `mangru logs` says of pods and their logs, in English. `pods-…` are the server's own codes. */
type Told = Readonly<Record<string, string | number>>

const nearIn = (near: string | number | undefined): string => (near ? ` Near: ${near}.` : '')

const elsewhereIn = (namespaces: string | number | undefined): string =>
  namespaces ? ` There is in: ${namespaces}.` : ''

export const podsEn = {
  'not-namespaces': (word: string) => `"${word}" is no list of namespaces (example: shop,team-*,!team-test)`,
  'not-a-selector': (word: string) => `"${word}" is no label selector (example: app=web,tier in (a,b),!canary)`,
  'one-workload': (words: string) => `One workload at a time (${words}); several by their labels: --selector.`,
  'only-with-pods': (flag: string, group: string) => `${flag} is for pods, and ${group} is a log group.`,
  'needs-pods': (flag: string) => `${flag} needs a workload (deploy/NAME), --selector or --namespace.`,
  'no-lines-of-pods': (pods: number) =>
    `No lines in this time of ${pods === 1 ? 'the pod' : `${pods} pods`}; --since looks further back.`,
  'pods-no-cluster': (_: Told) =>
    'No cluster is watched, and no agent has sent logs of pods here. Start Mangru with --kubeconfig, or let Fluent Bit send.',
  'pods-no-such-cluster': ({ cluster, known }: Told) =>
    `Mangru looks at no cluster ${cluster}, and no agent has sent logs of its pods here. It looks at: ${known}.`,
  'pods-no-such-workload': ({ workload, namespace, near, elsewhere }: Told) =>
    `There is no ${workload}${namespace === '' ? '' : ` in ${namespace}`}, nor was there one in this time.${elsewhereIn(elsewhere)}${nearIn(near)}`,
  'pods-no-such-pods': ({ labels, near, elsewhere }: Told) =>
    `No pod has the labels ${labels}, nor had one in this time.${elsewhereIn(elsewhere)}${nearIn(near)}`,
  'pods-no-such-namespace': ({ namespace, near }: Told) =>
    `No pod is in the namespace ${namespace}, nor was one in this time.${nearIn(near)}`,
  'pods-no-pods-then': (_: Told) => 'Mangru saw no pods of it in this time; lines are found by the names of its pods.',
  'pods-pod-logs-off': (_: Told) =>
    'No logs of pods are stored: Mangru was told not to follow them (--no-pod-logs), and no agent has sent any.',
  'pods-nothing-stored': (_: Told) => 'No logs of pods are stored yet.',
  'pods-pod-logs-trouble': ({ message }: Told) => `Logs of pods cannot be read: ${message}`,
  'pods-pod-logs-in-turns': ({ containers, atOnce }: Told) =>
    `${containers} containers write logs and ${atOnce} are followed at once: each is read in its turn, so lines come later. Fluent Bit is the better way from here.`,
  'pods-left-out-by-namespaces': ({ pods }: Told) =>
    `Logs of ${pods} of the pods are not collected: their namespace is left out by --pod-logs-namespaces.`,
  'pods-left-out-by-labels': ({ pods }: Told) =>
    `Logs of ${pods} of the pods are not collected: their labels are left out by --pod-logs-selector.`,
  'pods-left-out-by-annotations': ({ pods }: Told) =>
    `Logs of ${pods} of the pods are not collected: their own annotation says so.`,
  'pods-logs-of-control-plane': ({ group }: Told) =>
    `Logs of the control plane are in ${group}: mangru logs ${group} --stream-prefix kube-`,
  'pods-no-previous': (_: Told) => 'None of these containers has ended before: there is no previous instance.',
} as const
