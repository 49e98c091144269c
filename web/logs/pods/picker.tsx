/** Logs by pods: the chip of what is chosen, and the form where workload, labels, namespace and containers are. */
import { Autocomplete, Button, Checkbox, Popover, TagsInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconStack2, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import type { ApiPodSelector } from '../../../src/model/index.ts'
import { getClusterPods, getClusterWorkloads, orThrow } from '../../api/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useWords } from '../../i18n/index.ts'
import { queryClasses } from '../query/index.ts'
import { formOf, offersOf, type PodForm, type PodFormFault, selectorOf, titleOf, withWorkload } from './offers.ts'
import classes from './pods.module.css'

/** At most so many are shown at once; typing narrows them. */
const shownOffers = 50
/** An offer that stood elsewhere in the document would be a click outside, and close the form. */
const inPlace = { withinPortal: false } as const

export interface PodPickerProps {
  readonly pods: ApiPodSelector | undefined
  readonly choose: (pods: ApiPodSelector | undefined) => void
  /** It stands by itself, not in a row of chips. */
  readonly prominent?: boolean
}

export function PodPicker({ pods, choose, prominent = false }: PodPickerProps) {
  const words = useWords()
  const [opened, { toggle, close }] = useDisclosure()
  const title = pods && [titleOf(pods), pods.previous && words.podLogs.previousChip].filter(Boolean).join(' · ')
  return (
    <Popover
      opened={opened}
      onChange={close}
      position="bottom-start"
      width="min(440px, calc(100vw - 24px))"
      shadow="md"
      withinPortal
      trapFocus
      returnFocus
    >
      <Popover.Target>
        {title === undefined ? (
          <button
            type="button"
            className={prominent ? classes.prominent : queryClasses.addGroup}
            onClick={toggle}
            aria-expanded={opened}
          >
            <IconStack2 size={13} aria-hidden />
            {words.podLogs.choose}
          </button>
        ) : (
          <span className={queryClasses.group}>
            <button
              type="button"
              className={queryClasses.chipText}
              title={title}
              onClick={toggle}
              aria-expanded={opened}
            >
              {title}
            </button>
            <button
              type="button"
              className={queryClasses.chipOff}
              aria-label={words.search.remove(title)}
              onClick={() => choose(undefined)}
            >
              <IconX size={12} aria-hidden />
            </button>
          </span>
        )}
      </Popover.Target>
      <Popover.Dropdown aria-label={words.podLogs.choose}>
        {opened && (
          <ChoiceForm
            pods={pods}
            choose={chosen => {
              close()
              choose(chosen)
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function ChoiceForm({ pods, choose }: Omit<PodPickerProps, 'prominent'>) {
  const words = useWords()
  // As on every page, the one that the address names; undefined: the first.
  const { cluster } = useTimeView()
  const { podLogs } = words
  const [form, setForm] = useState<PodForm>(() => formOf(pods))
  const [fault, setFault] = useState<PodFormFault>()
  const offers = useOffers(cluster)
  const change = (next: PodForm) => {
    setForm(next)
    setFault(undefined)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const selector = selectorOf(form, cluster)
    if (typeof selector === 'string') setFault(selector)
    else choose(selector)
  }
  const says = (at: PodFormFault) => (fault === at ? podLogs.faults[at] : undefined)
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.lead}>{podLogs.lead}</p>
      <Autocomplete
        label={podLogs.workload}
        placeholder={podLogs.workloadHint}
        data={[...offers.workloads]}
        limit={shownOffers}
        comboboxProps={inPlace}
        value={form.workload}
        onChange={text => change(withWorkload(form, text))}
        error={says('workload') ?? says('nothing')}
        size="xs"
        data-autofocus
        spellCheck={false}
      />
      <div className={classes.pair}>
        <Autocomplete
          label={podLogs.labels}
          placeholder={podLogs.labelsHint}
          data={[...offers.labels]}
          limit={shownOffers}
          comboboxProps={inPlace}
          value={form.labels}
          onChange={labels => change({ ...form, labels })}
          error={says('labels')}
          size="xs"
          spellCheck={false}
        />
        <Autocomplete
          label={podLogs.namespace}
          data={[...offers.namespaces]}
          limit={shownOffers}
          comboboxProps={inPlace}
          value={form.namespace}
          onChange={namespace => change({ ...form, namespace })}
          size="xs"
          spellCheck={false}
        />
      </div>
      <TagsInput
        label={podLogs.containers}
        data={[...offers.containers]}
        limit={shownOffers}
        comboboxProps={inPlace}
        value={[...form.containers]}
        onChange={containers => change({ ...form, containers })}
        size="xs"
      />
      <div className={classes.last}>
        <Checkbox
          size="xs"
          label={podLogs.previous}
          checked={form.previous}
          onChange={event => change({ ...form, previous: event.currentTarget.checked })}
        />
        <Button type="submit" size="compact-sm">
          {podLogs.show}
        </Button>
      </div>
    </form>
  )
}

function useOffers(cluster: string | undefined) {
  const workloads = useQuery({
    queryKey: ['cluster', 'offered-workloads', cluster],
    queryFn: ({ signal }) => orThrow(getClusterWorkloads({ cluster }, signal)),
    retry: false,
  })
  const pods = useQuery({
    queryKey: ['cluster', 'offered-pods', cluster],
    queryFn: ({ signal }) => orThrow(getClusterPods({ cluster }, signal)),
    retry: false,
  })
  return useMemo(() => offersOf(workloads.data?.workloads ?? [], pods.data?.pods ?? []), [workloads.data, pods.data])
}
