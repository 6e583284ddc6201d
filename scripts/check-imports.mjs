#!/usr/bin/env node
// @ts-check
/** Part of `npm run lint`: import directions, cycles, deep imports, undeclared packages, unused exports. */
import { fileURLToPath } from 'node:url'
import { findBrokenArrows } from './checks/import-arrows.mjs'
import { findUnusedExports } from './checks/unused-exports.mjs'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
const arrows = await findBrokenArrows(root)
const unused = findUnusedExports(root)

for (const line of arrows) console.error(`✖ import  ${line}`)
for (const line of unused) console.error(`✖ unused export  ${line}`)
if (arrows.length + unused.length > 0) process.exitCode = 1
else console.log('Imports keep their directions, and every export is used.')
