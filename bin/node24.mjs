#!/usr/bin/env node
/** Runs a script with Node 24 whatever Node this is: `node bin/node24.mjs SCRIPT ARGS…`. The npm scripts use it. */
import { become, findNode, missingNode } from './runtime.mjs'

const node = findNode()
if (node === undefined) {
  process.stderr.write(`${missingNode()}\n`)
  process.exit(1)
}
become(node, process.argv.slice(2))
