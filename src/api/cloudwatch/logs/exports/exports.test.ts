import { beforeEach, describe, expect, test } from 'vitest'
import type { ExportDesk, ExportTrouble, ExportWish } from '../../../../act/index.ts'
import { err, instant, ok } from '../../../../model/index.ts'
import type { AwsCall } from '../../protocol/index.ts'
import { Bench, noon, ordinaryCall } from '../fakes.ts'
import { createLogsService } from '../service.ts'

let bench: Bench
let trouble: ExportTrouble | undefined
let wishes: ExportWish[]
let call: (name: string, input?: object, over?: Partial<AwsCall>) => Promise<ReturnType<typeof JSON.parse>>

beforeEach(async () => {
  bench = await Bench.open()
  trouble = undefined
  wishes = []
  const kept = bench.settings.exports
  const exports: ExportDesk = {
    allowed: [],
    find: id => kept.find(id),
    list: query => kept.list(query),
    cancel: id => kept.cancel(id),
    stop: async () => {},
    start: async wish => {
      wishes.push(wish)
      if (trouble !== undefined) return err(trouble)
      const { group, ...rest } = wish
      const task = { ...rest, id: `t${wishes.length}`, groupId: group.id, group: group.name, createdAt: bench.now }
      const added = await kept.add(task, instant(noon))
      if (!added.ok) throw new Error(added.error.code)
      return ok(added.value)
    },
  }
  const ports = { settings: bench.settings.logs, logs: bench.store, clock: bench.clock, exports }
  const service = createLogsService(ports)
  call = async (name, input = {}, over = {}) => {
    const answer = await service.operations.get(name)!.run(input, { ...ordinaryCall(), ...over })
    const value = answer.ok ? answer.value : { __type: answer.error.type, message: answer.error.message }
    return JSON.parse(JSON.stringify(value))
  }
  await bench.given('/g', 's')
})

const task = { logGroupName: '/g', from: 1, to: noon, destination: 'bucket' }
const end = (id: string, status: 'COMPLETED' | 'FAILED') =>
  bench.settings.exports.end(id, {
    ...{ status, message: status === 'FAILED' ? 'It failed.' : null, at: instant(noon + 5) },
    progress: { events: 1, bytes: 1, files: 1 },
  })

describe('CreateExportTask', () => {
  test('asks for CloudWatch’s layout under its default prefix', async () => {
    expect(await call('CreateExportTask', task)).toEqual({ taskId: 't1' })
    expect(wishes).toMatchObject([
      {
        ...{ name: null, streamPrefix: null, from: 1, to: noon, destination: 'bucket', prefix: 'exportedlogs' },
        ...{ format: 'cloudwatch', unmask: false },
      },
    ])
  })

  test.each<readonly [ExportTrouble, string]>([
    [{ code: 'busy' }, 'LimitExceededException'],
    [{ code: 'refused', message: 'no' }, 'InvalidParameterException'],
    [{ code: 'stopping' }, 'ServiceUnavailableException'],
    [{ code: 'settings', error: { code: 'disk-full', message: 'full' } }, 'ServiceUnavailableException'],
  ])('%j is %s', async (given, type) => {
    trouble = given
    expect(await call('CreateExportTask', task)).toMatchObject({ __type: type })
  })

  test.each([
    [{ ...task, from: noon + 1 }, 'InvalidParameterException'],
    [{ ...task, logGroupName: '/none' }, 'ResourceNotFoundException'],
    [{ ...task, destination: '' }, 'InvalidParameterException'],
    [{ ...task, destination: undefined }, 'InvalidParameterException'],
    [{ ...task, logStreamNamePrefix: 'a:b' }, 'InvalidParameterException'],
    [{ ...task, taskName: 'x'.repeat(513) }, 'InvalidParameterException'],
  ])('%j is refused', async (input, type) => {
    expect(await call('CreateExportTask', input)).toMatchObject({ __type: type })
    expect(wishes).toEqual([])
  })

  test('not of a group that is for queries alone', async () => {
    await bench.call('CreateLogGroup', { logGroupName: '/rare', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await call('CreateExportTask', { ...task, logGroupName: '/rare' })).toMatchObject({
      __type: 'InvalidParameterException',
    })
  })
})

test('tasks are described newest first, by status and id, in pages', async () => {
  for (const [n, status] of (['COMPLETED', 'FAILED', 'COMPLETED'] as const).entries()) {
    bench.now = instant(noon + n)
    await call('CreateExportTask', { ...task, taskName: `n${n}`, destinationPrefix: 'p' })
    await end(`t${n + 1}`, status)
  }
  const { exportTasks } = await call('DescribeExportTasks')
  expect(exportTasks.map((one: { taskId: string }) => one.taskId)).toEqual(['t3', 't2', 't1'])
  expect(exportTasks[1]).toEqual({
    ...{ taskId: 't2', taskName: 'n1', logGroupName: '/g', from: 1, to: noon, destination: 'bucket' },
    ...{ destinationPrefix: 'p', status: { code: 'FAILED', message: 'It failed.' } },
    executionInfo: { creationTime: noon + 1, completionTime: noon + 5 },
  })
  const ids = async (input: object) => {
    const answer = await call('DescribeExportTasks', input)
    return [answer.exportTasks.map((one: { taskId: string }) => one.taskId), answer.nextToken]
  }
  expect(await ids({ statusCode: 'FAILED' })).toEqual([['t2'], undefined])
  expect(await ids({ taskId: 't1' })).toEqual([['t1'], undefined])
  expect(await ids({ taskId: 't1', statusCode: 'FAILED' })).toEqual([[], undefined])
  expect(await ids({ taskId: 'none' })).toEqual([[], undefined])
  const [first, nextToken] = await ids({ limit: 2 })
  expect(first).toEqual(['t3', 't2'])
  expect(await ids({ limit: 2, nextToken })).toEqual([['t1'], undefined])
  expect(await call('DescribeExportTasks', { nextToken, statusCode: 'FAILED' })).toMatchObject({
    __type: 'InvalidParameterException',
  })
})

test('a task is cancelled once', async () => {
  await call('CreateExportTask', task)
  expect(await call('CancelExportTask', { taskId: 't1' })).toEqual({})
  expect((await call('DescribeExportTasks')).exportTasks).toMatchObject([{ status: { code: 'PENDING_CANCEL' } }])
  await end('t1', 'FAILED')
  expect(await call('CancelExportTask', { taskId: 't1' })).toMatchObject({ __type: 'InvalidOperationException' })
  expect(await call('CancelExportTask', { taskId: 'none' })).toMatchObject({ __type: 'ResourceNotFoundException' })
})
