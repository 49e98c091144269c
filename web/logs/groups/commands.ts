/** Commands that a person copies to send the first lines: what the empty states show. Pure. */

/** Quoted for a POSIX shell when it has to be. */
const shell = (text: string): string => (/^[\w/.:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** Puts one line into `group`, making the group's stream first; `create` also makes the group. */
export function sendCommand(origin: string, group: string, create: boolean): string {
  const name = shell(group)
  const aws = (rest: string) => `aws logs ${rest} --endpoint-url ${origin}`
  return [
    ...(create ? [aws(`create-log-group --log-group-name ${name}`)] : []),
    aws(`create-log-stream --log-group-name ${name} --log-stream-name shell`),
    `${aws(`put-log-events --log-group-name ${name} --log-stream-name shell`)} \\`,
    '  --log-events "timestamp=$(date +%s000),message=hello"',
  ].join('\n')
}

/** Only the put, for a group that has streams already or is being followed. */
export const putCommand = (origin: string, group: string): string =>
  sendCommand(origin, group, false).split('\n').slice(1).join('\n')
