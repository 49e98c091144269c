/** AWS keeps the tag keys that begin with `aws:` to itself. */
export const hasReservedKey = (keys: readonly string[]): boolean =>
  keys.some(key => key.toLowerCase().startsWith('aws:'))
