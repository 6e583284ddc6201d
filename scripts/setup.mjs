#!/usr/bin/env node
// @ts-check
/** `npm run setup`: everything a clone needs. Uses Node.js alone, since it installs all the rest. */
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
// Imported late: an old Node.js would stop at a missing function before it could say that it is too old.
const { runSetupCommand } = await import('./setup/command.mjs')
process.exitCode = await runSetupCommand(process.argv.slice(2))
