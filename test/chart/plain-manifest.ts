/** The objects as one YAML file for `kubectl apply`, for those who want neither Helm nor `mangru install`. No secret may stand in it. For tests that hold the file to it. */
import { defaultValues, installObjects, manifestText } from '../../src/act/index.ts'

const head = `# Mangru for \`kubectl apply --server-side -f\`; a test keeps this file as the program makes it. docs/install.md tells more.
# Before it, the namespace and the keys (16 or more capital letters and digits; 20 or more characters):
#   kubectl create namespace mangru
#   kubectl -n mangru create secret generic mangru-keys --from-literal=operator.id=… --from-literal=operator.secret=… --from-literal=operator.token=…
# The image is yours: replace \`image: mangru:…\`. TLS, the metrics APIs and Fluent Bit need a certificate: take the chart or \`mangru install\` for them.
`

export function plainManifest(version: string): string {
  const values = {
    ...defaultValues,
    namespace: { create: true },
    auth: { existingSecret: 'mangru-keys' },
    tls: { ...defaultValues.tls, enabled: false },
  }
  const release = { name: 'mangru', namespace: 'mangru', version }
  const text = manifestText(installObjects(release, values, { caBundle: '' }))
  return `${head}${text.replaceAll('app.kubernetes.io/managed-by: mangru-install', 'app.kubernetes.io/managed-by: kubectl')}`
}
