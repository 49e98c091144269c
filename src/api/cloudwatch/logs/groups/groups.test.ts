import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import { Bench, hour, noon } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
const missing = { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
const named = (logGroupName: string) => ({ logGroupName })
const arnOf = (name: string) => `arn:aws:logs:eu-west-3:000000000000:log-group:${name}`
const invalid = (message: string) => ({ __type: 'InvalidParameterException', message })
const wrong = (value: string, at: string, constraint: string) =>
  invalid(`1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${constraint}`)

describe('CreateLogGroup and DeleteLogGroup', () => {
  test('a group is made, seen, and deleted', async () => {
    expect(await bench.call('CreateLogGroup', named('/a'))).toEqual({})
    expect(await bench.call('CreateLogGroup', named('/a'))).toEqual({
      __type: 'ResourceAlreadyExistsException',
      message: 'The specified log group already exists',
    })
    expect(await bench.call('DescribeLogGroups')).toEqual({
      logGroups: [
        {
          logGroupName: '/a',
          creationTime: noon,
          metricFilterCount: 0,
          arn: `${arnOf('/a')}:*`,
          logGroupClass: 'STANDARD',
          logGroupArn: arnOf('/a'),
          storedBytes: 0,
          deletionProtectionEnabled: false,
        },
      ],
    })
    expect(await bench.call('DeleteLogGroup', named('/a'))).toEqual({})
    expect(await bench.call('DeleteLogGroup', named('/a'))).toEqual(missing)
    expect(await bench.call('DescribeLogGroups')).toEqual({ logGroups: [] })
  })

  test.each<[string, object, object]>([
    ['no name', {}, wrong('null', 'logGroupName', 'Member must not be null')],
    ['512 characters', named('x'.repeat(512)), {}],
    [
      'a colon',
      named('a:b'),
      wrong("'a:b'", 'logGroupName', 'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+'),
    ],
    ['a reserved name', named('aws/x'), invalid('Log groups starting with AWS/ are reserved for AWS.')],
    ['a name that only begins alike', named('/aws/x'), {}],
    [
      'an unknown class',
      { ...named('a'), logGroupClass: 'GLACIER' },
      wrong(
        "'GLACIER'",
        'logGroupClass',
        'Member must satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]',
      ),
    ],
    [
      'a reserved tag',
      { ...named('a'), tags: { 'aws:x': 'y' } },
      invalid('aws: prefixed tag key names are not allowed for external use.'),
    ],
    ['50 tags', { ...named('a'), tags: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, ''])) }, {}],
  ])('%s', async (_story, input, expected) => {
    expect(await bench.call('CreateLogGroup', input)).toEqual(expected)
  })

  test('one character and one tag past their bounds', async () => {
    expect((await bench.call('CreateLogGroup', named('x'.repeat(513)))).message).toMatch(
      /length less than or equal to 512$/,
    )
    const tags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, '']))
    expect((await bench.call('CreateLogGroup', { ...named('a'), tags })).message).toMatch(
      /length less than or equal to 50$/,
    )
  })

  test.each([
    [limits.logGroups - 1, {}],
    [limits.logGroups, { __type: 'LimitExceededException', message: 'Resource limit exceeded.' }],
  ])('with %d groups there already', async (count, expected) => {
    const full = await Bench.open(() => ({ countGroups: async () => ok(count) }))
    expect(await full.call('CreateLogGroup', named('a'))).toEqual(expected)
  })

  test('everything that was said at the making is kept', async () => {
    const said = { logGroupClass: 'INFREQUENT_ACCESS', kmsKeyId: 'arn:aws:kms:x', deletionProtectionEnabled: true }
    await bench.call('CreateLogGroup', { ...named('a'), ...said, tags: { team: '결제' } })
    const { logGroups } = await bench.call('DescribeLogGroups')
    expect(logGroups).toMatchObject([said])
    expect(await bench.call('ListTagsLogGroup', named('a'))).toEqual({ tags: { team: '결제' } })
  })

  test('a protected group stays, and its streams', async () => {
    await bench.given('a', 's')
    const protect = (deletionProtectionEnabled: boolean) =>
      bench.call('PutLogGroupDeletionProtection', { logGroupIdentifier: arnOf('a'), deletionProtectionEnabled })
    expect(await protect(true)).toEqual({})
    expect(await bench.call('DeleteLogGroup', named('a'))).toMatchObject({ __type: 'ValidationException' })
    expect(await bench.call('DeleteLogStream', { ...named('a'), logStreamName: 's' })).toMatchObject({
      __type: 'ValidationException',
    })
    expect(await protect(false)).toEqual({})
    expect(await bench.call('DeleteLogGroup', named('a'))).toEqual({})
    expect(await protect(true)).toEqual(missing)
  })

  test('the settings are away', async () => {
    const gone = async () => err({ code: 'unavailable' as const, message: 'secret path' })
    const down = await Bench.open(() => ({ countGroups: gone, remove: gone, groups: gone, group: gone }))
    for (const operation of ['CreateLogGroup', 'DeleteLogGroup', 'DescribeLogGroups', 'DeleteRetentionPolicy']) {
      expect(await down.call(operation, named('a'))).toEqual({
        __type: 'ServiceUnavailableException',
        message: 'The service cannot read its settings.',
      })
    }
  })
})

describe('retention', () => {
  const shown = async () => (await bench.call('DescribeLogGroups')).logGroups[0].retentionInDays
  test.each([1, 7, 3653])('%d days are taken and taken back', async retentionInDays => {
    await bench.given('a')
    expect(await bench.call('PutRetentionPolicy', { ...named('a'), retentionInDays })).toEqual({})
    expect(await shown()).toBe(retentionInDays)
    expect(await bench.call('DeleteRetentionPolicy', named('a'))).toEqual({})
    expect(await shown()).toBeUndefined()
  })

  test.each([0, 2, -1, 3654])('%d days are refused', async retentionInDays => {
    await bench.given('a')
    const answer = await bench.call('PutRetentionPolicy', { ...named('a'), retentionInDays })
    expect(answer.__type).toBe('InvalidParameterException')
    expect(answer.message).toMatch(/at 'retentionInDays' .* enum value set: \[1, 3, 5, 7, 14, .*, 3653\]$/)
  })

  test('an unknown group', async () => {
    expect(await bench.call('PutRetentionPolicy', { ...named('a'), retentionInDays: 7 })).toEqual(missing)
    expect(await bench.call('DeleteRetentionPolicy', named('a'))).toEqual(missing)
  })

  test('a group of class DELIVERY keeps a day, and that stays', async () => {
    await bench.call('CreateLogGroup', { ...named('a'), logGroupClass: 'DELIVERY' })
    expect(await shown()).toBe(1)
    const answer = await bench.call('PutRetentionPolicy', { ...named('a'), retentionInDays: 7 })
    expect(answer.__type).toBe('InvalidParameterException')
  })
})

const namesIn = (answer: { logGroups: { logGroupName: string }[] }) => answer.logGroups.map(each => each.logGroupName)

describe('DescribeLogGroups', () => {
  const groups = ['/eks/prod/api', '/eks/prod/web', '/eks/test/api', 'B', 'a', 'a-b', 'a.b']
  beforeEach(async () => {
    await bench.given('/eks/prod/api', 's')
    for (const name of groups.slice(1)) await bench.given(name)
    await bench.call('CreateLogGroup', { ...named('cold'), logGroupClass: 'INFREQUENT_ACCESS' })
  })

  test.each<[string, object, string[]]>([
    ['all, in the order of ASCII', {}, [...groups, 'cold']],
    ['a prefix', { logGroupNamePrefix: '/eks/prod' }, groups.slice(0, 2)],
    ['a pattern is a substring with case', { logGroupNamePattern: 'api' }, ['/eks/prod/api', '/eks/test/api']],
    ['a pattern of another case', { logGroupNamePattern: 'API' }, []],
    ['an empty pattern', { logGroupNamePattern: '' }, [...groups, 'cold']],
    ['a class', { logGroupClass: 'INFREQUENT_ACCESS' }, ['cold']],
    ['a prefix and a class', { logGroupNamePrefix: 'a', logGroupClass: 'INFREQUENT_ACCESS' }, []],
    ['names and ARNs', { logGroupIdentifiers: ['a', `${arnOf('B')}:*`, 'not-there'] }, ['B', 'a']],
    ['of another account', { logGroupIdentifiers: ['arn:aws:logs:x:123456789012:log-group:a'] }, []],
    ['our account', { accountIdentifiers: ['000000000000'], logGroupNamePrefix: 'B' }, ['B']],
    ['another account', { accountIdentifiers: ['123456789012'], includeLinkedAccounts: true }, []],
  ])('%s', async (_story, input, expected) => {
    expect(namesIn(await bench.call('DescribeLogGroups', input))).toEqual(expected)
  })

  test.each<[string, object, string]>([
    [
      'prefix and pattern',
      { logGroupNamePrefix: 'a', logGroupNamePattern: 'a' },
      'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
    ],
    ['a token of nobody', { nextToken: 'abc' }, 'The specified nextToken is invalid.'],
    ['identifiers and prefix', { logGroupIdentifiers: ['a'], logGroupNamePrefix: 'a' }, expect.anything() as string],
    ['no identifier', { logGroupIdentifiers: ['a:b'] }, expect.anything() as string],
    [
      'a limit past the bound',
      { limit: limits.describeCount + 1 },
      "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
    ],
  ])('%s is refused', async (_story, input, message) => {
    expect(await bench.call('DescribeLogGroups', input)).toEqual(invalid(message))
  })

  test('sizes, but not in a search by pattern', async () => {
    await bench.put('/eks/prod/api', 's', [noon - hour, '한글'], [noon, 'abc'])
    const by = async (input: object) => (await bench.call('DescribeLogGroups', input)).logGroups[0]
    expect(await by({ logGroupNamePrefix: '/eks/prod/api' })).toMatchObject({ storedBytes: 9 })
    const item = await by({ logGroupNamePattern: '/eks/prod/api' })
    expect(item).not.toHaveProperty('storedBytes')
    expect(item).not.toHaveProperty('deletionProtectionEnabled')
  })

  test('the engine is away', async () => {
    bench.store.readFails = { code: 'unavailable', message: 'x' }
    expect(await bench.call('DescribeLogGroups')).toMatchObject({ __type: 'ServiceUnavailableException' })
  })

  test.each(['DescribeLogGroups', 'ListLogGroups'])('%s gives each group once, whatever the page', async operation => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.boolean(), async (limit, standard) => {
        const filter = standard ? { logGroupClass: 'STANDARD' } : {}
        const seen: string[] = []
        let nextToken: string | undefined
        do {
          const page = await bench.call(operation, { ...filter, limit, nextToken })
          expect(page.logGroups.length).toBeLessThanOrEqual(limit)
          seen.push(...namesIn(page))
          nextToken = page.nextToken
        } while (nextToken !== undefined)
        expect(seen).toEqual(standard ? groups : [...groups, 'cold'])
      }),
      { numRuns: 30 },
    )
  })

  test('the largest page', async () => {
    expect(namesIn(await bench.call('DescribeLogGroups', { limit: limits.describeCount }))).toHaveLength(8)
  })

  test('a token is good for its own question', async () => {
    const { nextToken } = await bench.call('DescribeLogGroups', { limit: 1 })
    expect(namesIn(await bench.call('DescribeLogGroups', { limit: 2, nextToken }))).toEqual(groups.slice(1, 3))
    const bad = invalid('The specified nextToken is invalid.')
    expect(await bench.call('DescribeLogGroups', { logGroupNamePrefix: 'a', nextToken })).toEqual(bad)
    expect(await bench.call('ListLogGroups', { nextToken })).toEqual(bad)
  })
})

describe('ListLogGroups', () => {
  beforeEach(async () => {
    for (const name of ['/app/one', '/app/two', 'my/app/x', 'other']) await bench.given(name)
    await bench.call('TagLogGroup', { ...named('/app/one'), tags: { env: 'prod', team: 'pay' } })
    await bench.call('TagLogGroup', { ...named('/app/two'), tags: { env: 'production' } })
    await bench.call('TagLogGroup', { ...named('other'), tags: { env: 'test' } })
  })

  test.each<[string, object, string[]]>([
    ['all', {}, ['/app/one', '/app/two', 'my/app/x', 'other']],
    ['a substring', { logGroupNamePattern: '/app' }, ['/app/one', '/app/two', 'my/app/x']],
    ['a prefix', { logGroupNamePattern: '^/app' }, ['/app/one', '/app/two']],
    ['alternatives', { logGroupNamePattern: '^my/|two|other' }, ['/app/two', 'my/app/x', 'other']],
    ['a dot is a dot', { logGroupNamePattern: 'app.one' }, []],
    ['a tag', { logGroupTags: [{ key: 'env' }] }, ['/app/one', '/app/two', 'other']],
    ['a value', { logGroupTags: [{ key: 'env', values: ['prod'] }] }, ['/app/one']],
    ['an open value', { logGroupTags: [{ key: 'env', values: ['prod*'] }] }, ['/app/one', '/app/two']],
    ['a value inside', { logGroupTags: [{ key: 'env', values: ['*es*'] }] }, ['other']],
    ['an end', { logGroupTags: [{ key: 'env', values: ['*tion'] }] }, ['/app/two']],
    ['not a value', { logGroupTags: [{ key: 'env', values: ['!prod'] }] }, ['/app/two', 'other']],
    ['two tags', { logGroupTags: [{ key: 'env' }, { key: 'team', values: ['pay', 'x'] }] }, ['/app/one']],
    ['a data source', { dataSources: [{ name: 'amazon_vpc' }] }, []],
    ['an index', { fieldIndexNames: ['requestId'] }, []],
  ])('%s', async (_story, input, expected) => {
    expect(namesIn(await bench.call('ListLogGroups', input))).toEqual(expected)
  })

  test('an item has a name, an ARN and a class', async () => {
    expect(await bench.call('ListLogGroups', { logGroupNamePattern: 'other' })).toEqual({
      logGroups: [{ logGroupName: 'other', logGroupArn: arnOf('other'), logGroupClass: 'STANDARD' }],
    })
  })

  test.each(['ab', '^ab', 'abc|', 'a|b', 'abc|def|ghi|jkl|mno|pqr', 'x'.repeat(25), 'a*c'])(
    'pattern %j is refused',
    async logGroupNamePattern => {
      expect((await bench.call('ListLogGroups', { logGroupNamePattern })).__type).toBe('InvalidParameterException')
    },
  )

  test.each([
    [limits.listLogGroupsCount, undefined],
    [limits.listLogGroupsCount + 1, 'InvalidParameterException'],
  ])('a limit of %d', async (limit, type) => {
    expect((await bench.call('ListLogGroups', { limit })).__type).toBe(type)
  })

  test('one page looks at so many names and then hands out a token', async () => {
    const scanned: number[] = []
    const name = (n: number) => `g${String(n).padStart(9, '0')}`
    const many = await Bench.open(() => ({
      groups: async ({ after = name(0), limit }) => {
        const first = Number(after.slice(1)) + 1
        scanned.push(limit)
        return ok(
          Array.from({ length: limit }, (_, i) => ({
            id: first + i,
            name: name(first + i),
            createdAt: many.now,
            class: 'STANDARD' as const,
            retentionDays: null,
            deletionProtection: false,
            kmsKeyId: null,
          })),
        )
      },
    }))
    const page = await many.call('ListLogGroups', { logGroupNamePattern: 'nothing|nowhere' })
    expect(page.logGroups).toEqual([])
    expect(page.nextToken).toBeDefined()
    expect(scanned.reduce((sum, n) => sum + n, 0)).toBe(limits.listLogGroupsScanned)
  })
})
