/** AWS Query: a form in, XML out. The operation stands in the form, so the service is told by the signature. */
import { isUtf8 } from 'node:buffer'
import { err, ok } from '../../../model/index.ts'
import { notReadable } from './error.ts'
import { readForm } from './form.ts'
import { isOfPage } from './recognise.ts'
import { queryCodeOf, type WireProtocol } from './wire-protocol.ts'
import { xmlOf, xmlText } from './xml.ts'

/** The answer of an operation whose output has no members: its element is there all the same. */
export const emptyResult: object = Object.freeze({})

export const awsQuery: WireProtocol = {
  target(headers, url) {
    if (isOfPage({ headers })) return undefined
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
    if (!isForm && !/[?&]Action=/.test(url)) return undefined
    const scope = /Credential=[^/,\s]+\/\d+\/[^/,\s]+\/([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1]
    return { signingName: scope ?? '' }
  },

  decode(body, url = '/') {
    if (!isUtf8(body)) return err(notReadable('Invalid UTF-8 in the body'))
    const mark = url.indexOf('?')
    const form = readForm(body.length > 0 || mark < 0 ? body.toString('utf8') : url.slice(mark + 1))
    if (!form.ok) return form
    const { Action: action, Version: version, ...input } = form.value
    return ok({
      input,
      operation: typeof action === 'string' ? action : '',
      isForm: true,
      ...(typeof version === 'string' ? { version } : {}),
    })
  },

  contentType: () => 'text/xml',

  encode(answer, { operation, namespace, requestId }) {
    const result = xmlOf(answer)
    const bare = result === '' && answer !== emptyResult
    const body = bare ? '' : `<${operation}Result>${result}</${operation}Result>`
    return `<${operation}Response xmlns="${namespace}">${body}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
  },

  encodeError(error, { namespace, requestId }) {
    const type = error.status >= 500 ? 'Receiver' : 'Sender'
    const message = error.message === '' ? '' : `<Message>${xmlText(error.message)}</Message>`
    return `<ErrorResponse xmlns="${namespace}"><Error><Type>${type}</Type><Code>${queryCodeOf(error)}</Code>${message}${xmlOf(error.members ?? {})}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`
  },
}
