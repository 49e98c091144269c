/** All boards: one's own, and those that come with Mangru. */
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconDots, IconPlus, IconSearch, IconUpload } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import type { ApiDashboardEntry } from '../../../src/model/index.ts'
import { getDashboard } from '../../api/index.ts'
import { showBytes, showCount, showDuration, showExactTime } from '../../format/index.ts'
import { useTimeView } from '../../frame/index.ts'
import { useLanguage, useWords } from '../../i18n/index.ts'
import { useKeys } from '../../keyboard/index.ts'
import { type Place, paths } from '../../paths.ts'
import type { Search } from '../../search.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import { exportBoard } from '../board/export.ts'
import { isUnchosen } from '../board/range.ts'
import { useBoards } from '../queries.ts'
import { readBoards, writeBoards } from '../view.ts'
import { CopyDialog, DeleteDialog, NewDialog } from './board-dialogs.tsx'
import type { Brought } from './import-dialog.tsx'
import classes from './list.module.css'

/** It brings the languages that a board is checked against. */
const ImportDialog = lazy(() => import('./import-dialog.tsx'))

type Dialog =
  | { readonly kind: 'new' }
  | { readonly kind: 'import'; readonly file: Brought }
  | { readonly kind: 'copy'; readonly name: string; readonly json: unknown }
  | { readonly kind: 'delete'; readonly name: string }

export function BoardsPage() {
  const words = useWords()
  const { language } = useLanguage()
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const { text } = readBoards(search)
  const boards = useBoards()
  const [dialog, setDialog] = useState<Dialog>()
  const [row, setRow] = useState<number>()
  const field = useRef<HTMLInputElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const placeOf = useBoardPlace()
  useDocumentTitle([words.dashboards.title, words.brand].join(' · '))

  const wanted = text.trim().toLowerCase()
  const titleOf = (one: ApiDashboardEntry) => one.title?.[language] ?? one.name
  const matches = (one: ApiDashboardEntry) => `${one.name} ${titleOf(one)}`.toLowerCase().includes(wanted)
  const own = (boards.data?.dashboards ?? []).filter(matches)
  const presets = (boards.data?.presets ?? []).filter(matches)
  const all = [...own, ...presets]
  const chosen = row === undefined ? undefined : all[Math.min(row, all.length - 1)]
  useKeys({
    search: () => field.current?.focus(),
    down: () => setRow(before => Math.min(all.length - 1, before === undefined ? 0 : before + 1)),
    up: () => setRow(before => Math.max(0, before === undefined ? 0 : before - 1)),
    open: () => chosen && void navigate(placeOf(chosen.name)),
  })
  const take = async (entry: ApiDashboardEntry, what: 'copy' | 'export') => {
    const found = await getDashboard(entry.name, language)
    if (!found.ok) return void boards.refetch()
    const json = JSON.parse(found.value.body) as unknown
    if (what === 'export') exportBoard(entry.name, json)
    else setDialog({ kind: 'copy', name: entry.name, json })
  }
  const create = (
    <>
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog({ kind: 'new' })}>
        {words.dashboards.newBoard}
      </Button>
      <Button
        variant="default"
        leftSection={<IconUpload size={14} aria-hidden />}
        onClick={() => file.current?.click()}
      >
        {words.dashboards.importFile}
      </Button>
    </>
  )
  const menu = (entry: ApiDashboardEntry) => (
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label={words.groups.more(titleOf(entry))}>
          <IconDots size={15} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void take(entry, 'copy')}>{words.dashboards.copyBoard}</Menu.Item>
        <Menu.Item onClick={() => void take(entry, 'export')}>{words.dashboards.exportFile}</Menu.Item>
        {!entry.preset && (
          <Menu.Item color="red" onClick={() => setDialog({ kind: 'delete', name: entry.name })}>
            {words.dashboards.deleteBoard}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
  if (boards.isError && !boards.data)
    return <Trouble message={explain(words, boards.error)} retry={() => void boards.refetch()} />
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <div>
          <h1>{words.dashboards.title}</h1>
          <p>{words.dashboards.lead}</p>
        </div>
        <div className={classes.tools}>
          <TextInput
            ref={field}
            value={text}
            onChange={event =>
              void navigate({
                to: '.',
                search: (before: Search) => {
                  const { q: _q, ...rest } = before
                  return { ...rest, ...writeBoards({ text: event.currentTarget.value }) }
                },
                replace: true,
              })
            }
            placeholder={words.dashboards.filter}
            aria-label={words.dashboards.filter}
            leftSection={<IconSearch size={14} aria-hidden />}
            spellCheck={false}
          />
          {create}
        </div>
      </header>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        onChange={event => {
          const [one] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (one) void one.text().then(body => setDialog({ kind: 'import', file: { name: one.name, body } }))
        }}
      />
      {!boards.data ? (
        <Waiting rows={10} height={34} />
      ) : (
        <>
          {own.length > 0 ? (
            <section aria-label={words.dashboards.own}>
              <h2>{words.dashboards.own}</h2>
              <OwnBoards boards={own} chosen={chosen} placeOf={placeOf} menu={menu} asOf={boards.dataUpdatedAt} />
            </section>
          ) : (
            wanted === '' && (
              <Nothing title={words.dashboards.none}>
                <p>{words.dashboards.noneHint}</p>
                <Command text="mangru dashboards import board.json --name board" />
                <div className={classes.middle}>{create}</div>
              </Nothing>
            )
          )}
          {presets.length > 0 && (
            <section aria-label={words.dashboards.presets}>
              <h2>{words.dashboards.presets}</h2>
              <p className={classes.dim}>{words.dashboards.presetsLead}</p>
              <ul className={classes.presets}>
                {presets.map(one => (
                  <li key={one.name} data-current={one === chosen || undefined}>
                    <Link {...placeOf(one.name)}>{titleOf(one)}</Link>
                    <span className={classes.dim}>
                      {words.dashboards.widgetsCount(one.widgets, showCount(one.widgets))}
                    </span>
                    {menu(one)}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {all.length === 0 && wanted !== '' && (
            <p className={classes.noneMatch}>{words.dashboards.noneMatch(text.trim())}</p>
          )}
        </>
      )}
      {dialog?.kind === 'new' && <NewDialog close={() => setDialog(undefined)} />}
      {dialog?.kind === 'import' && (
        <Suspense>
          <ImportDialog file={dialog.file} close={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog?.kind === 'copy' && (
        <CopyDialog name={dialog.name} json={dialog.json} close={() => setDialog(undefined)} />
      )}
      {dialog?.kind === 'delete' && <DeleteDialog name={dialog.name} close={() => setDialog(undefined)} />}
    </div>
  )
}

/** A range that the reader has chosen goes along; else the board opens with its own. */
function useBoardPlace(): (name: string) => Place {
  const view = useTimeView()
  return name => {
    const place = paths.board({ name }, view)
    if (!isUnchosen(view.range)) return place
    const { from: _from, to: _to, ...search } = place.search
    return { ...place, search }
  }
}

interface OwnProps {
  readonly boards: readonly ApiDashboardEntry[]
  readonly chosen: ApiDashboardEntry | undefined
  readonly placeOf: (name: string) => Place
  readonly menu: (entry: ApiDashboardEntry) => React.ReactNode
  readonly asOf: number
}

function OwnBoards({ boards, chosen, placeOf, menu, asOf }: OwnProps) {
  const words = useWords()
  const { zone } = useTime()
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{words.dashboards.board}</th>
          <th scope="col" data-number>
            {words.dashboards.widgets}
          </th>
          <th scope="col" data-number>
            {words.dashboards.size}
          </th>
          <th scope="col">{words.dashboards.changedAt}</th>
          <th />
        </tr>
      </thead>
      <tbody>
        {boards.map(one => (
          <tr key={one.name} data-current={one === chosen || undefined}>
            <td>
              <Link {...placeOf(one.name)}>{one.name}</Link>
            </td>
            <td data-number>{showCount(one.widgets)}</td>
            <td data-number>{showBytes(one.bytes)}</td>
            <td title={one.changedAt === null ? undefined : showExactTime(one.changedAt, zone)}>
              {one.changedAt === null
                ? '–'
                : words.streams.ago(showDuration(Math.max(1_000, asOf - one.changedAt), words.units))}
            </td>
            <td>{menu(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
