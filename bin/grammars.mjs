/**
 * Builds the parser of each `*.grammar` under src/query: `x.grammar` gives `x.grammar.js`, and `x.grammar.terms.js` where tokens are
 * cut by our own code, which needs their numbers. They are kept in the repository so that neither the server nor the browser needs
 * the generator. `--check` writes nothing and exits 1 when one of them is not what its grammar says.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParserFile } from '@lezer/generator'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
let stale = 0
for (const file of globSync('src/query/**/*.grammar', { cwd: root }).sort()) {
  const grammar = readFileSync(join(root, file), 'utf8')
  const { parser, terms } = buildParserFile(grammar, { fileName: file })
  const made = [[`${file}.js`, parser]]
  if (grammar.includes('@external tokens')) made.push([`${file}.terms.js`, terms])
  for (const [target, text] of made) {
    if (!check) {
      writeFileSync(join(root, target), text)
      console.log(`built ${target}`)
    } else if (readFileSync(join(root, target), 'utf8') !== text) {
      stale++
      console.error(`${target} is not what ${file} says: run npm run build:grammars`)
    }
  }
}
process.exitCode = stale > 0 ? 1 : 0
