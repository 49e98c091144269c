/**
 * What the next sample is held against: of each kubelet's reading the counters alone, packed and outside of the heap, where those of fifteen thousand pods take
 * megabytes instead of tens of them; of pods the objects, which the inventory holds anyway.
 */
import { deserialize, serialize } from 'node:v8'
import type { Pod } from '../../model/kubernetes/index.ts'
import type { KubeletReading, Usage } from '../kubelet/index.ts'
import type { Before } from './performance-events.ts'

export class Remembered implements Before {
  readonly #packed = new Map<string, Buffer>()
  #pods: ReadonlyMap<string, Pod> = new Map()

  get pods(): ReadonlyMap<string, Pod> {
    return this.#pods
  }

  /** What it gives has counters, and no gauges. */
  readonly reading = (node: string): KubeletReading | undefined => {
    const packed = this.#packed.get(node)
    return packed && (deserialize(packed) as KubeletReading)
  }

  /** Undefined: its kubelet told nothing this time, so the next rate has nothing to begin at. */
  put(node: string, reading: KubeletReading | undefined): void {
    if (reading === undefined) this.#packed.delete(node)
    else this.#packed.set(node, serialize(countersOf(reading)))
  }

  /** The sample is over: these were its pods, and other nodes than these are gone. */
  end(pods: readonly Pod[], nodes: ReadonlySet<string>): void {
    this.#pods = new Map(pods.map(pod => [pod.metadata.uid, pod]))
    for (const node of this.#packed.keys()) if (!nodes.has(node)) this.#packed.delete(node)
  }
}

const countersOf = (reading: KubeletReading): KubeletReading => ({
  node: counted(reading.node),
  pods: new Map(
    [...reading.pods].map(([key, pod]) => {
      const containers = new Map([...pod.containers].map(([name, usage]) => [name, counted(usage)]))
      return [key, { ...counted(pod), namespace: pod.namespace, name: pod.name, containers }]
    }),
  ),
})

const counted = ({ startedAt, cpu, memory, interfaces, disks }: Usage): Usage => ({
  ...(startedAt === undefined ? {} : { startedAt }),
  ...(cpu === undefined ? {} : { cpu }),
  ...(memory === undefined ? {} : { memory: { ...memory, gauges: {} } }),
  ...{ interfaces, disks, filesystems: [] },
})
