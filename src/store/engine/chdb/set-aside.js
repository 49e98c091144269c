// @ts-check
/**
 * Parts that the engine set aside as it opened, since they are not whole: their rows are not there, so a block that is given again must go in.
 * The engine remembers the tokens of blocks in a log beside the parts and does not take them back by itself. Here a line that adds a token
 * of such a part becomes one that drops it: a byte that is written over, for which a full disk has room. The parts stay where they were put.
 *
 * @import { Session } from 'chdb'
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const folder = 'deduplication_logs'
const asked = `SELECT database, table, any(t.data_paths[1]), groupArray(name) FROM system.detached_parts AS d
INNER JOIN system.tables AS t ON t.database = d.database AND t.name = d.table WHERE reason = 'broken-on-start' GROUP BY database, table`

/**
 * Before anything is inserted. Throws what the engine or the file system says.
 *
 * @param {Session} session
 */
export function forgetSetAside(session) {
  const text = session.query(asked, 'JSONCompactEachRow')
  for (const line of text.trim() === '' ? [] : text.trim().split('\n')) {
    const [database, table, path, names] = JSON.parse(line)
    const parts = new Set(names.map(partOf))
    const changes = logsIn(path).map(file => ({ file, places: linesOf(readFileSync(file, 'latin1'), parts) }))
    if (changes.some(({ places }) => places.length > 0)) {
      const name = `\`${database}\`.\`${table}\``
      // It reads its log when it is attached.
      session.query(`DETACH TABLE ${name} SYNC`)
      for (const { file, places } of changes) drop(file, places)
      session.query(`ATTACH TABLE ${name}`)
    }
    // Only then: a part that comes later may get the same name.
    for (const one of names) rename(join(path, 'detached'), one)
    const found = names.length === 1 ? '1 part' : `${names.length} parts`
    const [is, was] = names.length === 1 ? ['is', 'was'] : ['are', 'were']
    console.error(`${found} of ${database}.${table} ${is} not whole and ${was} set aside in ${join(path, 'detached')}`)
  }
}

/**
 * The part that lies in a folder of parts set aside, by the folder's name.
 *
 * @param {string} name
 */
export const partOf = name => name.replace(/^broken-on-start_/, '').replace(/_try\d+$/, '')

/**
 * Where lines begin that add the token of one of these parts. A line: 1 (adds) or 2 (drops), the part, the token's block.
 *
 * @param {string} log
 * @param {ReadonlySet<string>} parts
 * @returns {number[]}
 */
export function linesOf(log, parts) {
  const places = []
  for (let at = 0; at < log.length; ) {
    const end = log.indexOf('\n', at)
    if (end < 0) break
    const [kind, part = ''] = log.slice(at, end).split('\t')
    if (kind === '1' && parts.has(part)) places.push(at)
    at = end + 1
  }
  return places
}

/**
 * Whoever wants to mend it finds it there; the engine knows this name too.
 *
 * @param {string} detached
 * @param {string} name
 */
function rename(detached, name) {
  for (let again = 0; ; again++) {
    const to = join(detached, `broken_${partOf(name)}${again === 0 ? '' : `_try${again}`}`)
    if (!existsSync(to)) return renameSync(join(detached, name), to)
  }
}

/** @param {string} path */
function logsIn(path) {
  try {
    return readdirSync(join(path, folder)).map(name => join(path, folder, name))
  } catch {
    // A table that remembers no tokens.
    return []
  }
}

/**
 * @param {string} file
 * @param {readonly number[]} places
 */
function drop(file, places) {
  const log = openSync(file, 'r+')
  try {
    for (const place of places) writeSync(log, '2', place, 'latin1')
    fsyncSync(log)
  } finally {
    closeSync(log)
  }
}
