/** What `mangru install` and `uninstall` say, in English. */
export const installEn = {
  'values-wrong': (file: string, why: string) => `${file}: ${why}`,
  'no-kubeconfig': (file: string) => `There is no kubeconfig ${file}. Name one with --kubeconfig.`,
  'not-a-namespace': (word: string) => `"${word}" is not a namespace (small letters, digits and "-", 63 at most)`,
  'kubeconfig-wrong': (file: string, why: string) => `The kubeconfig ${file} cannot be used. ${why}`,
  'install-plan': (cluster: string, address: string, namespace: string) =>
    `Into the cluster ${cluster} (${address}), namespace ${namespace}:`,
  'install-into-foreign': (namespace: string) => `The namespace ${namespace} is there already and stays as it is.`,
  'install-api-taken': (who: string) =>
    `metrics.k8s.io is answered by ${who}, so Mangru does not (metricsApis.resource: auto).`,
  'install-keep-count': (count: number) => `${count} more are there already as they should be.`,
  'deed-create': () => 'create',
  'deed-change': () => 'change',
  'deed-keep': () => 'keep',
  'deed-remove': () => 'remove',
  'install-nothing': () => 'Everything is there as it should be.',
  'install-done': (namespace: string, service: string) =>
    `Installed. Mangru looks at the cluster from within; see how it starts: kubectl -n ${namespace} rollout status deployment/${service}`,
  'install-reach': (namespace: string, service: string) =>
    `The page: kubectl -n ${namespace} port-forward service/${service} 7070, then http://127.0.0.1:7070`,
  'install-token': (namespace: string, secret: string) =>
    `The token to sign in with: kubectl -n ${namespace} get secret ${secret} -o 'go-template={{index .data "operator.token" | base64decode}}'`,
  'dry-run-good': (count: number) => `The server would take all ${count}. Nothing was changed.`,
  'install-stopped': (what: string, why: string) => `${what} was refused: ${why}`,
  'install-conflict': () => 'Somebody else has set this. --force takes it over.',
  'install-may-not': (verb: string, resource: string) => `This account may not ${verb} ${resource} there.`,
  'cluster-trouble': (why: string) => `The cluster cannot be asked: ${why}`,
  'uninstall-plan': (cluster: string, address: string, namespace: string) =>
    `From the cluster ${cluster} (${address}), installed in the namespace ${namespace}:`,
  'uninstall-nothing': (namespace: string) =>
    `Nothing here was installed by "mangru install" in the namespace ${namespace}. (What Helm installed, "helm uninstall" takes away.)`,
  'uninstall-keeps-namespace': (namespace: string, what: string, more: number) =>
    `The namespace ${namespace} stays: it holds ${what}${more > 0 ? ` and ${more} more` : ''}.`,
  'uninstall-unseen': (kinds: string) => `Could not look at ${kinds}: nothing that Mangru installs is of these kinds.`,
  'uninstall-data-goes': () => 'The volume goes with all that is stored in it. --keep-data keeps it.',
  'uninstall-done': (count: number) => `${count} objects were taken away, and nothing of Mangru is left.`,
  'uninstall-done-but': (count: number, kept: number) =>
    `${count} objects were taken away. Kept as asked, or not ours: ${kept}.`,
  'uninstall-left': (what: string, seconds: number) => `Still there after ${seconds} s: ${what}. Something holds them.`,
  'column-deed': () => 'ACTION',
  'column-kind': () => 'KIND',
}
