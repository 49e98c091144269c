import { expect, test } from 'vitest'
import { putCommand, sendCommand } from './commands.ts'

test('a group that is not there yet', () => {
  expect(sendCommand('http://h:7070', '/demo/app', true)).toBe(
    [
      'aws logs create-log-group --log-group-name /demo/app --endpoint-url http://h:7070',
      'aws logs create-log-stream --log-group-name /demo/app --log-stream-name shell --endpoint-url http://h:7070',
      'aws logs put-log-events --log-group-name /demo/app --log-stream-name shell --endpoint-url http://h:7070 \\',
      '  --log-events "timestamp=$(date +%s000),message=hello"',
    ].join('\n'),
  )
})

test('a name that a shell would misread is quoted', () => {
  expect(putCommand('http://h', "a b'#c").split('\n')[0]).toContain(`--log-group-name 'a b'\\''#c' `)
})
