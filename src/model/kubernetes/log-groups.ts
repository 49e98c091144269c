/** The log groups of a cluster: names that AWS's agents and EKS gave them, under which published queries look. */

/** EKS's kubeconfig calls a cluster by its ARN; a group's name holds no colon, and AWS's own agents know it by its name. */
export function nameForGroups(cluster: string): string {
  const own = /^arn:[^:]*:eks:[^:]*:[^:]*:cluster\/(.+)$/.exec(cluster)?.[1] ?? cluster
  return own.replace(/[^A-Za-z0-9._#-]+/g, '-')
}

/** `application`, `dataplane`, `events`, `host`, `performance`. `cluster` as `nameForGroups` gives it. */
export const insightsGroup = (cluster: string, kind: string): string => `/aws/containerinsights/${cluster}/${kind}`

/** Where the logs of pods are. */
export const podLogGroups = (cluster: string): readonly string[] =>
  ['application', 'dataplane'].map(kind => insightsGroup(cluster, kind))

/** EKS's group for the logs of a control plane. */
export const controlPlaneGroup = (cluster: string): string => `/aws/eks/${cluster}/cluster`
