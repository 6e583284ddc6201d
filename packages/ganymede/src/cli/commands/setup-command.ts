/** `ganymede setup`: libtorch and the addon for it; in a clone everything that the clone needs. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { defineCommand, option, toggle } from '../command.js'
import { oneOf } from '../terminal/values.js'

const parts = ['libtorch', 'native', 'packages', 'build'] as const

export const setupCommand = defineCommand({
  name: 'setup',
  group: 'Prepare',
  summary: 'Find libtorch and build the native part against it; does only what is missing.',
  options: {
    only: option('<part>', 'One part alone: libtorch or native; in a clone also packages or build', oneOf(parts), {
      choices: parts,
    }),
    force: toggle('Do everything again, also what is up to date.'),
  },
  examples: [
    { command: 'ganymede setup', text: 'after installing or cloning, or after libtorch has changed' },
    { command: 'LIBTORCH=~/libtorch ganymede setup', text: 'with a libtorch of your own' },
  ],
  async run({ options: { only, force }, output }) {
    const words = [
      ...(only === undefined ? [] : ['--only', only]),
      ...(force ? ['--force'] : []),
      ...(output.isQuiet || output.isJson ? ['--quiet'] : []),
      ...(output.isVerbose ? ['--verbose'] : []),
    ]
    const script = fileURLToPath(import.meta.resolve('@ganymede/torch/setup'))
    // What it prints is news for people; stdout is kept for results.
    const child = spawn(process.execPath, [script, ...words], { stdio: ['inherit', 2, 'inherit'] })
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('exit', (exit, signal) => resolve(signal === null ? (exit ?? 1) : 130))
    })
    output.json({ done: code === 0 })
    return code
  },
})
