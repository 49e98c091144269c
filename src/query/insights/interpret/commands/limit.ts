/** `limit N` and `limit any N`: the first rows. */
import type { Command } from '../../tree.ts'
import { nothing, type Stage } from '../stage.ts'
import type { Shape } from '../table.ts'

export function limitStage({ rows }: Extract<Command, { kind: 'limit' }>, shape: Shape): Stage {
  let left = rows
  return {
    shape,
    push: row => (left-- > 0 ? [row] : nothing),
    done: () => left <= 0,
  }
}
