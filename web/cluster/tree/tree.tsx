/** The tree view: virtual rows, opened and walked by keys as trees are; what stands open is in the address. */
import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { ApiClusterPod } from '../../../src/model/index.ts'
import { showBytes, showCores, showCount } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { readFilter, wanted } from '../list/index.ts'
import { type Figures, useClusterList } from '../queries.ts'
import { Sign } from '../sign.tsx'
import { type ClusterView, type ObjectRef, openTrouble, writeRef } from '../view.ts'
import classes from './tree.module.css'
import { type Branch, growTree, troubled, unfolded } from './tree.ts'

const rowHeight = 28

export interface TreeProps {
  readonly view: ClusterView
  readonly figures: Figures
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
}

export function ClusterTree({ view, figures, change }: TreeProps) {
  const words = useWords()
  const nodes = useClusterList('nodes', view.at)
  const pods = useClusterList('pods', view.at)
  const trouble = [nodes, pods].find(one => one.isError && one.data === undefined)
  const branches = useMemo(() => {
    if (nodes.data === undefined || pods.data === undefined) return undefined
    const terms = readFilter(view.text)
    const isWanted = (pod: ApiClusterPod) => {
      const { name, namespace, status, node, labels } = pod
      const workload = pod.workload?.name ?? ''
      const cells = [name, namespace, status, node, workload].map(text => ({ text }))
      return wanted(terms, { cells, labels, fields: { name, namespace, status, node, workload } })
    }
    const some = terms.length === 0 ? pods.data.rows : pods.data.rows.filter(isWanted)
    // With a filter, a node without any of the wanted is in the way.
    const has = new Set(some.map(({ node }) => node))
    const shown = terms.length === 0 ? nodes.data.rows : nodes.data.rows.filter(({ name }) => has.has(name))
    return growTree(shown, some, figures, words.cluster.map.noNode)
  }, [nodes.data, pods.data, figures, view.text, words])
  if (trouble !== undefined)
    return <Trouble message={explain(words, trouble.error)} retry={() => void trouble.refetch()} />
  if (branches === undefined) return <Waiting rows={10} height={rowHeight} />
  if (branches.length === 0) {
    const { none, noneMatch, noneThen, tabs } = words.cluster
    const filter = view.text.trim()
    return (
      <Nothing title={filter !== '' ? noneMatch(filter) : view.at === undefined ? none.nodes : noneThen(tabs.nodes)} />
    )
  }
  return <Branches branches={branches} view={view} change={change} />
}

function Branches({ branches, view, change }: Omit<TreeProps, 'figures'> & { readonly branches: readonly Branch[] }) {
  const { cluster: words } = useWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState<string>()
  const open = useMemo(
    () => new Set(view.open.flatMap(path => (path === openTrouble ? troubled(branches) : [path]))),
    [view.open, branches],
  )
  const rows = useMemo(() => unfolded(branches, open), [branches, open])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    getItemKey: at => rows[at]!.path,
  })
  const at = rows.findIndex(({ path }) => path === current)
  const turn = (branch: Branch, on = !open.has(branch.path)) =>
    change({ open: on ? [...view.open, branch.path] : [...open].filter(path => path !== branch.path) }, true)
  const show = (object: ObjectRef | undefined) => object !== undefined && change({ object }, false)
  const go = (to: number) => {
    const row = rows[Math.min(Math.max(to, 0), rows.length - 1)]
    if (row === undefined) return
    setCurrent(row.path)
    virtual.scrollToIndex(rows.indexOf(row))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const branch = rows[at]
    const isOpen = branch !== undefined && open.has(branch.path)
    if (event.metaKey || event.ctrlKey || event.altKey) return
    switch (event.key) {
      case 'ArrowDown':
        go(at + 1)
        break
      case 'ArrowUp':
        go(at - 1)
        break
      case 'Home':
        go(0)
        break
      case 'End':
        go(rows.length - 1)
        break
      case 'ArrowRight':
        if (isOpen) go(at + 1)
        else if (branch !== undefined && !branch.isLeaf) turn(branch, true)
        break
      case 'ArrowLeft':
        if (branch !== undefined && isOpen) turn(branch, false)
        else if (branch !== undefined && branch.level > 1)
          go(rows.findLastIndex((one, place) => place < at && one.level < branch.level))
        break
      case 'Enter':
        show(branch?.object)
        break
      default:
        return
    }
    event.preventDefault()
  }
  return (
    <div className={classes.tree}>
      <div className={classes.bar}>
        <Button variant="default" onClick={() => change({ open: [openTrouble] }, true)}>
          {words.tree.openAll}
        </Button>
        <Button variant="default" disabled={view.open.length === 0} onClick={() => change({ open: [] }, true)}>
          {words.tree.closeAll}
        </Button>
      </div>
      <div className={classes.head} aria-hidden>
        <span>{words.tree.columns.name}</span>
        <span>{words.tree.columns.pods}</span>
        <span>{words.tree.columns.cpu}</span>
        <span>{words.tree.columns.memory}</span>
        <span>{words.tree.columns.status}</span>
      </div>
      <div
        className={classes.scroller}
        ref={scroller}
        role="tree"
        aria-label={words.tree.label}
        tabIndex={0}
        aria-activedescendant={at < 0 ? undefined : idOf(current ?? '')}
        onKeyDown={onKeyDown}
        // A click brings its own row: another one to begin with would scroll the tree from under the pointer.
        onFocus={event => current === undefined && event.currentTarget.matches(':focus-visible') && go(0)}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
          {virtual.getVirtualItems().map(item => {
            const branch = rows[item.index]!
            return (
              <Row
                key={item.key}
                branch={branch}
                top={item.start}
                isOpen={open.has(branch.path)}
                current={branch.path === current}
                chosen={
                  view.object !== undefined &&
                  branch.object !== undefined &&
                  branch.kind !== 'container' &&
                  writeRef(branch.object) === writeRef(view.object)
                }
                turn={() => {
                  setCurrent(branch.path)
                  turn(branch)
                }}
                show={() => {
                  setCurrent(branch.path)
                  show(branch.object)
                }}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

const idOf = (path: string): string => `branch-${encodeURIComponent(path)}`

interface RowProps {
  readonly branch: Branch
  readonly top: number
  readonly isOpen: boolean
  readonly current: boolean
  readonly chosen: boolean
  readonly turn: () => void
  readonly show: () => void
}

function Row({ branch, top, isOpen, current, chosen, turn, show }: RowProps) {
  const { cluster: words } = useWords()
  const { level, name, owner, isLeaf, tone, pods, bad, cpu, memory, status } = branch
  const Arrow = isOpen ? IconChevronDown : IconChevronRight
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself has the keys
    <div
      id={idOf(branch.path)}
      role="treeitem"
      aria-level={level}
      aria-selected={chosen}
      {...(!isLeaf ? { 'aria-expanded': isOpen } : {})}
      className={classes.row}
      data-current={current || undefined}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      onClick={show}
    >
      <span className={classes.name} style={{ paddingLeft: (level - 1) * 18 }}>
        <span
          className={classes.arrow}
          data-leaf={isLeaf || undefined}
          aria-hidden
          onClick={event => {
            event.stopPropagation()
            turn()
          }}
        >
          <Arrow size={14} />
        </span>
        <Sign tone={tone} />
        {owner !== '' && <span className={classes.kind}>{owner} </span>}
        <span className={classes.text} title={name}>
          {name}
        </span>
      </span>
      <span>
        {branch.kind === 'pod' || branch.kind === 'container' ? '' : words.tree.pods(pods, showCount(pods))}
        {bad > 0 && branch.kind !== 'pod' && <b className={classes.bad}> {words.tree.bad(showCount(bad))}</b>}
      </span>
      <span>{cpu === undefined ? '' : showCores(cpu)}</span>
      <span>{memory === undefined ? '' : showBytes(memory)}</span>
      <span>{status}</span>
    </div>
  )
}
