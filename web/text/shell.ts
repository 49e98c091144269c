/** Text for a POSIX shell, in quotes where it has to be. Pure. */
export const shellText = (text: string): string =>
  /^[\w/.:=,@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
