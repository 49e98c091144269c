/**
 * The operator's `--memory` is one ceiling for both processes. What they need before the first request is set aside, and the
 * rest is divided among the engine, the queue of rows on their way, and the bodies of requests in flight. Pure.
 */
import { limits } from '../limits.ts'
import { type Bytes, bytes, mib } from '../model/index.ts'

export interface MemoryPlan {
  /** The engine's own bound for its process. */
  readonly engine: Bytes
  /** Message bytes that may wait for the engine. */
  readonly queue: Bytes
  /** Rows of samples that may wait for it. */
  readonly metricQueue: Bytes
  /** Request bodies in flight, as they come and unpacked. */
  readonly bodies: Bytes
  /** Queries that run at the same time (count). */
  readonly queriesAtOnce: number
  /** Steps of series that alarms keep from one evaluation to the next (count). */
  readonly alarmSteps: number
}

/** Below this Mangru does not start: both processes need about 400 MiB before the first request. */
export const leastMemory: Bytes = bytes(limits.leastMemory)

/**
 * What the two processes hold before the first byte of a request: about 310 MiB of it is program text mapped from files, the
 * rest heaps, and what garbage collection and the engine's allocator keep between one use and the next under full load
 * (`test/overload.test.ts` holds the sum to account).
 */
const idle = mib(510)

export function planMemory(memory: Bytes): MemoryPlan {
  const free = Math.max(memory - idle, mib(64))
  const engine = Math.max(mib(205) + free * 0.45, Math.min(memory - mib(470), memory * 0.57))
  return {
    engine: bytes(Math.round(engine)),
    queue: bytes(Math.round(inFlight(free))),
    metricQueue: bytes(Math.round(inFlight(free) / 4)),
    bodies: bytes(Math.round(inFlight(free))),
    queriesAtOnce: Math.min(Math.max(2, Math.floor((engine - mib(225)) / mib(96))), limits.queriesAtOnce),
    alarmSteps: Math.floor((free * 0.04) / alarmStepBytes),
  }
}

/** What a step of a series costs: five numbers and what holds them. */
const alarmStepBytes = 160

/** How many objects of a kind of all clusters are kept, in a heap that may grow to `heap`: a cluster that is larger is seen in part, and that is told. */
export const objectsFor = (heap: number): number =>
  Math.min(limits.inventoryObjects, Math.floor(heap / limits.inventoryObjectHeap))

/** More in flight brings no speed once two blocks are under way; it only stays resident. */
const inFlight = (free: number): number => Math.min(Math.max(free * 0.06, Math.min(free * 0.1, mib(24))), mib(256))
