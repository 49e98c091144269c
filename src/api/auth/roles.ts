/** Who may do what: three roles, each holding the one before. */
import type { Role } from '../../store/settings/port.ts'

/** `ask`: read what is kept. `put`: send signals. `operate`: change or delete groups, retention, keys and the like. */
export type Need = 'ask' | 'put' | 'operate'

const held: Readonly<Record<Role, readonly Need[]>> = {
  reader: ['ask'],
  writer: ['ask', 'put'],
  operator: ['ask', 'put', 'operate'],
}

export const allows = (role: Role, need: Need): boolean => held[role].includes(need)
