#!/usr/bin/env node
// @ts-check
/** `npx ganymede setup`: libtorch and the addon, with Node.js alone. In a clone: all that `npm run setup` does. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { refuseOldNode } from './node-version.mjs'
import { cloneRoot } from './place.mjs'

refuseOldNode()
const clone = cloneRoot()
// Imported late: an old Node.js would stop at a missing function before it could say that it is too old.
if (clone !== null) await import(pathToFileURL(join(clone, 'scripts', 'setup.mjs')).href)
else {
  const { runEngineSetup } = await import('./command.mjs')
  process.exitCode = await runEngineSetup(process.argv.slice(2))
}
