/** The door: everything that reads foreign text or bytes and must stand whatever comes. A new target is one more line. */
import { alarmRuleFuzz } from '../../src/judge/alarms/rule/fuzz.ts'
import { type FuzzTarget, filterPatternFuzz } from '../../src/query/filter-pattern/fuzz.ts'
import { insightsLanguageFuzz } from '../../src/query/insights/language/fuzz.ts'
import { metricMathFuzz } from '../../src/query/metric-math/fuzz.ts'
import { metricsInsightsFuzz } from '../../src/query/metrics-insights/fuzz.ts'
import { bodyFuzz } from './bodies.ts'
import { callFuzz } from './calls.ts'
import { claimFuzz } from './claims.ts'
import { lineFuzz } from './lines.ts'
import { patternFuzz } from './patterns.ts'
import { headerFuzz, questionFuzz } from './web.ts'
import { settingsFuzz, wordFuzz } from './words.ts'

export const fuzzTargets: readonly FuzzTarget[] = [
  ...filterPatternFuzz,
  ...insightsLanguageFuzz,
  ...metricMathFuzz,
  ...metricsInsightsFuzz,
  ...alarmRuleFuzz,
  claimFuzz,
  bodyFuzz,
  callFuzz,
  headerFuzz,
  questionFuzz,
  wordFuzz,
  settingsFuzz,
  lineFuzz,
  patternFuzz,
]
