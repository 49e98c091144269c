/** Trouble with a cluster, to be said in any language. */
import type { Said } from '../said.ts'
import type { ClusterError } from './port.ts'

/** `cluster-may-not` holds what a rule of access needs to allow it. */
export function clusterErrorSaid(error: ClusterError): Said {
  switch (error.code) {
    case 'may-not': {
      const { verb, group, resource, message } = error
      return { code: 'cluster-may-not', values: { verb, group, resource, message } }
    }
    case 'refused':
      return { code: 'cluster-refused', values: { status: String(error.status), message: error.message } }
    case 'aborted':
      return { code: 'cluster-unreachable', values: { message: '' } }
    default:
      return { code: `cluster-${error.code}`, values: { message: error.message } }
  }
}
