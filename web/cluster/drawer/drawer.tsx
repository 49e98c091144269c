/** One object in full, beside whatever led to it: parts as tabs, all of it in the address. */
import { ActionIcon, Button, Tabs } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { ApiClusterObject } from '../../../src/model/index.ts'
import { ApiProblem } from '../../api/index.ts'
import { showMoment } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import type { Place } from '../../paths.ts'
import { copyText, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { useClusterObject } from '../queries.ts'
import { Sign } from '../sign.tsx'
import { type ClusterView, type DrawerPart, drawerParts, type ObjectRef } from '../view.ts'
import { AboutObject } from './about.tsx'
import { Changes } from './changes.tsx'
import classes from './drawer.module.css'
import { Events } from './events.tsx'
import { Logs } from './logs.tsx'
import { Usage } from './usage.tsx'

export interface DrawerProps {
  readonly object: ObjectRef
  readonly view: ClusterView
  /** As signals call it. */
  readonly cluster: string
  readonly change: (part: Partial<ClusterView>, replace: boolean) => void
  readonly place: (object: ObjectRef) => Place
  readonly list: (view: Partial<ClusterView>) => Place
}

export function Drawer({ object, view, cluster, change, place, list }: DrawerProps) {
  const words = useWords()
  const { drawer } = words.cluster
  const { zone } = useTime()
  const found = useClusterObject(object, view.at)
  const head = useRef<HTMLHeadingElement>(null)
  const close = () => change({ object: undefined, part: 'about' }, false)
  useKeys({ close })
  // Whoever opens it by a click or a key reads on here, and goes on where it was opened once it is closed.
  useEffect(() => {
    const opener = document.activeElement
    head.current?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === document.body && opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true })
    }
  }, [])
  const { data } = found
  const isNotThere =
    found.error instanceof ApiProblem && found.error.problem.kind === 'refused' && found.error.problem.status === 404
  return (
    <aside className={classes.drawer} aria-label={drawer.label(object.kind, object.name)}>
      <header className={classes.head}>
        <div>
          <p className={classes.kind}>
            {object.kind}
            {object.namespace !== '' && ` · ${object.namespace}`}
          </p>
          <h2 ref={head} tabIndex={-1}>
            {object.name}
          </h2>
          {data && data.status !== '' && (
            <p className={classes.status}>
              <Sign tone={data.tone} />
              {data.status}
            </p>
          )}
        </div>
        <ActionIcon aria-label={drawer.close} onClick={close}>
          <IconX size={17} />
        </ActionIcon>
      </header>
      {data?.goneAt != null && <p className={classes.note}>{drawer.gone(showMoment(data.goneAt, zone))}</p>}
      {view.at !== undefined && <p className={classes.note}>{drawer.shownAt(showMoment(view.at, zone))}</p>}
      <Tabs
        value={view.part}
        onChange={part => change({ part: part as DrawerPart }, true)}
        className={classes.tabs}
        keepMounted={false}
      >
        <Tabs.List aria-label={drawer.label(object.kind, object.name)}>
          {drawerParts.map(part => (
            <Tabs.Tab key={part} value={part}>
              {drawer.parts[part]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {drawerParts.map(part => (
          <Tabs.Panel key={part} value={part} className={classes.panel}>
            {part === 'changes' ? (
              <Changes object={object} at={view.at} showAt={at => change({ at }, false)} />
            ) : data ? (
              <Part part={part} object={data} cluster={cluster} view={view} place={place} list={list} />
            ) : isNotThere ? (
              <Nothing title={view.at === undefined ? drawer.notHere : drawer.wasNot(showMoment(view.at, zone))} />
            ) : found.isError ? (
              <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
            ) : (
              <Waiting rows={8} />
            )}
          </Tabs.Panel>
        ))}
      </Tabs>
    </aside>
  )
}

interface PartProps extends Pick<DrawerProps, 'cluster' | 'view' | 'place' | 'list'> {
  readonly part: Exclude<DrawerPart, 'changes'>
  readonly object: ApiClusterObject
}

function Part({ part, object, cluster, view, place, list }: PartProps) {
  const { at } = view
  switch (part) {
    case 'about':
      return <AboutObject object={object} at={at} place={place} list={list} />
    case 'events':
      return <Events object={object} cluster={cluster} at={at} />
    case 'usage':
      return <Usage object={object} cluster={cluster} at={at} />
    case 'logs':
      return <Logs object={object} />
    case 'yaml':
      return <Yaml object={object} />
  }
}

function Yaml({ object: { kind, yaml } }: { readonly object: ApiClusterObject }) {
  const { drawer } = useWords().cluster
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <>
      {kind === 'Secret' && <p className={classes.dim}>{drawer.secretHidden}</p>}
      {kind === 'ConfigMap' && <p className={classes.dim}>{drawer.configHidden}</p>}
      <Button variant="default" onClick={() => void copyText(yaml).then(() => setCopied(true))}>
        {copied ? drawer.copied : drawer.copyYaml}
      </Button>
      <pre className={classes.yaml} tabIndex={0}>
        {yaml}
      </pre>
    </>
  )
}
