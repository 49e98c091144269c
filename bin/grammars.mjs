/**
 * Builds the parser of each `*.grammar` under src/query: `x.grammar` gives `x.grammar.js`, kept in the repository so that neither
 * the server nor the browser needs the generator. `--check` writes nothing and exits 1 when a parser is not what its grammar says.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildParserFile } from '@lezer/generator'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
let stale = 0
for (const file of globSync('src/query/**/*.grammar', { cwd: root }).sort()) {
  const { parser } = buildParserFile(readFileSync(join(root, file), 'utf8'), { fileName: file })
  const target = join(root, `${file}.js`)
  if (!check) {
    writeFileSync(target, parser)
    console.log(`built ${file}.js`)
  } else if (readFileSync(target, 'utf8') !== parser) {
    stale++
    console.error(`${file}.js is not what ${file} says: run npm run build:grammars`)
  }
}
process.exitCode = stale > 0 ? 1 : 0
