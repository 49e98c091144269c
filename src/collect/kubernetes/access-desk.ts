/** The Kubernetes API as an `AccessDesk`: the ConfigMap that tells of the front proxy, and reviews of access. */
import { z } from 'zod'
import { type Clock, ok } from '../../model/index.ts'
import type { AccessDesk, AccessQuestion, FrontProxy } from '../../model/kubernetes/index.ts'
import { shaped } from './answer-shape.ts'
import { openApiLine } from './api-line.ts'
import type { ClusterAccess } from './kubeconfig.ts'
import { frontProxyUrl, reviewUrl } from './paths.ts'

const names = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text)
    } catch {
      context.addIssue({ code: 'custom', message: 'no JSON' })
      return z.NEVER
    }
  })
  .pipe(z.array(z.string()))

const published = z.object({
  data: z.object({
    'requestheader-client-ca-file': z.string().min(1),
    'requestheader-allowed-names': names.default([]),
    'requestheader-username-headers': names,
    'requestheader-group-headers': names.default([]),
    'requestheader-extra-headers-prefix': names.default([]),
  }),
})
const reviewed = z.object({ status: z.object({ allowed: z.boolean(), denied: z.boolean().default(false) }) })

const odd = 'The answer is not of the shape that it should be.'

/** Asks nothing yet. */
export function openAccessDesk(access: ClusterAccess, clock: Clock): AccessDesk {
  const { server } = access
  const line = openApiLine(access, clock)
  return {
    frontProxy: async signal => {
      const asked = { verb: 'get', group: '', resource: 'configmaps' }
      const read = shaped(published, await line.text({ url: frontProxyUrl(server), signal }, asked), odd)
      return read.ok ? ok(frontProxyIn(read.value.data)) : read
    },
    review: async (question, signal) => {
      const asked = { verb: 'create', group: 'authorization.k8s.io', resource: 'subjectaccessreviews' }
      const content = { type: 'application/json', text: JSON.stringify(reviewOf(question)) }
      const sent = { method: 'POST', url: reviewUrl(server), content, signal } as const
      const read = shaped(reviewed, await line.text(sent, asked), odd)
      return read.ok ? ok(read.value.status.allowed && !read.value.status.denied) : read
    },
    close: () => line.close(),
  }
}

const frontProxyIn = (data: z.output<typeof published>['data']): FrontProxy => ({
  authority: data['requestheader-client-ca-file'],
  allowedNames: data['requestheader-allowed-names'],
  userHeaders: data['requestheader-username-headers'],
  groupHeaders: data['requestheader-group-headers'],
  extraPrefixes: data['requestheader-extra-headers-prefix'],
})

function reviewOf({ caller, wish }: AccessQuestion): object {
  const { name: user, groups, extra } = caller
  const attributes = 'path' in wish ? { nonResourceAttributes: wish } : { resourceAttributes: wish }
  const spec = { user, groups, extra, ...attributes }
  return { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }
}
