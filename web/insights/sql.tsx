/** What the engine is asked for this query. */
import { useQuery } from '@tanstack/react-query'
import { getSql, orThrow } from '../api/index.ts'
import { useWords } from '../i18n/index.ts'
import { Command, explain, Trouble, Waiting } from '../states/index.ts'
import { useTime } from '../time/index.ts'
import classes from './insights.module.css'

export function Sql({ draft, groups }: { readonly draft: string; readonly groups: readonly string[] }) {
  const words = useWords()
  const { from, to } = useTime().resolved
  const sql = useQuery({
    queryKey: ['query-sql', draft, groups, from, to],
    queryFn: ({ signal }) => orThrow(getSql({ query: draft, groups, from, to: Math.max(from, to - 1) }, signal)),
  })
  if (sql.isError) return <Trouble message={explain(words, sql.error)} retry={() => void sql.refetch()} />
  if (!sql.data) return <Waiting rows={8} />
  return (
    <>
      <p className={classes.dim}>{words.insights.sqlLead}</p>
      {sql.data.statements.map(statement => (
        <Command key={statement} text={statement} />
      ))}
    </>
  )
}
