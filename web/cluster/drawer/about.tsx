/** One object in words: how it is and why, whose it is, what its containers do. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ApiAmounts, ApiClusterObject, ApiContainer } from '../../../src/model/index.ts'
import type { ObjectFact } from '../../../src/model/kubernetes/index.ts'
import { showBytes, showCores, showDuration, showMoment } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import type { Place } from '../../paths.ts'
import { useTime } from '../../time/index.ts'
import { sayCluster } from '../say.ts'
import { Sign } from '../sign.tsx'
import type { ClusterView, ObjectRef } from '../view.ts'
import { ObjectAlarms } from './alarms.tsx'
import classes from './drawer.module.css'

export interface AboutObjectProps {
  readonly object: ApiClusterObject
  readonly at: number | undefined
  readonly place: (object: ObjectRef) => Place
  /** Another view of the page, with the drawer closed. */
  readonly list: (view: Partial<ClusterView>) => Place
}

export function AboutObject({ object, at, place, list }: AboutObjectProps) {
  const words = useWords()
  const { drawer, columns } = words.cluster
  const { zone } = useTime()
  const { kind, namespace, name, why, conditions, containers, labels, chain, createdAt, node, facts } = object
  const now = at ?? object.goneAt ?? Date.now()
  const pods = linkedPods(kind, name, namespace, list)
  return (
    <>
      <ul className={classes.why}>
        {why.map(said => (
          <li key={said.code + JSON.stringify(said.values)}>{sayCluster(words, said, zone)}</li>
        ))}
        {why.length === 0 && <li className={classes.dim}>{drawer.well}</li>}
      </ul>
      <ObjectAlarms object={object} at={at} />
      <dl className={classes.facts}>
        {chain.length > 0 && (
          <Fact name={drawer.owners}>
            {chain.map((owner, place_) => (
              <span key={`${owner.kind}/${owner.name}`}>
                {place_ > 0 && ' › '}
                {owner.known ? (
                  <Link {...place(owner)}>{`${owner.kind} ${owner.name}`}</Link>
                ) : (
                  <span title={drawer.notKnown}>{`${owner.kind} ${owner.name}`}</span>
                )}
              </span>
            ))}
          </Fact>
        )}
        {node !== null && node !== '' && (
          <Fact name={drawer.node}>
            <Link {...place({ kind: 'Node', namespace: '', name: node })}>{node}</Link>
          </Fact>
        )}
        {pods !== undefined && (
          <Fact name={kind === 'Node' ? drawer.podsOn : kind === 'Namespace' ? drawer.inside : drawer.podsOf}>
            <Link {...pods}>{words.cluster.tabs.pods}</Link>
          </Fact>
        )}
        {createdAt !== null && (
          <Fact name={drawer.created}>
            {showMoment(createdAt, zone)} ({showDuration(Math.max(1_000, now - createdAt), words.units)})
          </Fact>
        )}
        {(Object.entries(facts) as [ObjectFact, string | number][])
          .filter(([fact]) => fact !== 'owner')
          .map(([fact, value]) => (
            <Fact key={fact} name={columns[fact]}>
              {value}
            </Fact>
          ))}
      </dl>
      {containers.length > 0 && (
        <section aria-label={drawer.containers}>
          <h3>{drawer.containers}</h3>
          {containers.map(container => (
            <Container key={`${container.init}${container.name}`} container={container} />
          ))}
        </section>
      )}
      {conditions.length > 0 && (
        <section aria-label={drawer.conditions}>
          <h3>{drawer.conditions}</h3>
          <ul className={classes.conditions}>
            {conditions.map(condition => (
              <li key={condition.type}>
                <Sign tone={condition.tone} />
                {condition.type}: {condition.status}
                {condition.since !== null && <time>{showMoment(condition.since, zone)}</time>}
                <p>{[condition.reason, condition.message].filter(Boolean).join(': ')}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {Object.keys(labels).length > 0 && (
        <section aria-label={drawer.labels}>
          <h3>{drawer.labels}</h3>
          <ul className={classes.labels}>
            {Object.entries(labels).map(([label, value]) => (
              <li key={label}>
                <Link {...list({ show: 'list', tab: tabOf(kind), text: `${label}=${value}`, sort: undefined })}>
                  {label}={value}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
)

const tabs: Readonly<Record<string, string>> = {
  ...{ Node: 'nodes', Pod: 'pods', Deployment: 'workloads', StatefulSet: 'workloads' },
  ...{ DaemonSet: 'workloads', CronJob: 'workloads' },
}
const tabOf = (kind: string): string => tabs[kind] ?? kind

/** The list of pods that belong to it; undefined: it has none of its own. */
function linkedPods(kind: string, name: string, namespace: string, list: AboutObjectProps['list']): Place | undefined {
  const pods = (text: string) => list({ show: 'list', tab: 'pods', text, sort: undefined })
  if (kind === 'Node') return pods(`node=${name}`)
  if (kind === 'Namespace') return pods(`namespace=${name}`)
  return tabs[kind] === 'workloads' ? pods(`namespace=${namespace} workload=${name}`) : undefined
}

function Container({ container }: { readonly container: ApiContainer }) {
  const words = useWords()
  const { drawer } = words.cluster
  const { zone } = useTime()
  const { name, init, image, state, tone, since, restarts, before, requests, limits } = container
  return (
    <div className={classes.container}>
      <div className={classes.containerHead}>
        {state !== '' && <Sign tone={tone} />}
        <strong>{name}</strong> {init && <span className={classes.dim}>({drawer.init})</span>} {state}
        {since !== null && <span className={classes.dim}> {showMoment(since, zone)}</span>}
        {restarts > 0 && <span> · {words.cluster.map.restarts(restarts, String(restarts))}</span>}
      </div>
      <dl className={classes.facts}>
        <Fact name={drawer.image}>
          <code>{image}</code>
        </Fact>
        <Fact name={drawer.requests}>
          <Amounts amounts={requests} />
        </Fact>
        <Fact name={drawer.limits}>
          <Amounts amounts={limits} />
        </Fact>
      </dl>
      {before !== null && (
        <p className={classes.dim}>
          {drawer.before(
            before.reason,
            String(before.exitCode),
            before.at === null ? '–' : showMoment(before.at, zone),
          )}
        </p>
      )}
    </div>
  )
}

function Amounts({ amounts: { cpu, memory } }: { readonly amounts: ApiAmounts }) {
  const { drawer } = useWords().cluster
  const all = [...(cpu === null ? [] : [drawer.cores(showCores(cpu))]), ...(memory === null ? [] : [showBytes(memory)])]
  return all.length === 0 ? <span className={classes.dim}>{drawer.nothing}</span> : all.join(', ')
}
