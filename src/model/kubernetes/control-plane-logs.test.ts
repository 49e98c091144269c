import { expect, test } from 'vitest'
import { controlPlaneStream } from './control-plane-logs.ts'

const containerId = '0123456789abcdef'.repeat(4)
const hex = containerId.slice(0, 32)

test.each([
  ['kube-system', 'kube-apiserver-cp-1', 'kube-apiserver', `kube-apiserver-${hex}`],
  ['kube-system', 'kube-controller-manager-cp-1', 'kube-controller-manager', `kube-controller-manager-${hex}`],
  [
    'kube-system',
    'aws-cloud-controller-manager-x2b4z',
    'aws-cloud-controller-manager',
    `cloud-controller-manager-${hex}`,
  ],
  ['kube-system', 'kube-scheduler-cp-1', 'kube-scheduler', `kube-scheduler-${hex}`],
  ['kube-system', 'aws-iam-authenticator-x2b4z', 'aws-iam-authenticator', `authenticator-${hex}`],
  ['kube-system', 'kube-proxy-x2b4z', 'kube-proxy', undefined],
  ['shop', 'kube-scheduler-cp-1', 'kube-scheduler', undefined],
  ['kube-system', 'web-1', 'kube-scheduler', undefined],
  ['kube-system', 'x', 'constructor', undefined],
])('%s %s %s', (namespace, pod, container, stream) => {
  expect(controlPlaneStream({ namespace, pod, container, containerId })).toBe(stream)
})
