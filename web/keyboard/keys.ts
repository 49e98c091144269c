/** Every key of the page, in one list: the handler reads it, and the help shows it. Pure. */
export type KeyName =
  | 'palette'
  | 'search'
  | 'time'
  | 'help'
  | 'close'
  | 'down'
  | 'up'
  | 'open'
  | 'follow'
  | 'wrap'
  | 'run'
  | 'goOverview'
  | 'goAlarms'
  | 'goLogs'
  | 'goInsights'
  | 'goDeliveries'
  | 'goCosts'
  | 'goMetrics'
  | 'goDashboards'
  | 'goCluster'
  | 'editBoard'
  | 'fullScreen'
  | 'saveBoard'
  | 'undoStep'
  | 'goSelf'

export interface KeyBinding {
  readonly name: KeyName
  /** As shown; `Mod` is Cmd on a Mac and Ctrl elsewhere. A space stands between keys pressed one after the other. */
  readonly keys: string
  readonly where: 'everywhere' | 'inLogs' | 'inInsights' | 'inDashboards'
}

export const keyBindings: readonly KeyBinding[] = [
  { name: 'palette', keys: 'Mod+K', where: 'everywhere' },
  { name: 'search', keys: '/', where: 'everywhere' },
  { name: 'time', keys: 't', where: 'everywhere' },
  { name: 'help', keys: '?', where: 'everywhere' },
  { name: 'close', keys: 'Escape', where: 'everywhere' },
  { name: 'goOverview', keys: 'g o', where: 'everywhere' },
  { name: 'goAlarms', keys: 'g a', where: 'everywhere' },
  { name: 'goLogs', keys: 'g l', where: 'everywhere' },
  { name: 'goInsights', keys: 'g i', where: 'everywhere' },
  { name: 'goDeliveries', keys: 'g d', where: 'everywhere' },
  { name: 'goCosts', keys: 'g c', where: 'everywhere' },
  { name: 'goMetrics', keys: 'g e', where: 'everywhere' },
  { name: 'goDashboards', keys: 'g b', where: 'everywhere' },
  { name: 'goCluster', keys: 'g k', where: 'everywhere' },
  { name: 'goSelf', keys: 'g m', where: 'everywhere' },
  { name: 'down', keys: 'j', where: 'inLogs' },
  { name: 'up', keys: 'k', where: 'inLogs' },
  { name: 'open', keys: 'Enter', where: 'inLogs' },
  { name: 'follow', keys: 'f', where: 'inLogs' },
  { name: 'wrap', keys: 'w', where: 'inLogs' },
  { name: 'run', keys: 'Mod+Enter', where: 'inInsights' },
  { name: 'editBoard', keys: 'e', where: 'inDashboards' },
  { name: 'fullScreen', keys: 'z', where: 'inDashboards' },
  // The board hears these two itself, since a field that is typed in has its own undo.
  { name: 'saveBoard', keys: 'Mod+S', where: 'inDashboards' },
  { name: 'undoStep', keys: 'Mod+Z', where: 'inDashboards' },
]

export interface Press {
  readonly key: string
  readonly mod: boolean
  readonly alt: boolean
  /** The press went into a field where letters are typed. */
  readonly typing: boolean
  /** The press went to a button, link or the like, which has its own Enter. */
  readonly onControl: boolean
}

/** Which binding a press means, given the letter pressed just before. `pending` is that letter when it begins a pair. */
export function meaning(
  press: Press,
  before: string | undefined,
): { readonly name?: KeyName; readonly pending?: string } {
  if (press.alt) return {}
  if (press.mod) {
    if (press.key === 'Enter') return { name: 'run' }
    return press.key.toLowerCase() === 'k' ? { name: 'palette' } : {}
  }
  if (press.key === 'Escape') return { name: 'close' }
  if (press.typing) return {}
  if (press.key === 'Enter') return press.onControl ? {} : { name: 'open' }
  const wanted = before === undefined ? press.key : `${before} ${press.key}`
  const found = keyBindings.find(binding => binding.keys === wanted)
  if (found) return { name: found.name }
  if (before !== undefined) return meaning(press, undefined)
  return keyBindings.some(binding => binding.keys.startsWith(`${press.key} `)) ? { pending: press.key } : {}
}
