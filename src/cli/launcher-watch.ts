/**
 * A launcher on an older Node stays as our parent and holds a channel open. When it is killed outright nobody would be left
 * to stop us, and the folder and ports would stay taken: end at once, as a killed server would. What was acknowledged is durable.
 */
export function watchLauncher(): void {
  const launched = process.env.MANGRU_LAUNCHED === '1'
  delete process.env.MANGRU_LAUNCHED
  if (!launched || process.channel === undefined || process.channel === null) return
  process.on('disconnect', () => process.exit(1))
  process.channel.unref()
}
