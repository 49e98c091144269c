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
import { type BodyRead, readBody } from './read-body.ts'
import { regionOf } from './recognise.ts'
import { requestId } from './request-id.ts'
import type { AwsCall, AwsService, Operation } from './service.ts'
import { SlowBodies } from './slow-bodies.ts'
import { bodyTooLarge } from './too-large.ts'
import { unpack } from './unpack.ts'
import type { WireProtocol } from './wire-protocol.ts'

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

const protocols: readonly WireProtocol[] = [awsJson]

export function createAwsEndpoint(options: AwsEndpointOptions): AwsEndpoint {
  const { services, clock, random, budget, observe } = options
  const room = { budget, buffers: new BodyBuffers(), slow: new SlowBodies(clock) }
  const byPrefix = new Map(services.map(service => [service.targetPrefix, service]))

  return async (req, res) => {
    const started = clock.now()
    const id = requestId(random)
    const called = whatIsCalled(req, byPrefix)
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
    } else send(res, called.protocol, answer, id, req, read.kind !== 'body' && read.endless)
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
  readonly service: AwsService | undefined
  readonly name: string
  readonly operation: Operation | undefined
}

function whatIsCalled(req: IncomingMessage, services: ReadonlyMap<string, AwsService>): Called {
  for (const protocol of protocols) {
    const target = protocol.target(req.headers, req.url ?? '/')
    if (target === undefined) continue
    const service = services.get(target.prefix)
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
    const { operation } = called
    if (operation === undefined) return err(unknownOperation(called.name))
    if (!allows(caller.value.role, operation.need)) return err(notAllowed(called))
    const call = { id, account: options.account, caller: caller.value, req, res, digest }
    const begun = begin(called.protocol, operation, read.bytes, call)
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
function begin(protocol: WireProtocol, operation: Operation, body: Buffer, made: CallParts): Promise<Answer> | Answer {
  const input = decode(protocol, made.req, body, mostOf(operation))
  if (!input.ok) return input
  const call = new Call(made, input.value.bytes)
  const answer = operation.run(input.value.input, call)
  call.letBodyGo()
  return answer
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
): Result<{ readonly input: unknown; readonly bytes: number }, AwsError> {
  const plain = unpack(body, req.headers['content-encoding'], most)
  if (!plain.ok) return plain
  const input = protocol.decode(plain.value)
  return input.ok ? ok({ input: input.value, bytes: plain.value.length }) : input
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
  protocol: WireProtocol,
  answer: Answer,
  id: string,
  req: IncomingMessage,
  endless: boolean,
): void {
  if (res.destroyed || res.headersSent) return
  const body = answer.ok ? protocol.encode(answer.value) : protocol.encodeError(answer.error)
  res.writeHead(answer.ok ? 200 : answer.error.status, {
    'Content-Type': protocol.contentType(req.headers),
    'Content-Length': Buffer.byteLength(body),
    'x-amzn-RequestId': id,
    ...(answer.ok ? {} : { 'x-amzn-ErrorType': answer.error.type, ...waiting(answer.error) }),
    ...(endless ? { Connection: 'close' } : {}),
  })
  res.end(body)
}

/** Whole seconds, as HTTP has it. */
const waiting = ({ retryAfter }: AwsError): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter / 1_000)) }
