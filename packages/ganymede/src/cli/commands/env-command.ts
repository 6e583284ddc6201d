/** `ganymede env`: what was found on this machine, whether it works and how fast it is. */
import picocolors from 'picocolors'
import { printable } from '../../terminal/terminal-text.js'
import { defineCommand, toggle } from '../command.js'

// Exit code when something that training needs does not work.
const environmentFailed = 3

export const envCommand = defineCommand({
  name: 'env',
  group: 'Prepare',
  summary: 'Say what was found here (Node.js, libtorch, devices, compiler) and how fast it is.',
  options: { skipTest: toggle('Leave out the five-second speed test.') },
  examples: [
    { command: 'ganymede env', text: 'one line a check, with the command that mends it' },
    { command: 'ganymede env --json', text: 'for a report' },
  ],
  async run({ options: { skipTest }, output }) {
    const [{ checkEnvironment }, { testSpeed }] = await Promise.all([
      import('../environment.js'),
      import('../training/speed-test.js'),
    ])
    const { colour, unicode } = output.style
    const colours = picocolors.createColors(colour)
    const marks = { ok: colours.green('ok  '), warn: colours.yellow('warn'), fail: colours.red('fail') }
    const checks = await checkEnvironment()
    const isUsable = checks.every(({ name, status }) => name !== 'libtorch' || status !== 'fail')
    const show = ({ name, status, text, remedy }: (typeof checks)[number]): void => {
      const shown = printable(unicode ? text : text.replaceAll('×', 'x'))
      output.painted(`${marks[status]}  ${name.padEnd(10)}  ${shown}`)
      if (remedy !== undefined) output.painted(`                  ${colours.cyan(printable(remedy))}`)
    }
    for (const check of checks) show(check)
    if (isUsable && !skipTest) {
      for await (const check of testSpeed()) {
        checks.push(check)
        show(check)
      }
    }
    const hasFailed = checks.some(({ status }) => status === 'fail')
    output.json({ ok: !hasFailed, checks })
    return hasFailed ? environmentFailed : 0
  },
})
