// @ts-check
/**
 * What the engine could not write. chDB goes on where the disk does not take what it writes (26.7.2: no space, an I/O error): the part is made
 * though its files are cut short, and an insert answers as if all were well. But it counts such writes. Once there is one, nobody knows
 * which parts are whole, until they are opened anew: then those that are not are set aside, and what merges had made one of them from
 * is taken instead, which the engine keeps for eight minutes. So the process ends at once, like one that was killed: its inserts are not
 * answered, and go in again.
 *
 * @import { Session } from 'chdb'
 */

const counted =
  "SELECT toFloat64(sum(value)) FROM system.events WHERE event = 'WriteBufferFromFileDescriptorWriteFailed'"

/** As a keeper of replicas that cannot say whether it worked: the same again, under the same token, is right. */
const passing = 999

/**
 * To be asked of a session whenever something must have been written: whether all was, since this was made. Rejects as trouble that passes when
 * it cannot be known.
 *
 * @param {Session} session
 * @returns {(session: Session) => Promise<boolean>}
 */
export function watchWrites(session) {
  // On a full disk the start itself fails to write who holds the directory.
  const before = numberOf(session.query(counted, 'TSV'))
  return async asked => {
    try {
      return numberOf((await asked.queryAsync(counted, { format: 'TSV' })).text()) <= before
    } catch (error) {
      throw Object.assign(new Error(`whether all was written is not known: ${error}`), { clickhouseCode: passing })
    }
  }
}

/** @param {string} text */
const numberOf = text => Number(text.trim())

/** Ends this process without another word to the parent, which starts it again. */
export function startAnew() {
  console.error('the disk did not take all that the engine wrote: it starts anew, to see what is whole')
  process.kill(process.pid, 'SIGKILL')
}
