/** When the alarm fires: compared with what, how often, and what a period without data means. */
import { Radio, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useWords } from '../../i18n/index.ts'
import classes from '../alarms.module.css'
import { bandOperators, type MissingTreatment, type Operator, thresholdOperators, treatments } from '../words/facts.ts'
import { type AlarmDraft, operatorOf, usesBand } from './draft.ts'
import type { FormPart } from './part.ts'

/** Stands where the number will. */
const blank = '…'

export function ConditionFields({ draft, set, wrong }: FormPart) {
  const words = useWords()
  const band = usesBand(draft)
  const operators = band ? bandOperators : thresholdOperators
  const percentile = draft.kind === 'metric' && /^p\d/.test(draft.stat.trim())
  return (
    <fieldset className={classes.fields}>
      <legend>{words.alarms.condition}</legend>
      {draft.kind === 'metric' && (
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={words.alarms.against}
          value={draft.against}
          onChange={value => set({ against: value as AlarmDraft['against'] })}
          data={[
            { value: 'number', label: words.alarms.againstNumber },
            { value: 'band', label: words.alarms.againstBand },
          ]}
        />
      )}
      <div className={classes.pair}>
        <Select
          label={words.alarms.fires}
          value={operatorOf(draft)}
          allowDeselect={false}
          onChange={value => set({ operator: value as Operator })}
          data={operators.map(value => ({ value, label: words.alarms.is[value](blank) }))}
        />
        {!band && (
          <TextInput
            label={words.alarms.threshold}
            inputMode="decimal"
            value={draft.threshold}
            error={wrong('threshold')}
            onChange={event => set({ threshold: event.currentTarget.value })}
          />
        )}
        {band && draft.kind === 'metric' && (
          <TextInput
            label={words.alarms.width}
            description={words.alarms.widthHint}
            inputMode="decimal"
            value={draft.width}
            error={wrong('width')}
            onChange={event => set({ width: event.currentTarget.value })}
          />
        )}
      </div>
      <div className={classes.pair}>
        <TextInput
          label={words.alarms.toAlarm}
          inputMode="numeric"
          value={draft.toAlarm}
          error={wrong('toAlarm')}
          onChange={event => set({ toAlarm: event.currentTarget.value })}
        />
        <TextInput
          label={words.alarms.periods}
          inputMode="numeric"
          value={draft.periods}
          error={wrong('periods') ?? wrong('long')}
          onChange={event => {
            const periods = event.currentTarget.value
            // Whoever asked for all of them goes on asking for all.
            set({ periods, ...(draft.toAlarm === draft.periods ? { toAlarm: periods } : {}) })
          }}
        />
      </div>
      <Radio.Group
        size="xs"
        label={words.alarms.missing}
        value={draft.missing}
        onChange={value => set({ missing: value as MissingTreatment })}
      >
        <div className={classes.treatments}>
          {treatments.map(one => (
            <Radio
              key={one}
              size="xs"
              value={one}
              label={words.alarms.treatments[one]}
              description={words.alarms.treatmentHints[one]}
            />
          ))}
        </div>
      </Radio.Group>
      {percentile && (
        <Select
          label={words.alarms.lowSamples}
          value={draft.lowSamples}
          allowDeselect={false}
          onChange={value => set({ lowSamples: value as AlarmDraft['lowSamples'] })}
          data={[
            { value: 'evaluate', label: words.alarms.lowEvaluate },
            { value: 'ignore', label: words.alarms.lowIgnore },
          ]}
        />
      )}
    </fieldset>
  )
}
