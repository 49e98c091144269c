/**
 * Assembles each `*.wat` under src: `x.wat` gives `x.wasm.js`, whose `wasm` is the module in base64. They are kept in the repository so that
 * nobody needs the assembler to run. `--check` writes nothing and exits 1 when one of them is not what its text says.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import wabt from 'wabt'

const root = fileURLToPath(new URL('..', import.meta.url))
const check = process.argv.includes('--check')
const { parseWat } = await wabt()
let stale = 0
for (const file of globSync('src/**/*.wat', { cwd: root }).sort()) {
  const parsed = parseWat(file, readFileSync(join(root, file), 'utf8'), { simd: true, bulk_memory: true })
  const { buffer } = parsed.toBinary({})
  parsed.destroy()
  const target = file.replace(/\.wat$/, '.wasm.js')
  const text = `// Assembled by bin/wasm.mjs from ${file.split('/').at(-1)}.\nexport const wasm =\n  '${Buffer.from(buffer).toString('base64')}'\n`
  if (!check) {
    writeFileSync(join(root, target), text)
    console.log(`built ${target}: ${buffer.length} bytes`)
  } else if (readFileSync(join(root, target), 'utf8') !== text) {
    stale++
    console.error(`${target} is not what ${file} says: run npm run build:wasm`)
  }
}
process.exitCode = stale > 0 ? 1 : 0
