// @ts-check
/**
 * Sessions of one kind in the child: a session runs one statement at a time, what comes more waits in order. Settings belong
 * to a session and stay, so each session remembers what stands and is told only the difference.
 *
 * @import { Session } from 'chdb'
 * @import { EngineSettings } from './protocol.ts'
 * @typedef {{ readonly session: Session, settings: EngineSettings }} Seat
 */

/**
 * A statement's own marker: the engine has no query ids, so it is found again by how its text begins.
 *
 * @param {number} id
 */
export const marker = id => `/* mangru:${id} */`

export class Lane {
  /** @type {Seat[]} */
  #idle
  /** @type {((seat: Seat) => void)[]} */
  #waiting = []
  /** @type {EngineSettings} */
  #base

  /**
   * @param {readonly Session[]} sessions
   * @param {EngineSettings} base what stands in these sessions already
   */
  constructor(sessions, base) {
    this.#base = base
    this.#idle = sessions.map(session => ({ session, settings: base }))
  }

  /**
   * Runs `work` on the next free session, with exactly the base settings and these on top.
   *
   * @template T
   * @param {EngineSettings} settings
   * @param {(session: Session) => Promise<T>} work
   * @returns {Promise<T>}
   */
  async use(settings, work) {
    const seat = this.#idle.pop() ?? (await this.#nextFree())
    try {
      const wanted = { ...this.#base, ...settings }
      const change = settingsChange(seat.settings, wanted)
      // A SET that fails changes nothing, so what stood before still stands.
      if (change !== '') await seat.session.queryAsync(change)
      seat.settings = wanted
      return await work(seat.session)
    } catch (error) {
      await rinse(seat.session)
      throw error
    } finally {
      const next = this.#waiting.shift()
      if (next) next(seat)
      else this.#idle.push(seat)
    }
  }

  /** @returns {Promise<Seat>} */
  #nextFree() {
    return new Promise(resolve => this.#waiting.push(resolve))
  }
}

/**
 * A statement that fails half way leaves the rows it had already written in its session, and the engine puts them before the
 * answer of the next statement. So after a failure something harmless is asked until its answer comes alone.
 *
 * @param {Session} session
 */
async function rinse(session) {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answer = await session.queryAsync('SELECT 1', { format: 'TSV' }).catch(() => undefined)
    if (answer?.bytes().length === 2) return
  }
}

/**
 * The `SET` that turns one state of a session into another; '' when nothing differs.
 *
 * @param {EngineSettings} from
 * @param {EngineSettings} to
 */
export function settingsChange(from, to) {
  const set = Object.entries(to).filter(([name, value]) => from[name] !== value)
  const unset = Object.keys(from).filter(name => !(name in to))
  const parts = [
    ...set.map(([name, value]) => `${name} = ${settingLiteral(value)}`),
    ...unset.map(name => `${name} = DEFAULT`),
  ]
  return parts.length === 0 ? '' : `SET ${parts.join(', ')}`
}

/** @param {string | number} value */
const settingLiteral = value =>
  typeof value === 'number' ? String(value) : `'${value.replace(/[\\']/g, char => `\\${char}`)}'`
