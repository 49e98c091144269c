/** What every engine must do, whoever answers. An adapter's test calls this with the way to open one. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { bytes, millis } from '../../model/index.ts'
import { durableTableSettings } from './durable.ts'
import {
  DateTime64Column,
  Float64Column,
  FloatListColumn,
  Int64Column,
  LowCardinalityColumn,
  MapColumn,
  nativeBlock,
  StringColumn,
  StringListColumn,
  UInt8Column,
  UInt16Column,
  UInt32Column,
  UInt64Column,
} from './native/index.ts'
import type { Engine } from './port.ts'
import { type Sql, sql } from './sql.ts'

export interface OpenedEngine {
  readonly engine: Engine
  readonly close: () => Promise<void>
}

/** Never ends by itself within a test. */
const endless = (needle: string): Sql =>
  sql`SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number), ${needle})`

export function engineContract(name: string, open: () => Promise<OpenedEngine>): void {
  describe(`${name}: engine contract`, () => {
    let engine: Engine
    let close: () => Promise<void> = async () => {}
    let tables = 0

    beforeAll(async () => {
      const opened = await open()
      engine = opened.engine
      close = opened.close
    })
    afterAll(() => close())

    const table = async (columns: string, rest = 'ORDER BY tuple()'): Promise<string> => {
      tables += 1
      const made = `contract_${process.pid}_${tables}`
      const text = `CREATE TABLE ${made} (${columns}) ENGINE = MergeTree ${rest} SETTINGS ${durableTableSettings.text}`
      expect(await engine.run(sql.ours(text))).toEqual({ ok: true, value: undefined })
      return made
    }
    const rows = async (text: Sql): Promise<readonly (readonly unknown[])[]> => {
      const answer = await engine.query(text)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return answer.value.rows
    }
    const numbersBlock = (values: readonly number[]): readonly Uint8Array[] => {
      const column = new UInt32Column('n')
      for (const value of values) column.push(value)
      return nativeBlock([column])
    }
    const stillRunning = async (needle: string): Promise<number> => {
      const found = await rows(
        sql`SELECT count() FROM system.processes WHERE query LIKE ${`%${needle}%`} AND query NOT LIKE '%system.processes%'`,
      )
      return Number(found[0]?.[0])
    }
    /** A killed statement may need a moment until it is gone. */
    const untilStopped = async (needle: string): Promise<number> => {
      let running = 1
      for (let look = 0; look < 200 && running > 0; look += 1) running = await stillRunning(needle)
      return running
    }

    test('a table is made, and made again without harm', async () => {
      const text = sql`CREATE TABLE IF NOT EXISTS twice (a UInt8) ENGINE = MergeTree ORDER BY a`
      expect(await engine.run(text)).toEqual({ ok: true, value: undefined })
      expect(await engine.run(text)).toEqual({ ok: true, value: undefined })
      expect(await engine.run(sql`DROP TABLE twice`)).toEqual({ ok: true, value: undefined })
    })

    test('every type of a block comes back as it went in', async () => {
      const made = await table(
        "id UInt32, a UInt8, b UInt16, c UInt64, d Int64, e DateTime64(3, 'UTC'), f String, g LowCardinality(String), h Map(LowCardinality(String), String)",
      )
      const anyText = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('', 'INFO', '\0', '\ud800'),
      )
      const row = fc.record({
        a: fc.nat(255),
        b: fc.nat(65_535),
        c: fc.bigInt(0n, 2n ** 64n - 1n),
        d: fc.maxSafeInteger(),
        e: fc.integer({ min: -2_000_000_000_000, max: 9_000_000_000_000 }),
        f: anyText,
        g: anyText,
        h: fc.dictionary(fc.string({ unit: 'grapheme-ascii', maxLength: 5 }), anyText, { maxKeys: 4 }),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 400, size: 'max' }), async values => {
          run += 1
          const id = new UInt32Column('id')
          const a = new UInt8Column('a')
          const b = new UInt16Column('b')
          const c = new UInt64Column('c')
          const d = new Int64Column('d')
          const e = new DateTime64Column('e')
          const f = new StringColumn('f')
          const g = new LowCardinalityColumn('g')
          const h = new MapColumn('h')
          values.forEach((value, at) => {
            id.push(run * 1_000 + at)
            a.push(value.a)
            b.push(value.b)
            c.push(value.c)
            d.push(value.d)
            e.push(value.e)
            f.push(value.f)
            g.push(value.g)
            h.push(Object.entries(value.h))
          })
          const block = nativeBlock([id, a, b, c, d, e, f, g, h])
          const done = await engine.insert(made, ['id', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], block, `types-${run}`)
          expect(done).toEqual({ ok: true, value: undefined })
          const back = await rows(
            sql`SELECT a, b, c, d, toUnixTimestamp64Milli(e), f, g, h FROM ${sql.ours(made)} WHERE intDiv(id, 1000) = ${run} ORDER BY id`,
          )
          expect(back).toEqual(
            values.map(value => [
              value.a,
              value.b,
              String(value.c),
              String(value.d),
              String(value.e),
              value.f.toWellFormed(),
              value.g.toWellFormed(),
              Object.fromEntries(Object.entries(value.h).map(([key, text]) => [key, text.toWellFormed()])),
            ]),
          )
        }),
        { numRuns: 15 },
      )
    })

    test('numbers with fractions and lists arrive as they are', async () => {
      const made = await table('id UInt32, a Float64, b Array(Float64), c Array(String)')
      const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0)
      const row = fc.record({
        a: double,
        b: fc.array(double, { maxLength: 5 }),
        c: fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 5 }),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 200 }), async values => {
          run += 1
          const id = new UInt32Column('id')
          const a = new Float64Column('a')
          const b = new FloatListColumn('b')
          const c = new StringListColumn('c')
          values.forEach((value, at) => {
            id.push(run * 1_000 + at)
            a.push(value.a)
            b.push(value.b)
            c.push(value.c)
          })
          expect(b.bytes + c.bytes).toBeGreaterThan(0)
          const done = await engine.insert(made, ['id', 'a', 'b', 'c'], nativeBlock([id, a, b, c]), `lists-${run}`)
          expect(done).toEqual({ ok: true, value: undefined })
          const back = await rows(
            sql`SELECT a, b, c FROM ${sql.ours(made)} WHERE intDiv(id, 1000) = ${run} ORDER BY id`,
          )
          expect(back).toEqual(values.map(value => [value.a, value.b, value.c.map(text => text.toWellFormed())]))
        }),
        { numRuns: 10 },
      )
    })

    test('a dictionary of any size keeps its words', async () => {
      const made = await table('i UInt32, w LowCardinality(String)')
      const sizes = [255, 256, 65_535, 65_536]
      for (const size of sizes) {
        const i = new UInt32Column('i')
        const w = new LowCardinalityColumn('w')
        for (let at = 0; at < size; at += 1) {
          i.push(size)
          w.push(`word ${at}`)
        }
        expect((await engine.insert(made, ['i', 'w'], nativeBlock([i, w]), `words-${size}`)).ok).toBe(true)
      }
      expect(
        await rows(sql`SELECT i, uniqExact(w), countIf(w LIKE 'word %') FROM ${sql.ours(made)} GROUP BY i ORDER BY i`),
      ).toEqual(sizes.map(size => [size, String(size), String(size)]))
    })

    test('a block goes in once, however often its token comes', async () => {
      const made = await table('n UInt32')
      for (let again = 0; again < 3; again += 1)
        expect((await engine.insert(made, ['n'], numbersBlock([1, 2, 3]), 'once')).ok).toBe(true)
      expect((await engine.insert(made, ['n'], numbersBlock([1, 2, 3]), 'another')).ok).toBe(true)
      expect(await rows(sql`SELECT count() FROM ${sql.ours(made)}`)).toEqual([['6']])
    })

    test('small blocks that may gather are found by whatever is asked next, each once', async () => {
      const made = await table('n UInt32')
      const gather = { gather: true }
      const count = sql`SELECT count(), uniqExact(n) FROM ${sql.ours(made)}`
      for (let block = 0; block < 5; block += 1) {
        const done = await engine.insert(made, ['n'], numbersBlock([block]), `small-${block}`, gather)
        expect(done).toEqual({ ok: true, value: undefined })
        expect((await engine.insert(made, ['n'], numbersBlock([block]), `small-${block}`, gather)).ok).toBe(true)
        expect(await rows(count)).toEqual([[String(block + 1), String(block + 1)]])
      }
      const many = Array.from({ length: 30 }, (_, at) => 5 + at)
      await Promise.all(many.map(at => engine.insert(made, ['n'], numbersBlock([at]), `small-${at}`, gather)))
      const streamed: unknown[] = []
      for await (const chunk of engine.stream(sql`SELECT n FROM ${sql.ours(made)}`))
        if (chunk.ok) streamed.push(...chunk.value.flat())
      expect(streamed.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 35 }, (_, at) => at))
      expect((await engine.insert(made, ['n'], numbersBlock([1_000]), 'small-1000', gather)).ok).toBe(true)
      expect(
        (await engine.run(sql`ALTER TABLE ${sql.ours(made)} DELETE WHERE n >= 30 SETTINGS mutations_sync = 2`)).ok,
      ).toBe(true)
      expect(await rows(count)).toEqual([['30', '30']])
    })

    test('after half of a block went in, its repeat adds the other half only', async () => {
      const made = await table('n UInt32', 'PARTITION BY n % 10 ORDER BY n')
      const whole = Array.from({ length: 1_000 }, (_, at) => at)
      // What a crash between two partitions leaves: only some of them, under the block's token.
      const half = whole.filter(value => value % 10 < 4)
      expect((await engine.insert(made, ['n'], numbersBlock(half), 'torn')).ok).toBe(true)
      expect((await engine.insert(made, ['n'], numbersBlock(whole), 'torn')).ok).toBe(true)
      expect(await rows(sql`SELECT count(), uniqExact(n) FROM ${sql.ours(made)}`)).toEqual([['1000', '1000']])
    })

    test('a large block makes one part in each partition, no more', async () => {
      const made = await table('n UInt32', 'PARTITION BY n % 2 ORDER BY n')
      expect((await engine.run(sql`SYSTEM STOP MERGES ${sql.ours(made)}`)).ok).toBe(true)
      const many = Array.from({ length: 1_200_000 }, (_, at) => at)
      for (let again = 0; again < 2; again += 1)
        expect((await engine.insert(made, ['n'], numbersBlock(many), 'large')).ok).toBe(true)
      expect(await rows(sql`SELECT count(), sum(rows) FROM system.parts WHERE table = ${made} AND active`)).toEqual([
        ['2', '1200000'],
      ])
    })

    test('a block across as many partitions as are allowed, and one more', async () => {
      const made = await table('n UInt32', 'PARTITION BY n ORDER BY n')
      const days = Array.from({ length: limits.enginePartitionsPerBlock + 1 }, (_, at) => at)
      const tooMany = await engine.insert(made, ['n'], numbersBlock(days), 'past')
      expect(tooMany).toMatchObject({ ok: false })
      expect((await engine.insert(made, ['n'], numbersBlock(days.slice(1)), 'at')).ok).toBe(true)
    })

    test('a cancelled statement stops in the engine', async () => {
      const controller = new AbortController()
      const seen: number[] = []
      const answer = engine.query(endless('cancel-me'), {
        signal: controller.signal,
        onProgress: progress => {
          seen.push(progress.rowsRead)
          controller.abort()
        },
      })
      expect(await answer).toEqual({ ok: false, error: { code: 'cancelled' } })
      expect(seen[0]).toBeGreaterThan(0)
      expect(await untilStopped('cancel-me')).toBe(0)
    })

    test('a statement cancelled before it began, and one cancelled at once', async () => {
      const before = AbortSignal.abort()
      expect(await engine.query(endless('never'), { signal: before })).toEqual({
        ok: false,
        error: { code: 'cancelled' },
      })
      const controller = new AbortController()
      const answer = engine.query(endless('at-once'), { signal: controller.signal })
      controller.abort()
      expect(await answer).toEqual({ ok: false, error: { code: 'cancelled' } })
      expect(await untilStopped('at-once')).toBe(0)
    })

    test('more statements than sessions: those that wait are cancelled too, and the engine is free again', async () => {
      const controller = new AbortController()
      const onProgress = (): void => controller.abort()
      const many = Array.from({ length: 12 }, () =>
        engine.query(endless('crowd'), { signal: controller.signal, onProgress }),
      )
      for (const answer of await Promise.all(many)) expect(answer).toEqual({ ok: false, error: { code: 'cancelled' } })
      expect(await rows(sql`SELECT 1`)).toEqual([[1]])
    })

    test.each([
      ['time', { timeout: millis(200) }, endless('slow')],
      ['memory', { memory: bytes(50_000_000) }, sql`SELECT uniqExact(number) FROM numbers(20000000)`],
      ['rows', { settings: { max_rows_to_read: 10 } }, sql`SELECT count() FROM numbers(1000) WHERE number > 5`],
    ] as const)('more %s than allowed is refused', async (limit, options, text) => {
      expect(await engine.query(text, options)).toMatchObject({ ok: false, error: { code: 'over-limit', limit } })
    })

    test.each([
      ['an unknown column', sql`SELECT nope`, 47],
      ['an unknown table', sql`SELECT * FROM nope`, 60],
      ['no SQL', sql`SELEC 1`, 62],
      ['an unknown setting', sql`SELECT 1 SETTINGS nope = 1`, 115],
      ['a row that cannot be computed', sql`SELECT throwIf(number = 3) FROM numbers(5)`, 395],
    ])('%s is a failed query with its code', async (_story, text, engineCode) => {
      expect(await engine.query(text)).toMatchObject({ ok: false, error: { code: 'query-failed', engineCode } })
      expect(await engine.run(text)).toMatchObject({ ok: false, error: { code: 'query-failed', engineCode } })
    })

    test('rows of a statement that failed half way never show in the next answer', async () => {
      for (let again = 0; again < 8; again += 1) {
        expect((await engine.query(sql`SELECT number, throwIf(number = 150000) FROM numbers(300000)`)).ok).toBe(false)
        expect(await rows(sql`SELECT ${again}`)).toEqual([[again]])
        for await (const chunk of engine.stream(sql`SELECT number, throwIf(number = 150000) FROM numbers(300000)`))
          if (!chunk.ok) break
        const next: unknown[] = []
        for await (const chunk of engine.stream(sql`SELECT ${again}`)) next.push(chunk)
        expect(next).toEqual([{ ok: true, value: [[again]] }])
      }
    })

    test('a setting of one statement is gone with it', async () => {
      const text = sql`SELECT getSetting('max_block_size')`
      const before = await rows(text)
      const during = await engine.query(text, { settings: { max_block_size: 123 } })
      expect(during.ok && Number(during.value.rows[0]?.[0])).toBe(123)
      for (let again = 0; again < 8; again += 1) expect(await rows(text)).toEqual(before)
    })

    test('an answer says what it read', async () => {
      const answer = await engine.query(sql`SELECT count() FROM numbers(100000) WHERE number % 7 = 0`)
      expect(answer).toMatchObject({ ok: true, value: { rows: [['14286']], rowsRead: 100_000, bytesRead: 800_000 } })
    })

    test('any text as a literal is that text', async () => {
      const spiteful = fc.constantFrom(
        "'",
        '\\',
        "\\'",
        '\0',
        '\n\nDROP TABLE victim',
        '/*',
        '*/',
        '--',
        '{x:String}',
        '?',
        '`',
        '\u2028',
        '\ud800',
        "';",
        '\x1a',
      )
      const anyText = fc
        .array(fc.oneof(spiteful, fc.string({ unit: 'binary' })), { maxLength: 8 })
        .map(parts => parts.join(''))
      await fc.assert(
        fc.asyncProperty(anyText, anyText, async (one, two) => {
          expect(await rows(sql`SELECT ${one}, ${[two, one]}, length(${one})`)).toEqual([
            [
              one.toWellFormed(),
              [two.toWellFormed(), one.toWellFormed()],
              String(Buffer.byteLength(one.toWellFormed())),
            ],
          ])
        }),
        { numRuns: 150 },
      )
    })

    test('numbers, wide ones too, and text that is no UTF-8', async () => {
      expect(
        await rows(
          sql`SELECT ${18_446_744_073_709_551_615n}, ${-1.5}, ${true}, toInt64(${-5}), unhex('61ff62'), NULL, [1, 2]`,
        ),
      ).toEqual([['18446744073709551615', -1.5, expect.anything(), '-5', 'a\ufffdb', null, [1, 2]]])
    })

    test('a stream gives every row once and in order', async () => {
      let next = 0
      for await (const chunk of engine.stream(sql`SELECT toUInt32(number), repeat('x', 50) FROM numbers(500000)`)) {
        if (!chunk.ok) throw new Error(JSON.stringify(chunk.error))
        for (const row of chunk.value) if (row[0] === next) next += 1
      }
      expect(next).toBe(500_000)
    })

    test('a stream that is left early stops in the engine, again and again', async () => {
      for (let again = 0; again < 6; again += 1) {
        for await (const chunk of engine.stream(sql`SELECT number, 'leave-me' FROM numbers(1000000000000)`)) {
          expect(chunk.ok).toBe(true)
          break
        }
        expect(await untilStopped('leave-me')).toBe(0)
      }
    })

    test('a stream that is cancelled while it flows stops in the engine, again and again', async () => {
      for (let again = 0; again < 6; again += 1) {
        const controller = new AbortController()
        const chunks: boolean[] = []
        for await (const chunk of engine.stream(sql`SELECT number, 'flowing' FROM numbers(1000000000000)`, {
          signal: controller.signal,
        })) {
          chunks.push(chunk.ok)
          if (chunks.length === again + 1) setImmediate(() => controller.abort())
          if (!chunk.ok) expect(chunk.error).toEqual({ code: 'cancelled' })
        }
        expect(chunks.at(-1)).toBe(false)
        expect(await untilStopped('flowing')).toBe(0)
      }
    })

    test('a stream is cancelled by its signal, also before its first row', async () => {
      const controller = new AbortController()
      const chunks: unknown[] = []
      queueMicrotask(() => controller.abort())
      for await (const chunk of engine.stream(endless('stream-abort'), { signal: controller.signal }))
        chunks.push(chunk)
      expect(chunks).toEqual([{ ok: false, error: { code: 'cancelled' } }])
      expect(await untilStopped('stream-abort')).toBe(0)
    })

    test('a stream that fails says why', async () => {
      const chunks: unknown[] = []
      for await (const chunk of engine.stream(sql`SELECT nope`)) chunks.push(chunk)
      expect(chunks).toMatchObject([{ ok: false, error: { code: 'query-failed', engineCode: 47 } }])
    })

    test('an answer at the bound of bytes, and past it', async () => {
      const row = 1_000_000
      const fitting = Math.floor(limits.engineAnswerBytes / row)
      const fits = await engine.query(sql`SELECT repeat('x', ${row}) FROM numbers(${fitting})`)
      expect(fits.ok && fits.value.rows.length).toBe(fitting)
      const past = await engine.query(sql`SELECT repeat('x', ${row}) FROM numbers(${fitting + 1})`)
      expect(past).toMatchObject({ ok: false, error: { code: 'over-limit', limit: 'rows' } })
    })

    test('a statement as long as is allowed, and a longer one', async () => {
      const text = (length: number): Sql => sql`SELECT length(${'x'.repeat(length)})`
      const room = 200
      expect(await rows(text(limits.engineStatementBytes - room))).toEqual([
        [String(limits.engineStatementBytes - room)],
      ])
      expect(await engine.query(text(limits.engineStatementBytes + 1))).toMatchObject({
        ok: false,
        error: { code: 'query-failed' },
      })
    })

    test('inserts and queries at the same time', async () => {
      const made = await table('n UInt32')
      const inserts = Array.from({ length: 40 }, (_, at) =>
        engine.insert(made, ['n'], numbersBlock(Array.from({ length: 50 }, (__, row) => at * 50 + row)), `many-${at}`),
      )
      const questions = Array.from({ length: 40 }, (_, at) =>
        engine.query(sql`SELECT ${at}, count() FROM ${sql.ours(made)}`),
      )
      for (const done of await Promise.all(inserts)) expect(done.ok).toBe(true)
      for (const [at, answer] of (await Promise.all(questions)).entries())
        expect(answer.ok && answer.value.rows[0]?.[0]).toBe(at)
      expect(await rows(sql`SELECT count(), uniqExact(n) FROM ${sql.ours(made)}`)).toEqual([['2000', '2000']])
    })

    test('it says that it lives', async () => {
      expect((await engine.stats()).alive).toBe(true)
    })
  })
}
