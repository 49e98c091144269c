/** The sample queries, by kind, each to take over into the editor. */
import { useWords } from '../i18n/index.ts'
import classes from './insights.module.css'
import { sampleKinds } from './samples.ts'

export function Samples({ take }: { readonly take: (text: string) => void }) {
  const words = useWords()
  return (
    <section className={classes.samples} aria-label={words.insights.samples}>
      <h2>{words.insights.samples}</h2>
      <p>{words.insights.samplesLead}</p>
      <div className={classes.kinds}>
        {sampleKinds.map(({ kind, samples }) => (
          <div key={kind}>
            <h3>{words.insights.sampleKinds[kind]}</h3>
            <ul>
              {samples.map(sample => (
                <li key={sample.name}>
                  <button type="button" className={classes.sample} onClick={() => take(sample.text)}>
                    {words.insights.sampleNames[sample.name]}
                    <code>{sample.text.replaceAll('\n', ' ')}</code>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  )
}
