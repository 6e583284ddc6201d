#!/usr/bin/env node
// @ts-check
/** Part of `npm run lint`: no file too long, none that names a package registry or a path of one machine. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findLongFiles } from './checks/file-sizes.mjs'
import { findMachineTraces } from './checks/machine-traces.mjs'
import { projectFiles } from './checks/project-files.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const binary = /\.(png|jpe?g|gif|webp|ico|bin|gz|zip|npy|npz|pt|pth|safetensors|onnx|woff2?)$/
const contents = new Map(
  projectFiles(root)
    .filter((path) => !binary.test(path))
    .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
)
const { tooLong, long } = findLongFiles(contents)
const traces = findMachineTraces(contents)

for (const line of long) console.log(`long, does it need to be?  ${line}`)
for (const line of tooLong) console.error(`✖ too long  ${line}`)
for (const line of traces) console.error(`✖ tied to a machine or registry  ${line}`)
if (tooLong.length + traces.length > 0) process.exitCode = 1
else console.log('Files are of readable length and name no registry and no path of this machine.')
