/**
 * The AWS services on a raw `node:http` request: reads, asks who calls, unpacks, decodes, runs, answers. It never throws and
 * never answers anything but AWS's shapes. This is the way in of all signals, so nothing stands between it and the socket.
 */
import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { limits } from '../../../limits.ts'
import { type Clock, err, ok, type Random, type Result } from '../../../model/index.ts'
import { type Authenticator, allows, type Caller } from '../../auth/index.ts'
import { authRefusal } from './auth-refusal.ts'
import type { BodyBudget } from './body-budget.ts'
import { BodyBuffers } from './body-buffers.ts'
import { type AwsError, clientError, internalFailure, throttled, unknownOperation } from './error.ts'
import { EventStream, eventStreamType, sendFrames } from './event-stream.ts'
import { awsJson } from './json.ts'
import type { AwsObserver } from './observer.ts'
import { awsQuery } from './query.ts'
import { type BodyRead, readBody } from './read-body.ts'
import { regionOf } from './recognise.ts'
import { requestId } from './request-id.ts'
import { rpcCbor } from './rpc-cbor.ts'
import type { AwsCall, AwsService, Operation } from './service.ts'
import { SlowBodies } from './slow-bodies.ts'
import { bodyTooLarge } from './too-large.ts'
import { unpack } from './unpack.ts'
import { type Answering, type Decoded, queryCodeOf, type WireProtocol } from './wire-protocol.ts'

export interface AwsEndpointOptions {
  readonly services: readonly AwsService[]
  readonly authenticator: Pick<Authenticator, 'verifyAws'>
  readonly clock: Clock
  readonly random: Random
  /** 12 digits. */
  readonly account: string
  /** Bounds the bodies in flight; past it callers are told to slow down. */
  readonly budget: BodyBudget
  /** Why nobody may call in this way, whoever he is: for a page elsewhere that has renamed itself to our address. */
  readonly shut?: (req: IncomingMessage) => string | undefined
  readonly observe?: AwsObserver
}

/** Resolves when the answer has been handed to the socket, or the client has gone. Never rejects. */
export type AwsEndpoint = (req: IncomingMessage, res: ServerResponse) => Promise<void>

const protocols: readonly WireProtocol[] = [awsJson, rpcCbor, awsQuery]

export function createAwsEndpoint(options: AwsEndpointOptions): AwsEndpoint {
  const { services, clock, random, budget, observe } = options
  const room = { budget, buffers: new BodyBuffers(), slow: new SlowBodies(clock) }

  return async (req, res) => {
    const started = clock.now()
    const id = requestId(random)
    const called = whatIsCalled(req, services)
    const read = await readBody(req, room, mostOf(called.operation))
    if (read.kind === 'aborted') return
    const bytesIn = read.kind === 'body' ? read.bytes.length : 0
    const answer = await answerOf(options, req, res, called, read, id)
    if (answer.ok && answer.value instanceof EventStream) {
      await goOn(res, answer.value, id).catch(error => {
        observe?.faulted?.({ requestId: id, operation: called.name, error })
        // Half an answer must not be taken for a whole one.
        res.destroy()
      })
    } else send(res, called, answer, id, req, read.kind !== 'body' && read.endless)
    observe?.answered?.({
      service: called.service?.signingName ?? '',
      operation: called.operation === undefined ? '' : called.name,
      errorType: answer.ok ? '' : answer.error.type,
      bytesIn,
      started,
      ended: clock.now(),
    })
  }
}

interface Called {
  readonly protocol: WireProtocol
  service: AwsService | undefined
  /** No signature says which of these it is: the version in the body does. */
  readonly mayBe?: readonly AwsService[]
  /** Known late where the body says it. */
  name: string
  operation: Operation | undefined
}

function whatIsCalled(req: IncomingMessage, services: readonly AwsService[]): Called {
  for (const protocol of protocols) {
    const target = protocol.target(req.headers, req.url ?? '/')
    if (target === undefined) continue
    if ('signingName' in target) {
      const ours = services.filter(({ xmlNamespace }) => xmlNamespace !== undefined)
      const service = ours.find(({ signingName }) => signingName === target.signingName)
      if (service !== undefined) return { protocol, service, name: '', operation: undefined }
      return { protocol, service: ours[0], mayBe: ours, name: '', operation: undefined }
    }
    const service = services.find(({ targetPrefix }) => targetPrefix === target.prefix)
    return { protocol, service, name: target.operation, operation: service?.operations.get(target.operation) }
  }
  return { protocol: awsJson, service: undefined, name: '', operation: undefined }
}

const mostOf = (operation: Operation | undefined): number => operation?.bodyBytes ?? limits.awsBodyBytes

type Answer = Result<object, AwsError>

async function answerOf(
  options: AwsEndpointOptions,
  req: IncomingMessage,
  res: ServerResponse,
  called: Called,
  read: Exclude<BodyRead, { kind: 'aborted' }>,
  id: string,
): Promise<Answer> {
  if (read.kind === 'over-budget') return err(throttled)
  if (read.kind === 'too-large') return err(bodyTooLarge(mostOf(called.operation)))
  let free: (() => void) | undefined = () => read.free()
  try {
    const shut = options.shut?.(req)
    if (shut !== undefined) return err(clientError('AccessDeniedException', shut))
    const digest = digestOf(read.bytes)
    const caller = await authenticate(options, req, called, digest)
    if (!caller.ok) return caller
    const begun = begin(called, read.bytes, { id, account: options.account, caller: caller.value, req, res, digest })
    free()
    free = undefined
    return await begun
  } catch (error) {
    options.observe?.faulted?.({ requestId: id, operation: called.name, error })
    return err(internalFailure)
  } finally {
    free?.()
  }
}

async function authenticate(
  { authenticator, services }: AwsEndpointOptions,
  req: IncomingMessage,
  called: Called,
  payloadSha256: () => string,
): Promise<Result<Caller, AwsError>> {
  const verified = await authenticator.verifyAws(
    {
      method: req.method ?? 'POST',
      url: req.url ?? '/',
      headers: req.headers,
      payloadSha256,
      secure: (req.socket as Partial<TLSSocket>).encrypted === true,
    },
    called.service?.signingName ?? services[0]?.signingName ?? '',
  )
  return verified.ok ? verified : err(authRefusal(verified.error))
}

/**
 * Runs the operation on the decoded body. Not `async`: whoever waits for the answer must not hold the input, which may be dozens of
 * times the size of its bytes, for as long as the operation takes.
 */
function begin(called: Called, body: Buffer, made: CallParts): Promise<Answer> | Answer {
  const refused = mayRun(called, made.caller)
  if (refused !== undefined && !saidByBody(called)) return err(refused)
  const decoded = decode(called.protocol, made.req, body, mostOf(called.operation))
  if (!decoded.ok) return decoded
  const { input, operation: said, version, isForm, bytes } = decoded.value
  if (said !== undefined) {
    called.name = said
    called.service = called.mayBe?.find(({ queryVersion }) => queryVersion === version) ?? called.service
    called.operation = called.service?.operations.get(said)
  }
  const { operation } = called
  if (operation === undefined) return err(notHere(called))
  const forbidden = mayRun(called, made.caller)
  if (forbidden !== undefined) return err(forbidden)
  const call = new Call(made, bytes)
  const answer = operation.run(isForm ? (operation.fromForm?.(input) ?? input) : input, call)
  call.letBodyGo()
  return answer
}

const notHere = ({ name, service }: Called): AwsError => unknownOperation(name, service?.leftOut?.get(name))

const saidByBody = ({ protocol }: Called): boolean => protocol === awsQuery

function mayRun(called: Called, { role }: Caller): AwsError | undefined {
  const { operation } = called
  if (operation === undefined) return notHere(called)
  return allows(role, operation.need) ? undefined : notAllowed(called)
}

interface CallParts {
  readonly id: string
  readonly account: string
  readonly caller: Caller
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly digest: () => string
}

/** Hashed once, for whoever asks first: a signature needs it, and so does who wants to know the call again. */
function digestOf(body: Buffer): () => string {
  let digest: string | undefined
  return () => {
    digest ??= hash('sha256', body, 'hex')
    return digest
  }
}

/** Unpacks and decodes in one go, so that one body alone is unfolded at any moment. */
function decode(
  protocol: WireProtocol,
  req: IncomingMessage,
  body: Buffer,
  most: number,
): Result<Decoded & { readonly bytes: number }, AwsError> {
  const plain = unpack(body, req.headers['content-encoding'], most)
  if (!plain.ok) return plain
  const decoded = protocol.decode(plain.value, req.url ?? '/')
  return decoded.ok ? ok({ ...decoded.value, bytes: plain.value.length }) : decoded
}

function notAllowed({ service, name }: Called): AwsError {
  return clientError(
    'AccessDeniedException',
    `The access key's role does not allow ${service?.signingName ?? ''}:${name}.`,
  )
}

class Call implements AwsCall {
  readonly requestId: string
  readonly region: string
  readonly account: string
  readonly caller: Caller
  readonly bodyBytes: number
  private readonly res: ServerResponse
  private readonly req: IncomingMessage
  private digest: (() => string) | undefined
  private controller: AbortController | undefined

  constructor({ id, account, caller, req, res, digest }: CallParts, bodyBytes: number) {
    this.requestId = id
    this.region = regionOf(caller.region)
    this.account = account
    this.caller = caller
    this.bodyBytes = bodyBytes
    this.req = req
    this.res = res
    this.digest = digest
  }

  get gone(): boolean {
    return this.res.destroyed
  }

  header(name: string): string | undefined {
    const value = this.req.headers[name]
    return typeof value === 'string' ? value : undefined
  }

  bodyDigest(): string {
    if (this.digest === undefined) throw new Error('the body is gone: ask before anything is waited for')
    return this.digest()
  }

  /** Its memory is another request's from now on. */
  letBodyGo(): void {
    this.digest = undefined
  }

  /** Made late: an ingest call never asks for it. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      const controller = new AbortController()
      this.controller = controller
      if (this.res.destroyed) controller.abort()
      else this.res.once('close', () => this.res.writableFinished || controller.abort())
    }
    return this.controller.signal
  }
}

async function goOn(res: ServerResponse, answer: EventStream, id: string): Promise<void> {
  // Proxies must not gather up what is meant to be seen now.
  res.writeHead(200, { 'Content-Type': eventStreamType, 'x-amzn-RequestId': id, 'X-Accel-Buffering': 'no' })
  await sendFrames(res, answer)
}

function send(
  res: ServerResponse,
  called: Called,
  answer: Answer,
  id: string,
  req: IncomingMessage,
  endless: boolean,
): void {
  if (res.destroyed || res.headersSent) return
  const { protocol } = called
  const about = aboutOf(called, id)
  const body = answer.ok ? protocol.encode(answer.value, about) : protocol.encodeError(answer.error, about)
  const asQuery = protocol === awsQuery || req.headers['x-amzn-query-mode'] === 'true'
  res.writeHead(answer.ok ? 200 : statusOf(answer.error, asQuery), {
    'Content-Type': protocol.contentType(req.headers),
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': id,
    ...protocol.headers,
    ...(answer.ok ? {} : { ...errorHeaders(answer.error, protocol, asQuery), ...waiting(answer.error) }),
    ...(endless ? { Connection: 'close' } : {}),
  })
  res.end(body)
}

const aboutOf = ({ name, service }: Called, requestId: string): Answering => ({
  operation: name,
  requestId,
  namespace: service?.xmlNamespace ?? '',
  errorNamespace: service?.errorNamespace ?? '',
})

const statusOf = ({ status, queryStatus }: AwsError, asQuery: boolean): number =>
  asQuery ? (queryStatus ?? status) : status

/** Clients that once spoke AWS Query go on by its names. */
function errorHeaders(error: AwsError, protocol: WireProtocol, asQuery: boolean): Record<string, string> {
  if (protocol === awsQuery) return {}
  const side = error.status >= 500 ? 'Receiver' : 'Sender'
  return {
    'x-amzn-ErrorType': error.type,
    ...(asQuery ? { 'x-amzn-query-error': `${queryCodeOf(error)};${side}` } : {}),
  }
}

/** Whole seconds, as HTTP has it. */
const waiting = ({ retryAfter }: AwsError): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter / 1_000)) }
