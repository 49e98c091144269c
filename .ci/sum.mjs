/**
 * Adds up what the runners themselves report: `sum.mjs FOLDER SUITE… -- STEP…`. A suite has FOLDER/SUITE.json (Vitest's) and
 * FOLDER/SUITE.exit; a step only its exit code, and counts as one. Exits 1 when anything failed.
 */
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const [folder, ...names] = process.argv.slice(2)
const border = names.indexOf('--')
const sum = { passed: 0, failed: 0, skipped: 0 }
const red = []

for (const suite of names.slice(0, border)) add(suite, countsOf(suite))
for (const step of names.slice(border + 1)) {
  const good = exitOf(step) === 0
  add(step, { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0 })
}
// By name, and last: who reads only the end of a long log sees what to mend.
for (const line of red) console.log(line)
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
process.exit(sum.failed === 0 && sum.passed > 0 ? 0 : 1)

function add(name, counts) {
  for (const key of Object.keys(sum)) sum[key] += counts[key]
  console.log(
    `${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped (exit code ${exitOf(name)})`,
  )
}

function countsOf(suite) {
  const report = reportOf(suite)
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  }
  // A file that does not even load has no test that could fail.
  for (const file of report?.testResults ?? []) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    for (const { fullName, failureMessages } of failed) red.push(redLine(suite, file, fullName, failureMessages?.[0]))
    if (file.status !== 'failed' || failed.length > 0) continue
    counts.failed += 1
    red.push(redLine(suite, file, 'does not load', file.message))
  }
  // An error outside of any test, a runner that died or ran out of time, or no test at all.
  if (counts.failed === 0 && (exitOf(suite) !== 0 || counts.passed === 0)) counts.failed += 1
  return counts
}

/** At most two lines: where and what, and how the reason begins. */
function redLine(suite, file, what, why = '') {
  const [first = '', second = ''] = why.split('\n').filter(line => line.trim() !== '')
  return `FAILED ${suite}: ${relative('.', file.name)}: ${what}\n  ${`${first.trim()} ${second.trim()}`.slice(0, 300)}`
}

function reportOf(suite) {
  try {
    return JSON.parse(readFileSync(join(folder, `${suite}.json`), 'utf8'))
  } catch {
    return undefined
  }
}

function exitOf(name) {
  try {
    return Number(readFileSync(join(folder, `${name}.exit`), 'utf8'))
  } catch {
    return -1
  }
}
