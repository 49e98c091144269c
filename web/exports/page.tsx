/** Lines of a group written to a folder or a bucket: what runs, what is done, and a new one. */
import { Autocomplete, Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { useDebouncedValue, useDocumentTitle } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { ApiExport } from '../../src/model/index.ts'
import { cancelExport, getExports, getGroups, orThrow, startExport } from '../api/index.ts'
import { showBytes, showCount, showExactTime, showStretch } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { SectionHead } from '../logs/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './exports.module.css'

const key = ['exports'] as const
const going = (one: ApiExport): boolean => one.status === 'PENDING' || one.status === 'RUNNING'

export function ExportsPage() {
  const words = useWords()
  const time = useTime()
  const queries = useQueryClient()
  const [creating, setCreating] = useState(false)
  useDocumentTitle([words.exports.title, words.brand].join(' · '))
  const exports = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => orThrow(getExports(signal)),
    refetchInterval: query => (query.state.data?.exports.some(going) ? 1_500 : 15_000),
  })
  const cancel = useMutation({
    mutationFn: (id: string) => orThrow(cancelExport(id)),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  })
  const create = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setCreating(true)}>
      {words.exports.create}
    </Button>
  )
  return (
    <div className={classes.page}>
      <SectionHead title={words.exports.title} lead={words.exports.lead}>
        {exports.data && exports.data.exports.length > 0 && create}
      </SectionHead>
      {cancel.isError && <Trouble inline message={explain(words, cancel.error)} />}
      {exports.isError && !exports.data ? (
        <Trouble message={explain(words, exports.error)} retry={() => void exports.refetch()} />
      ) : !exports.data ? (
        <Waiting rows={6} height={34} />
      ) : exports.data.exports.length === 0 ? (
        <Nothing title={words.exports.empty}>
          <p>
            {exports.data.allowed.length === 0
              ? words.exports.allowedNone
              : words.deliveries.allowed(exports.data.allowed.join(', '))}
          </p>
          <div className={classes.middle}>{create}</div>
        </Nothing>
      ) : (
        <div className={classes.scroller} tabIndex={0} role="group" aria-label={words.exports.title}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{words.exports.status}</th>
                <th>{words.self.group}</th>
                <th>{words.time.label}</th>
                <th>{words.deliveries.destination}</th>
                <th>{words.exports.format}</th>
                <th data-number>{words.groups.events}</th>
                <th data-number>{words.groups.size}</th>
                <th data-number>{words.exports.files}</th>
                <th>{words.group.created}</th>
                <th>
                  <span className="mg-visually-hidden">{words.palette.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {exports.data.exports.map(one => (
                <tr key={one.id}>
                  <td data-status={one.status} title={one.message}>
                    {words.exports.statuses[one.status]}
                    {one.message !== undefined && <span className={classes.message}> {one.message}</span>}
                  </td>
                  <td className={classes.long}>{one.group}</td>
                  <td>{showStretch(one.from, one.to, time.zone)}</td>
                  <td className={classes.long}>{one.destination}</td>
                  <td>{words.exports.formats[one.format]}</td>
                  <td data-number>{showCount(one.events)}</td>
                  <td data-number>{showBytes(one.bytes)}</td>
                  <td data-number>{showCount(one.files)}</td>
                  <td>{showExactTime(one.createdAt, time.zone).slice(0, 19)}</td>
                  <td>
                    {going(one) && (
                      <Button
                        variant="subtle"
                        color="red"
                        size="compact-xs"
                        onClick={() => cancel.mutate(one.id)}
                        loading={cancel.isPending && cancel.variables === one.id}
                      >
                        {words.search.cancel}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {creating && <CreateExport allowed={exports.data?.allowed ?? []} close={() => setCreating(false)} />}
    </div>
  )
}

function CreateExport({ allowed, close }: { readonly allowed: readonly string[]; readonly close: () => void }) {
  const words = useWords()
  const time = useTime()
  const queries = useQueryClient()
  const [group, setGroup] = useState('')
  const [destination, setDestination] = useState(allowed[0] ?? '')
  const [prefix, setPrefix] = useState('')
  const [format, setFormat] = useState<ApiExport['format']>('parquet')
  const [contains] = useDebouncedValue(group.trim(), 150)
  const groups = useQuery({
    queryKey: ['groups', 'names', contains],
    queryFn: ({ signal }) => orThrow(getGroups({ contains, limit: 30 }, signal)),
    placeholderData: keepPreviousData,
  })
  const { from, to } = time.resolved
  const start = useMutation({
    mutationFn: () =>
      orThrow(
        startExport({
          group: group.trim(),
          from,
          to,
          destination: destination.trim(),
          format,
          ...(prefix.trim() === '' ? {} : { prefix: prefix.trim() }),
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: key })
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={words.exports.create} closeButtonProps={{ 'aria-label': words.keys.close }}>
      <form
        className={classes.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          start.mutate()
        }}
      >
        <Autocomplete
          size="xs"
          label={words.self.group}
          value={group}
          onChange={setGroup}
          data={(groups.data?.groups ?? []).map(one => one.name)}
          required
          data-autofocus
        />
        <p className={classes.dim}>{words.exports.range(showStretch(from, to, time.zone))}</p>
        <TextInput
          label={words.deliveries.destination}
          description={words.exports.destinationHint}
          value={destination}
          onChange={event => setDestination(event.currentTarget.value)}
          required
          spellCheck={false}
        />
        <TextInput
          label={words.exports.prefix}
          value={prefix}
          onChange={event => setPrefix(event.currentTarget.value)}
          spellCheck={false}
        />
        <Select
          label={words.exports.format}
          value={format}
          allowDeselect={false}
          onChange={value => setFormat(value === 'ndjson' ? 'ndjson' : 'parquet')}
          data={(['parquet', 'ndjson'] as const).map(value => ({ value, label: words.exports.formats[value] }))}
        />
        {start.isError && <Trouble inline message={explain(words, start.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {words.groups.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {words.exports.start}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
