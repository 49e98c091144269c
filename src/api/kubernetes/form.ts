/** In which form a caller wants its answer: the object itself, or a table for people. JSON is all that we speak. */

export type Form = 'object' | 'table' | 'table-v1beta1'

/** The first form of `Accept` that we have; undefined: none. An absent header takes anything. */
export function formOf(accept: string | undefined): Form | undefined {
  if (accept === undefined || accept.trim() === '') return 'object'
  for (const range of accept.split(',')) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim())
    if (!['application/json', 'application/*', '*/*'].includes(type.toLowerCase())) continue
    const said = new Map(parameters.map(part => [part.split('=')[0] ?? '', part.split('=')[1] ?? '']))
    const as = said.get('as')
    if (as === undefined) return 'object'
    if (as !== 'Table' || said.get('g') !== 'meta.k8s.io') continue
    if (said.get('v') === 'v1') return 'table'
    if (said.get('v') === 'v1beta1') return 'table-v1beta1'
  }
  return undefined
}
