/** The namespaces, with how many metrics each has. */
import { useWords } from '../../i18n/index.ts'
import { Command, explain, Nothing, Trouble, Waiting } from '../../states/index.ts'
import { useNamespaces } from '../queries.ts'
import { Choices } from './choices.tsx'

export function Namespaces({ open }: { readonly open: (namespace: string) => void }) {
  const words = useWords()
  const found = useNamespaces(true)
  if (found.isError && !found.data)
    return <Trouble message={explain(words, found.error)} retry={() => void found.refetch()} />
  if (!found.data) return <Waiting rows={8} height={34} />
  const { namespaces } = found.data
  if (namespaces.length === 0)
    return (
      <Nothing title={words.metrics.emptyTitle}>
        <p>{words.metrics.emptyLead}</p>
        <Command text={putCommand(location.origin)} />
      </Nothing>
    )
  return (
    <Choices
      label={words.metrics.namespaces}
      choices={namespaces.map(({ namespace, metrics }) => ({ key: namespace, text: namespace, count: metrics }))}
      choose={open}
    />
  )
}

/** A first metric, from a terminal. */
const putCommand = (origin: string): string =>
  [
    `AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo aws --endpoint-url ${origin} --region us-east-1 \\`,
    '  cloudwatch put-metric-data --namespace Demo --metric-name Requests --value 42 --unit Count --dimensions Service=web',
  ].join('\n')
