/** For tests: a runner whose runs end when the test says so, and stop when they are told to. */
import { err, ok, type Result } from '../../model/index.ts'
import type {
  InsightsAnswer,
  InsightsError,
  InsightsRequest,
  InsightsRow,
  InsightsRunner,
  RunOptions,
} from '../insights/index.ts'

export interface FakeRun {
  readonly request: InsightsRequest
  readonly stopped: boolean
  partial(answer: InsightsAnswer, progress?: number | null): void
  end(answer: InsightsAnswer): void
  fail(error: InsightsError): void
  break(bug: Error): void
}

export interface FakeRunner extends InsightsRunner {
  readonly runs: readonly FakeRun[]
  /** Answers at once, without the test's word. */
  answers: ((request: InsightsRequest) => Result<InsightsAnswer, InsightsError>) | undefined
}

export function fakeRunner(): FakeRunner {
  const runs: FakeRun[] = []
  const runner: FakeRunner = {
    runs,
    answers: undefined,
    run: (request, options) => {
      if (runner.answers !== undefined) return Promise.resolve(runner.answers(request))
      return new Promise((resolve, reject) => {
        runs.push(fakeRun(request, options, resolve, reject))
      })
    },
    explain: async request => ok([`SELECT ${request.limit}`]),
  }
  return runner
}

function fakeRun(
  request: InsightsRequest,
  { signal, onPartial }: RunOptions = {},
  resolve: (result: Result<InsightsAnswer, InsightsError>) => void,
  reject: (bug: Error) => void,
): FakeRun {
  signal?.addEventListener('abort', () => resolve(err({ code: 'cancelled' })))
  return {
    request,
    get stopped() {
      return signal?.aborted ?? false
    },
    partial: (answer, progress = null) => onPartial?.({ ...answer, progress }),
    end: answer => resolve(ok(answer)),
    fail: error => resolve(err(error)),
    break: reject,
  }
}

/** `answerOf(['a', 'b'], ['1', null])`: a row per list of values, null where it has none. */
export function answerOf(columns: readonly string[], ...rows: (readonly (string | null)[])[]): InsightsAnswer {
  const made: InsightsRow[] = rows.map(values =>
    values.flatMap((value, at) => (value === null ? [] : [{ field: columns[at] ?? '@ptr', value }])),
  )
  const statistics = {
    recordsScanned: 100,
    recordsMatched: rows.length,
    bytesScanned: 5_000,
    logGroupsScanned: 1,
    estimatedRecordsSkipped: 0,
    estimatedBytesSkipped: 0,
  }
  return { columns, rows: made, statistics, notices: [] }
}
