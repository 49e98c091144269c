/**
 * What an installation can be told: the values of the Helm chart, and of `mangru install --values`. The chart's `values.schema.json` is made from this schema,
 * its `values.yaml` is held against the defaults, and docs/install.md lists the descriptions.
 */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { chosenKindShape, readQuantity } from '../../model/kubernetes/index.ts'

const words = (fallback = '') => z.string().default(fallback)
const texts = () => z.record(z.string(), z.string()).default({})
/** A part of a pod's description that is handed on as it is. */
const asGiven = () => z.array(z.record(z.string(), z.unknown())).default([])
const quantity = (fallback: string) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?(m|[kMGT]i?)?$/)
    .default(fallback)
const group = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).prefault({} as never)

export const installValues = z.strictObject({
  clusterName: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/)
    .default('kubernetes')
    .describe('What the cluster is called on every signal, as in /aws/containerinsights/NAME/application.'),
  image: group({
    repository: words('mangru').describe(
      'The image, without its tag. There is no public one: build it by deploy/image.',
    ),
    tag: words().describe("Its tag; empty: the chart's appVersion."),
    pullPolicy: z.enum(['IfNotPresent', 'Always', 'Never']).default('IfNotPresent'),
    pullSecrets: z.array(z.string()).default([]).describe('Names of Secrets for a private registry.'),
  }),
  namespace: group({
    create: z
      .boolean()
      .default(false)
      .describe(
        'Makes the Namespace, with labels for pod security. For manifests; with Helm use --create-namespace. `mangru install` makes one that is not there.',
      ),
  }),
  serviceAccount: group({
    annotations: texts().describe(
      'For example eks.amazonaws.com/role-arn, so that Mangru may look at Auto Scaling groups.',
    ),
  }),
  auth: group({
    existingSecret: words().describe(
      'A Secret with keys (ROLE.id, ROLE.secret, ROLE.token). Empty: one is made with an operator and a writer, and kept by later installs.',
    ),
  }),
  tls: group({
    enabled: z
      .boolean()
      .default(true)
      .describe('The same service by TLS on 7443. Fluent Bit and the metrics APIs need it.'),
    existingSecret: words().describe(
      'A Secret with tls.crt, tls.key and ca.crt for SERVICE.NAMESPACE.svc. Empty: one is made for ten years, and kept by later installs.',
    ),
    caBundle: words().describe(
      'With existingSecret: its ca.crt in base64, for the API server to know the metrics APIs by.',
    ),
  }),
  memory: quantity('2Gi').describe(
    'The limit of the container; Mangru divides what it is given (--memory). At least 512Mi.',
  ),
  cpu: group({
    request: quantity('250m').describe('The CPU that is set aside.'),
    limit: words().describe('Empty: none, so that queries may use what is idle.'),
  }),
  storage: group({
    ephemeral: z.boolean().default(false).describe('No volume: everything goes with the pod. For a try.'),
    existingClaim: words().describe('A PersistentVolumeClaim that is there already.'),
    className: words().describe("Empty: the cluster's default class."),
    size: quantity('50Gi'),
  }),
  watch: group({
    secrets: z
      .boolean()
      .default(false)
      .describe(
        'Names and types of Secrets. Kubernetes has no right to list names without values, so this is asked for.',
      ),
    kinds: z
      .array(z.string().max(253).regex(chosenKindShape))
      .max(limits.chosenKinds)
      .default([])
      .describe(
        'Custom resources that are watched too, as their definitions are called: certificates.cert-manager.io. Each is a right to read these.',
      ),
  }),
  containerInsights: z
    // No word that YAML 1.1, which Helm reads, takes for a truth value: not off.
    .enum(['enhanced', 'classic', 'none'])
    .default('enhanced')
    .describe('The figures that Mangru takes itself, through the API server. None where cloudwatchAgent is on.'),
  podLogs: z
    .boolean()
    .default(true)
    .describe("Follows the pods' logs through the API server. Off where fluentBit is on."),
  metricsApis: group({
    resource: z
      .enum(['auto', 'always', 'never'])
      .default('auto')
      .describe(
        'Answers metrics.k8s.io, for kubectl top and autoscalers. auto: where nobody does yet, as metrics-server would. Rendered without a cluster, auto is always.',
      ),
    custom: z.boolean().default(false).describe('Answers custom.metrics.k8s.io: metrics of objects, for autoscalers.'),
    external: z
      .boolean()
      .default(false)
      .describe('Answers external.metrics.k8s.io: any stored metric, for autoscalers.'),
  }),
  listenHost: words('0.0.0.0').describe("Where Mangru listens in its pod; '[::]' in a cluster of IPv6 addresses."),
  service: group({
    type: z.enum(['ClusterIP', 'NodePort', 'LoadBalancer']).default('ClusterIP'),
    annotations: texts(),
  }),
  env: asGiven().describe('More variables of the container: MANGRU_… for any setting of `mangru up`.'),
  podAnnotations: texts(),
  nodeSelector: texts(),
  tolerations: asGiven(),
  priorityClassName: words(),
  fluentBit: group({
    enabled: z
      .boolean()
      .default(false)
      .describe("A DaemonSet of Fluent Bit that sends the nodes' and pods' logs here, as it sends them to CloudWatch."),
    image: words('cr.fluentbit.io/fluent/fluent-bit:5.1.1'),
    memory: quantity('200Mi').describe('The limit of each.'),
    cpu: quantity('50m').describe('The CPU that is set aside for each.'),
    tolerations: asGiven().describe('Empty: it runs on every node, whatever its taints.'),
  }),
  cloudwatchAgent: group({
    enabled: z
      .boolean()
      .default(false)
      .describe(
        'The ConfigMap cwagentconfig, by which a CloudWatch agent sends Container Insights here. The agent itself is yours.',
      ),
  }),
  networkPolicy: group({
    enabled: z.boolean().default(false).describe('Lets in nothing but the ports of Mangru.'),
    from: asGiven().describe(
      'Who may come to 7070 and 7443, as peers of a NetworkPolicy. Empty: every pod of the cluster.',
    ),
  }),
  podDisruptionBudget: group({
    enabled: z.boolean().default(false),
    maxUnavailable: z
      .int()
      .min(0)
      .max(1)
      .default(1)
      .describe('1: a drain may move the one pod. 0: a drain waits until somebody moves it by hand.'),
  }),
})

export type InstallValues = z.output<typeof installValues>

/** Every value at its default. */
export const defaultValues: InstallValues = installValues.parse({})

/** What is wrong with values, one sentence each. Empty: they hold together. */
export function troubleIn(values: InstallValues): readonly string[] {
  const { tls, metricsApis, fluentBit, memory } = values
  const apis = metricsApis.resource === 'always' || metricsApis.custom || metricsApis.external
  return [
    ...((readQuantity(memory) ?? 0) >= limits.leastMemory
      ? []
      : ['memory is less than 512Mi: Mangru would not start.']),
    ...(tls.enabled || !apis ? [] : ['metricsApis needs tls.enabled: the API server asks by TLS.']),
    ...(tls.enabled || !fluentBit.enabled
      ? []
      : ['fluentBit needs tls.enabled: its CloudWatch output speaks nothing else.']),
    ...(tls.existingSecret === '' || tls.caBundle !== '' || !apis
      ? []
      : ['metricsApis with tls.existingSecret needs tls.caBundle.']),
  ]
}
