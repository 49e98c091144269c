/** Names of boards, as CloudWatch takes them. Pure. */
export const isName = (name: string): boolean => /^[A-Za-z0-9_-]{1,255}$/.test(name)

/** A name for what comes out of another board or a file: what no name can hold becomes a dash. */
export const soundName = (wish: string): string =>
  wish
    .replace(/\.json$/i, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 255)

/** `preset:pods` → `pods`, `mine` → `mine-copy`. */
export const freeName = (name: string): string =>
  name.startsWith('preset:') ? soundName(name.slice('preset:'.length)) : `${soundName(name).slice(0, 250)}-copy`
