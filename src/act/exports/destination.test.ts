import { describe, expect, test } from 'vitest'
import { nothingAllowed, readAllowed } from '../subscriptions/index.ts'
import { exportChoices, exportTarget } from './destination.ts'

const allowed = readAllowed(
  's3://cold=https://KEY:S%2Fecret@minio.example:9000/eu-west-1,s3://*=http://127.0.0.1:9001,file:/var/exports',
)
if (allowed === undefined) throw new Error('not understood')

describe('what the operator writes', () => {
  test('names buckets, with their secrets kept out of sight', () => {
    expect(allowed.buckets).toEqual([
      {
        ...{ name: 'cold', endpoint: 'https://minio.example:9000', region: 'eu-west-1' },
        credentials: { accessKeyId: 'KEY', secretAccessKey: 'S/ecret' },
      },
      { name: '*', endpoint: 'http://127.0.0.1:9001' },
    ])
    expect(allowed.words.join(' ')).toContain('s3://cold → https://…@minio.example:9000')
    expect(allowed.words.join(' ')).not.toContain('S%2Fecret')
    expect(readAllowed('s3://mine')?.buckets).toEqual([{ name: 'mine' }])
    expect(exportChoices(allowed)).toEqual(['file:exports', 's3://cold', 's3://*'])
    expect(exportChoices(nothingAllowed)).toEqual([])
  })
  test.each([
    's3://UPPER',
    's3:cold',
    's3://a=ftp://x',
    's3://ab=https://x/a/b',
    's3://ab=https://KEY@x',
    's3://ab=https://',
  ])('%s is not understood', word => {
    expect(readAllowed(word)).toBeUndefined()
  })
})

describe('where an export may go', () => {
  test.each([
    ['s3://cold', { kind: 'bucket', name: 'cold', bucket: allowed.buckets[0] }],
    ['s3://other/', { kind: 'bucket', name: 'other', bucket: allowed.buckets[1] }],
    ['cold', { kind: 'bucket', name: 'cold', bucket: allowed.buckets[0] }],
    ['file:x', { kind: 'folder', root: '/var/exports', name: 'x' }],
    ['With_Underscores', { kind: 'folder', root: '/var/exports', name: 'With_Underscores' }],
  ])('%s', (text, target) => {
    expect(exportTarget(text, allowed)).toEqual({ ok: true, value: target })
  })
  test.each([
    ['file:../x', 'A folder is named like file:NAME'],
    ['file:', 'A folder is named like file:NAME'],
    ['s3://a/b', 'The name of a bucket has'],
    ['s3://..', 'The name of a bucket has'],
    ['https://x', 'An export goes to file:NAME'],
  ])('not to %s', (text, message) => {
    expect(exportTarget(text, allowed)).toEqual({ ok: false, error: expect.stringContaining(message) })
  })
  test.each([
    ['file:x', '--deliver-to file:/FOLDER'],
    ['s3://cold', '--deliver-to s3://cold='],
    ['cold', '--deliver-to s3://cold='],
  ])('to %s only when it is allowed', (text, message) => {
    expect(exportTarget(text, nothingAllowed)).toEqual({ ok: false, error: expect.stringContaining(message) })
  })
})
