/** Saved queries in their folders: open one, fill in what it asks for, save what is typed, rename, delete. */
import { ActionIcon, Button, Menu, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconDots, IconFolder, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { ApiSavedQuery } from '../../../src/model/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { DeleteSaved, FillIn, SaveDialog, type Saving } from './dialogs.tsx'
import { type Folder, foldersOf, matching, nameIn } from './folders.ts'
import { parametersIn, savedByName } from './parameters.ts'
import { useSavedQueries } from './queries.ts'
import classes from './saved.module.css'

export interface SavedQueriesProps {
  readonly draft: string
  readonly groups: readonly string[]
  readonly take: (text: string, groups?: readonly string[]) => void
}

export function SavedQueries({ draft, groups, take }: SavedQueriesProps) {
  const words = useWords()
  const saved = useSavedQueries()
  const [typed, setTyped] = useState('')
  const [saving, setSaving] = useState<Saving>()
  const [deleting, setDeleting] = useState<ApiSavedQuery>()
  const [filling, setFilling] = useState<ApiSavedQuery>()
  const [shut, setShut] = useState<ReadonlySet<string>>(new Set())
  const open = (query: ApiSavedQuery) => {
    if (query.parameters.length > 0) setFilling(query)
    else take(query.query, query.groups)
  }
  const found = matching(saved.data?.queries ?? [], typed)
  return (
    <div className={classes.saved}>
      <div className={classes.tools}>
        <TextInput
          className={classes.filter}
          leftSection={<IconSearch size={13} aria-hidden />}
          placeholder={words.insights.savedFilter}
          aria-label={words.insights.savedFilter}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          spellCheck={false}
        />
        <Button
          disabled={draft.trim() === ''}
          onClick={() => setSaving({ name: '', query: draft, groups, parameters: parametersIn(draft) })}
        >
          {words.insights.saveThis}
        </Button>
      </div>
      {saved.isError && !saved.data ? (
        <Trouble message={explain(words, saved.error)} retry={() => void saved.refetch()} />
      ) : !saved.data ? (
        <Waiting rows={6} height={30} />
      ) : found.length === 0 ? (
        <Nothing title={typed === '' ? words.insights.savedEmpty : words.insights.savedNothing}>
          {typed === '' && <p>{words.insights.savedEmptyHint}</p>}
        </Nothing>
      ) : (
        <Tree
          folder={foldersOf(found)}
          shut={typed === '' ? shut : new Set()}
          turn={path => {
            const next = new Set(shut)
            if (!next.delete(path)) next.add(path)
            setShut(next)
          }}
          row={query => (
            <>
              <button type="button" className={classes.query} onClick={() => open(query)} title={query.query}>
                <b>{nameIn(query.name)}</b>
                <code>{query.query.replaceAll('\n', ' ')}</code>
              </button>
              <Menu>
                <Menu.Target>
                  <ActionIcon aria-label={words.groups.more(query.name)}>
                    <IconDots size={15} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => setSaving(query)}>{words.insights.edit}</Menu.Item>
                  <Menu.Item
                    disabled={draft.trim() === ''}
                    onClick={() =>
                      setSaving({ ...query, query: draft, groups, parameters: parametersIn(draft, query.parameters) })
                    }
                  >
                    {words.insights.replaceText}
                  </Menu.Item>
                  <Menu.Item color="red" onClick={() => setDeleting(query)}>
                    {words.insights.delete}
                  </Menu.Item>
                </Menu.Dropdown>
              </Menu>
            </>
          )}
        />
      )}
      {saving && <SaveDialog saving={saving} close={() => setSaving(undefined)} />}
      {deleting && <DeleteSaved query={deleting} close={() => setDeleting(undefined)} />}
      {filling && (
        <FillIn
          query={filling}
          saved={savedByName(saved.data?.queries ?? [])}
          close={() => setFilling(undefined)}
          take={text => {
            setFilling(undefined)
            take(text, filling.groups)
          }}
        />
      )}
    </div>
  )
}

interface TreeProps {
  readonly folder: Folder
  readonly shut: ReadonlySet<string>
  readonly turn: (path: string) => void
  readonly row: (query: ApiSavedQuery) => React.ReactNode
}

function Tree({ folder, shut, turn, row }: TreeProps) {
  return (
    <ul className={classes.tree}>
      {folder.folders.map(inside => (
        <li key={inside.path}>
          <button
            type="button"
            className={classes.folder}
            aria-expanded={!shut.has(inside.path)}
            onClick={() => turn(inside.path)}
          >
            {shut.has(inside.path) ? (
              <IconChevronRight size={13} aria-hidden />
            ) : (
              <IconChevronDown size={13} aria-hidden />
            )}
            <IconFolder size={14} aria-hidden />
            {inside.name}
          </button>
          {!shut.has(inside.path) && <Tree folder={inside} shut={shut} turn={turn} row={row} />}
        </li>
      ))}
      {folder.queries.map(query => (
        <li key={query.id} className={classes.leaf}>
          {row(query)}
        </li>
      ))}
    </ul>
  )
}
