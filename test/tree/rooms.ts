/** Which room a file stands in, and which rooms each may use: the walls of the house. */
export const mayUse: Readonly<Record<string, readonly string[]>> = {
  model: [],
  store: ['model'],
  query: ['model', 'store'],
  judge: ['model', 'store', 'query'],
  act: ['model', 'store', 'query', 'judge'],
  collect: ['model', 'store', 'query'],
  api: ['model', 'store', 'query', 'judge', 'act'],
  twin: ['model', 'act'],
  server: ['model', 'store', 'query', 'judge', 'act', 'collect', 'api', 'twin'],
  cli: ['model', 'store', 'query', 'judge', 'act', 'collect', 'api', 'twin', 'server'],
  web: ['model', 'query'],
}

/** `src/store/engine/port.ts` → `store`; what lies directly in `src/` is no room. */
export function roomOf(path: string): string | undefined {
  const [top, room, file] = path.split('/')
  if (top === 'web') return 'web'
  return top === 'src' && file !== undefined ? room : undefined
}
