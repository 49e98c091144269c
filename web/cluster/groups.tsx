/** Node groups: what each promised against what is there; and how the control plane is. */
import { IconCheck, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ApiCluster, ApiNodeGroup } from '../../src/model/index.ts'
import { showCount, showDuration } from '../format/index.ts'
import { useTimeView } from '../frame/index.ts'
import { useWords } from '../i18n/index.ts'
import { paths } from '../paths.ts'
import { Nothing } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './groups.module.css'
import { sayCluster } from './say.ts'
import { Sign } from './sign.tsx'

export function Groups({ cluster }: { readonly cluster: ApiCluster }) {
  const { cluster: words } = useWords()
  return (
    <div className={classes.page}>
      <section aria-label={words.nodeGroups.label}>
        <h2>{words.nodeGroups.label}</h2>
        {cluster.groups.length === 0 ? (
          <Nothing title={words.nodeGroups.none}>
            <p>{words.nodeGroups.noneHint}</p>
          </Nothing>
        ) : (
          <div className={classes.cards}>
            {cluster.groups.map(group => (
              <Group key={group.name} group={group} />
            ))}
          </div>
        )}
      </section>
      <ControlPlane cluster={cluster} />
    </div>
  )
}

function Group({ group }: { readonly group: ApiNodeGroup }) {
  const all = useWords()
  const { nodeGroups: words } = all.cluster
  const { zone } = useTime()
  const time = useTimeView()
  const { name, ready, total, min, desired, max, limits, source, promise, tone, unknown } = group
  const bound = (value: number | null) => (value === null ? words.unknown : showCount(value))
  // Who tells limits in cores and bytes has no most in nodes.
  const most = max === null && unknown === null && min !== null ? words.unbounded : bound(max)
  const others = Object.entries(limits).map(([resource, value]) => `${resource} ${value}`)
  return (
    <article className={classes.card} aria-label={name}>
      <h3>
        <Sign tone={tone} />
        {name}
      </h3>
      <Bar group={group} />
      <dl>
        <dt>{words.ready}</dt>
        <dd>
          {showCount(ready)} / {showCount(total)}
        </dd>
        <dt>{words.desired}</dt>
        <dd>{bound(desired)}</dd>
        <dt>{words.bounds}</dt>
        <dd>{min === null && max === null ? words.unknown : `${bound(min)} – ${most}`}</dd>
        {others.length > 0 && (
          <>
            <dt>{words.limits}</dt>
            <dd>{others.join(', ')}</dd>
          </>
        )}
        <dt>{words.told}</dt>
        <dd>{words.sources[source]}</dd>
        <dt>{words.promise}</dt>
        <dd>{sayCluster(all, promise, zone)}</dd>
      </dl>
      {unknown !== null && <p className={classes.dim}>{sayCluster(all, unknown, zone)}</p>}
      <Link {...paths.cluster({ tab: 'nodes', text: `group=${name}` }, time)}>{words.nodes}</Link>
    </article>
  )
}

/** Squares for nodes: filled where ready, crossed where not, empty where promised and not there. */
function Bar({ group: { ready, total, desired, max } }: { readonly group: ApiNodeGroup }) {
  const most = Math.max(total, desired ?? 0, max ?? 0)
  if (most === 0 || most > 60) return null
  const states = Array.from({ length: most }, (_, at) =>
    at < ready ? 'ready' : at < total ? 'bad' : at < (desired ?? 0) ? 'missing' : 'room',
  )
  return (
    <div className={classes.bar} aria-hidden>
      {states.map((state, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
        <span key={at} data-state={state}>
          {state === 'bad' ? '✕' : ''}
        </span>
      ))}
    </div>
  )
}

function ControlPlane({ cluster: { controlPlane } }: { readonly cluster: ApiCluster }) {
  const all = useWords()
  const { nodeGroups: words } = all.cluster
  if (controlPlane === null)
    return (
      <section aria-label={words.control}>
        <h2>{words.control}</h2>
        <p className={classes.dim}>{words.notAsked}</p>
      </section>
    )
  const { version, tookMs, checks, at } = controlPlane
  const passed = checks.filter(check => check.passed).length
  return (
    <section aria-label={words.control}>
      <h2>{words.control}</h2>
      <p>
        {words.version} {version} · {words.took(showDuration(tookMs, all.units))} ·{' '}
        <span className={classes.dim}>{words.asked(showDuration(Math.max(1_000, Date.now() - at), all.units))}</span>
      </p>
      {checks.length === 0 ? (
        <p className={classes.dim}>{words.noChecks}</p>
      ) : (
        <details className={classes.checks} open={passed < checks.length}>
          <summary>{words.checks(showCount(passed), showCount(checks.length))}</summary>
          <ul>
            {checks
              .toSorted((one, other) => Number(one.passed) - Number(other.passed))
              .map(check => (
                <li key={check.name} data-passed={check.passed}>
                  {check.passed ? <IconCheck size={13} aria-hidden /> : <IconX size={13} aria-hidden />}
                  <span className="mg-visually-hidden">{check.passed ? words.passed : words.failed}: </span>
                  {check.name}
                </li>
              ))}
          </ul>
        </details>
      )}
    </section>
  )
}
