/** Shown in place of everything while the server wants to know who calls. */
import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiProblem, type Credentials, logIn, sessionKey } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { Command, explain, Trouble } from '../states/index.ts'
import { Brand } from './brand.tsx'
import classes from './login.module.css'

export function Login() {
  const words = useWords()
  const queries = useQueryClient()
  const [way, setWay] = useState<'key' | 'token'>('key')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const said = (name: string) => String(form.get(name) ?? '').trim()
    const credentials: Credentials =
      way === 'token' ? { token: said('token') } : { accessKeyId: said('username'), secretAccessKey: said('password') }
    setBusy(true)
    const session = await logIn(credentials)
    setBusy(false)
    if (!session.ok) return setTrouble(explain(words, new ApiProblem(session.error)))
    queries.setQueryData(sessionKey, session.value)
    void queries.invalidateQueries()
  }

  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={event => void submit(event)}>
        <Brand size={40} />
        <h1>{words.login.title}</h1>
        <p>{words.login.lead}</p>
        <SegmentedControl
          size="xs"
          fullWidth
          value={way}
          onChange={value => setWay(value === 'token' ? 'token' : 'key')}
          data={[
            { value: 'key', label: words.login.key },
            { value: 'token', label: words.login.token },
          ]}
        />
        {way === 'key' ? (
          <>
            <TextInput
              name="username"
              label={words.login.accessKeyId}
              required
              autoComplete="username"
              spellCheck={false}
              autoFocus
            />
            <PasswordInput
              size="xs"
              name="password"
              label={words.login.secret}
              required
              autoComplete="current-password"
            />
          </>
        ) : (
          <PasswordInput size="xs" name="token" label={words.login.token} required autoComplete="off" autoFocus />
        )}
        {trouble !== undefined && <Trouble inline title={words.login.refused} message={trouble} />}
        <Button type="submit" size="sm" loading={busy}>
          {words.login.submit}
        </Button>
        <div className={classes.how}>
          {words.login.how}
          <Command text="mangru keys create --role operator --name me" />
        </div>
      </form>
    </main>
  )
}
