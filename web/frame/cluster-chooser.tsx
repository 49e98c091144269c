/** Which cluster is looked at: there only where there is more than one. What is chosen stands in the address, on every page. */
import { Menu } from '@mantine/core'
import { IconChevronDown, IconTopologyStar3 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { getClusters, orThrow, useFeature } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { type Search, text } from '../search.ts'
import classes from './frame.module.css'
import { onOtherCluster } from './other-cluster.ts'

/** A cluster that comes or goes is seen after this (ms). */
const lookAgain = 60_000

export function ClusterChooser() {
  const { cluster: words } = useWords()
  const navigate = useNavigate()
  const chosen = text((useSearch({ strict: false }) as Search).cluster)
  const { data } = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => orThrow(getClusters(signal)),
    refetchInterval: lookAgain,
    enabled: useFeature('cluster') === true,
    retry: false,
  })
  const clusters = data?.clusters ?? []
  if (clusters.length < 2) return null
  const current = clusters.find(({ name }) => name === chosen) ?? clusters[0]!
  const go = (name: string) =>
    void navigate({
      to: '.',
      search: (before: Search) => onOtherCluster(before, name === clusters[0]!.name ? undefined : name),
    })
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={classes.cluster} aria-label={`${words.choose}: ${current.name}`}>
          <IconTopologyStar3 size={15} aria-hidden />
          <span className={classes.clusterName}>{current.name}</span>
          <IconChevronDown size={12} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.choose}</Menu.Label>
        {clusters.map(({ name, address, state }) => (
          <Menu.Item
            key={name}
            onClick={() => go(name)}
            fw={name === current.name ? 700 : 400}
            aria-current={name === current.name}
          >
            {name}
            <span className={classes.clusterMore}>
              {address}
              {state === 'seen' ? '' : ` · ${words.states[state]}`}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
