/**
 * The map: nodes as boxes, grouped, with their pods inside. One canvas as large as what is seen, so that fifteen thousand pods scroll like ten; arrow keys
 * walk it, and what stands under the cursor is said.
 */
import { Select } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ApiClusterNode, ApiClusterPod } from '../../../src/model/index.ts'
import { showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useScheme } from '../../theme/index.ts'
import type { SpeakingAlarms } from '../alarms.ts'
import { podWanted, readFilter } from '../list/index.ts'
import { type Figures, useClusterAlarms, useClusterList } from '../queries.ts'
import { type ClusterView, type MapMeasure, mapMeasures } from '../view.ts'
import { mapColours } from './colours.ts'
import { hitOf, layoutMap, type MapHit, type MapLayout, squareAt, stepTo } from './layout.ts'
import { type AlarmCounts, AlarmLegend, Legend } from './legend.tsx'
import classes from './map.module.css'
import { alarmShade, nodeShade, podShade } from './measure.ts'
import { paintMap } from './paint.ts'
import { WholeAlarms } from './whole-alarms.tsx'
import { alarmLines, nodeLines, podLines, shadeWords } from './words.ts'

export interface MapProps {
  readonly view: ClusterView
  readonly figures: Figures
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
}

export function ClusterMap({ view, figures, change }: MapProps) {
  const words = useWords()
  const nodes = useClusterList('nodes', view.at)
  const pods = useClusterList('pods', view.at)
  const by = view.measure
  const asked = useClusterAlarms(view.at, by === 'alarm')
  const alarms = by === 'alarm' ? asked.told : undefined
  const trouble = [nodes, pods].find(one => one.isError && one.data === undefined)
  const scene = useMemo(
    () => (nodes.data && pods.data ? sceneOf(nodes.data.rows, pods.data.rows, words.cluster.map) : undefined),
    [nodes.data, pods.data, words],
  )
  const faint = useMemo(() => faintOf(scene, view.text), [scene, view.text])
  const counts = useMemo(() => scene && alarms && countsOf(scene, alarms), [scene, alarms])
  const usage = by !== 'status' && by !== 'restarts' && by !== 'alarm'
  return (
    <section className={classes.map} aria-label={words.cluster.map.label}>
      <div className={classes.bar}>
        <Select
          aria-label={words.cluster.map.by}
          value={by}
          onChange={measure => measure !== null && change({ measure: measure as MapMeasure }, false)}
          data={mapMeasures.map(value => ({ value, label: words.cluster.map.measures[value] }))}
          allowDeselect={false}
          w={190}
        />
        {by === 'alarm' ? <AlarmLegend counts={counts} /> : <Legend by={by} />}
        {faint !== undefined && scene !== undefined && (
          <span className={classes.count} role="status">
            {words.cluster.map.filtered(showCount(scene.count - faint.size), showCount(scene.count))}
          </span>
        )}
      </div>
      {usage && view.at !== undefined && <p className={classes.dim}>{words.cluster.past.noUsage}</p>}
      {by === 'alarm' && view.at !== undefined && <p className={classes.dim}>{words.cluster.past.noAlarms}</p>}
      {by === 'alarm' && asked.error && <Trouble inline message={explain(words, asked.error)} />}
      {alarms && <WholeAlarms alarms={alarms} />}
      {trouble !== undefined ? (
        <Trouble message={explain(words, trouble.error)} retry={() => void trouble.refetch()} />
      ) : scene === undefined ? (
        <Waiting rows={8} height={60} />
      ) : scene.nodes.length === 0 ? (
        <Nothing
          title={view.at === undefined ? words.cluster.none.nodes : words.cluster.noneThen(words.cluster.tabs.nodes)}
        />
      ) : (
        <Canvas scene={scene} faint={faint} figures={figures} alarms={alarms} view={view} change={change} />
      )}
    </section>
  )
}

/** A node of the map, or the place of pods that no node has. */
interface SceneNode {
  readonly node: ApiClusterNode | undefined
  readonly name: string
  readonly pods: readonly ApiClusterPod[]
}
interface Scene {
  readonly nodes: readonly SceneNode[]
  readonly groups: readonly {
    readonly name: string
    readonly nodes: readonly { readonly name: string; readonly pods: number }[]
  }[]
  readonly names: readonly string[]
  readonly count: number
}

function sceneOf(
  nodes: readonly ApiClusterNode[],
  pods: readonly ApiClusterPod[],
  words: ReturnType<typeof useWords>['cluster']['map'],
): Scene {
  const byNode = Map.groupBy(pods, pod => pod.node)
  const known = new Set(nodes.map(({ name }) => name))
  const groups = [...Map.groupBy(nodes, node => node.group ?? '')].sort(([one], [other]) =>
    // Those in no group stand last.
    one === '' ? 1 : other === '' ? -1 : one < other ? -1 : 1,
  )
  const lost = pods.filter(pod => !known.has(pod.node))
  const all = groups.map(([name, members]) => ({
    title: words.group(name || words.noGroup, members.length, showCount(members.length)),
    members: members.map((node): SceneNode => ({ node, name: node.name, pods: byNode.get(node.name) ?? [] })),
  }))
  if (lost.length > 0) all.push({ title: words.noNode, members: [{ node: undefined, name: words.noNode, pods: lost }] })
  return {
    nodes: all.flatMap(({ members }) => members),
    groups: all.map(({ title, members }) => ({
      name: title,
      nodes: members.map(({ name, pods: some }) => ({ name, pods: some.length })),
    })),
    names: all.map(({ title }) => title),
    count: pods.length,
  }
}

function countsOf({ nodes }: Scene, alarms: SpeakingAlarms): AlarmCounts {
  const counts = { ALARM: 0, INSUFFICIENT_DATA: 0, OK: 0, none: 0 }
  for (const { node, pods } of nodes) {
    if (node !== undefined) counts[alarms.ofNode(node.name)[0]?.state ?? 'none'] += 1
    for (const pod of pods) counts[alarms.ofPod(pod)[0]?.state ?? 'none'] += 1
  }
  return counts
}

/** Pods that the filter does not want; undefined: there is no filter. */
function faintOf(scene: Scene | undefined, text: string): ReadonlySet<ApiClusterPod> | undefined {
  const terms = readFilter(text)
  if (scene === undefined || terms.length === 0) return undefined
  return new Set(scene.nodes.flatMap(({ pods }) => pods.filter(pod => !podWanted(terms, pod))))
}

interface CanvasProps extends MapProps {
  readonly scene: Scene
  readonly faint: ReadonlySet<ApiClusterPod> | undefined
  /** Undefined: not asked for, or nobody told. */
  readonly alarms: SpeakingAlarms | undefined
}

function Canvas({ scene, faint, figures, alarms, view, change }: CanvasProps) {
  const words = useWords()
  const scheme = useScheme()
  const { ref: sized, width, height } = useElementSize<HTMLDivElement>()
  const scroller = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [top, setTop] = useState(0)
  const [cursor, setCursor] = useState<MapHit>()
  const [pointed, setPointed] = useState<{ readonly hit: MapHit; readonly x: number; readonly y: number }>()
  const layout = useMemo(() => layoutMap(scene.groups, width, height), [scene, width, height])
  const by = view.measure
  const used = (pod: ApiClusterPod) => figures.pod(pod.namespace, pod.name)

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0) return
    const scale = window.devicePixelRatio
    if (element.width !== Math.round(width * scale) || element.height !== Math.round(height * scale)) {
      element.width = Math.round(width * scale)
      element.height = Math.round(height * scale)
    }
    context.setTransform(scale, 0, 0, scale, 0, 0)
    const { object } = view
    paintMap(context, {
      ...{ layout, width, top, height, cursor, groupNames: scene.names },
      colours: mapColours(element, scheme),
      nodeShade: at => {
        const { node } = scene.nodes[at]!
        if (by === 'alarm') return alarmShade(node === undefined ? [] : alarms?.ofNode(node.name))
        return node === undefined ? { level: 'waiting', share: 1 } : nodeShade(node, figures.node(node.name), by)
      },
      podShade: (at, pod) => {
        const one = scene.nodes[at]!.pods[pod]!
        return by === 'alarm' ? alarmShade(alarms?.ofPod(one)) : podShade(one, figures.pod(one.namespace, one.name), by)
      },
      isFaint: (at, pod) => faint?.has(scene.nodes[at]!.pods[pod]!) ?? false,
      chosen: (at, pod) => {
        if (object === undefined) return false
        const one = scene.nodes[at]!
        if (pod < 0) return object.kind === 'Node' && object.name === one.name
        const here = one.pods[pod]!
        return object.kind === 'Pod' && object.name === here.name && object.namespace === here.namespace
      },
    })
  }, [layout, width, height, top, cursor, scene, figures, alarms, faint, by, scheme, view])

  const told = (hit: MapHit | undefined): { readonly title: string; readonly lines: readonly string[] } | undefined => {
    const one = hit && scene.nodes[hit.node]
    if (hit === undefined || one === undefined) return undefined
    const pod = one.pods[hit.pod]
    if (pod !== undefined) {
      const measured =
        by === 'status'
          ? []
          : by === 'alarm'
            ? alarmLines(words, alarms?.ofPod(pod))
            : [shadeWords(words, podShade(pod, used(pod), by), by)]
      return { title: `${pod.namespace}/${pod.name}`, lines: [...measured, ...podLines(words, pod, used(pod))] }
    }
    if (one.node === undefined) return { title: one.name, lines: [] }
    const spoken = by === 'alarm' ? alarmLines(words, alarms?.ofNode(one.name)) : []
    return { title: one.name, lines: [...spoken, ...nodeLines(words, one.node, figures.node(one.name))] }
  }
  const open = (hit: MapHit | undefined) => {
    const one = hit && scene.nodes[hit.node]
    if (hit === undefined || one === undefined) return
    const pod = one.pods[hit.pod]
    if (pod !== undefined) change({ object: { kind: 'Pod', namespace: pod.namespace, name: pod.name } }, false)
    else if (one.node !== undefined) change({ object: { kind: 'Node', namespace: '', name: one.name } }, false)
  }
  const hitAt = (event: { readonly clientX: number; readonly clientY: number }): MapHit | undefined => {
    const box = canvas.current?.getBoundingClientRect()
    return box && hitOf(layout, event.clientX - box.left, event.clientY - box.top + top)
  }
  const tip = pointed && told(pointed.hit)
  const said = told(cursor)
  return (
    <div className={classes.stage} ref={sized}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="application"
        aria-roledescription={words.cluster.shows.map}
        aria-label={`${words.cluster.map.label}. ${words.cluster.map.help}`}
        tabIndex={0}
        onScroll={event => setTop(event.currentTarget.scrollTop)}
        onPointerMove={event => {
          const hit = hitAt(event)
          setPointed(hit && { hit, x: event.clientX, y: event.clientY })
        }}
        onPointerLeave={() => setPointed(undefined)}
        onClick={event => open(hitAt(event))}
        onBlur={() => setCursor(undefined)}
        onKeyDown={event => {
          if (event.key === 'Enter' && cursor !== undefined) {
            event.preventDefault()
            return open(cursor)
          }
          const next = stepTo(layout, cursor, event.key)
          if (next === undefined || event.metaKey || event.ctrlKey || event.altKey) return
          event.preventDefault()
          setCursor(next)
          keepInSight(scroller.current, layout, next)
        }}
      >
        <canvas ref={canvas} className={classes.canvas} style={{ width, height }} aria-hidden />
        <div style={{ height: Math.max(0, layout.height - height) }} />
      </div>
      <p className="mg-visually-hidden" aria-live="polite">
        {said && [said.title, ...said.lines].join(', ')}
      </p>
      {tip && pointed && <Tip told={tip} x={pointed.x} y={pointed.y} />}
    </div>
  )
}

function keepInSight(scroller: HTMLElement | null, layout: MapLayout, { node, pod }: MapHit): void {
  const place = layout.nodes[node]
  if (scroller === null || place === undefined) return
  const from = pod < 0 ? place.y : squareAt(place, layout.cell, pod).y
  const to = pod < 0 ? place.y + place.height : from + layout.cell
  if (from < scroller.scrollTop) scroller.scrollTop = from - layout.cell
  else if (to > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = to - scroller.clientHeight + layout.cell
}

function Tip({
  told: { title, lines },
  x,
  y,
}: {
  readonly told: { readonly title: string; readonly lines: readonly string[] }
  readonly x: number
  readonly y: number
}) {
  const right = x > window.innerWidth - 340
  const low = y > window.innerHeight - 180
  return (
    <div
      className={classes.tip}
      aria-hidden
      style={{
        ...(right ? { right: window.innerWidth - x + 12 } : { left: x + 14 }),
        ...(low ? { bottom: window.innerHeight - y + 12 } : { top: y + 14 }),
      }}
    >
      <strong>{title}</strong>
      {lines.map(line => (
        <span key={line}>{line}</span>
      ))}
    </div>
  )
}
