#!/usr/bin/env node
/** The launcher: starts `src/main.ts` on Node 24, with the flags that keep a server small. Runs on Node 20 and newer. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { serverFlags } from './flags.mjs'
import { become, findNode, missingNode, root } from './runtime.mjs'

const node = findNode()
if (node === undefined) {
  process.stderr.write(`${missingNode()}\n`)
  process.exit(1)
}
const args = process.argv.slice(2)
const stripped = pathToFileURL(join(root, 'bin', 'stripped.mjs')).href
become(node, [...serverFlags(args, process.env), '--import', stripped, join(root, 'src', 'main.ts'), ...args])
