#!/usr/bin/env node
// @ts-check
/**
 * `npm start`: sets the clone up, then trains a DCGAN on the glyphs that Ganymede draws itself.
 * What follows `--` goes to the command: `npm start -- --steps 2000`, `npm start -- photos/`.
 */
import { refuseOldNode } from '../packages/torch/setup/node-version.mjs'

refuseOldNode()
const { ensureSetUp } = await import('./setup/command.mjs')
await ensureSetUp()

// In this process, not in a child: a second process would hear every Ctrl-C of the terminal twice.
const cli = new URL('../packages/ganymede/dist/cli.js', import.meta.url)
const { main } = await import(cli.href)
// npm runs scripts in the repository; paths in the options are meant from where the user stands.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
const words = process.argv.slice(2)
const isDataGiven = words[0] !== undefined && !words[0].startsWith('-')
process.exitCode = await main([
  'train',
  'dcgan',
  ...(isDataGiven ? [] : ['builtin:glyphs']),
  '--preset',
  'demo',
  ...words,
])
