/** What is left on the screen when training has ended. */

import { counted, duration, grouped } from '@ganymede/core/text'
import picocolors from 'picocolors'
import { printable, type TextStyle, textWidth } from './terminal-text.js'

/** What is told when training has ended. */
export interface RunSummary {
  readonly status: 'done' | 'stopped' | 'failed'
  /** What ended it before its time, such as `time limit of 10m`. */
  readonly reason?: string | undefined
  /** Path of the run folder. */
  readonly dir: string
  readonly step: number
  readonly steps: number
  readonly seconds: number
  readonly lastSample?: string | undefined
  readonly lastCheckpoint?: string | undefined
  readonly bestCheckpoint?: string | undefined
  /** Path of the page about the run. */
  readonly report?: string | undefined
  /** Commands that make sense now, with what each does. */
  readonly next: readonly { readonly command: string; readonly text: string }[]
}

/** The summary that stays on the screen. Lines are not cut: paths and commands are there to be copied. */
export function renderSummary(summary: RunSummary, style: TextStyle): string[] {
  const colours = picocolors.createColors(style.colour)
  const { status, dir, step, steps, seconds } = summary
  const stopped = `stopped${summary.reason === undefined ? '' : ` (${summary.reason})`}, state saved`
  const how = {
    done: colours.green(style.unicode ? '✔ done' : 'done'),
    stopped: colours.yellow(style.unicode ? `■ ${stopped}` : stopped),
    failed: colours.red(style.unicode ? '✖ failed' : 'failed'),
  }[status]
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['run', dir],
    ['picture', summary.lastSample],
    ['checkpoint', summary.lastCheckpoint],
    ['best', summary.bestCheckpoint],
    ['report', summary.report],
  ]
  const next = summary.next.map(({ command, text }) => ({ command: printable(command), text }))
  const commandWidth = Math.max(0, ...next.map(({ command }) => textWidth(command)))
  return [
    `${how}   ${grouped(step)} / ${counted(steps, 'step')} in ${duration(seconds)}`,
    ...facts.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)}  ${printable(value)}`])),
    ...next.map(({ command, text }, index) => {
      const padding = ' '.repeat(commandWidth - textWidth(command))
      return `  ${(index === 0 ? 'next' : '').padEnd(10)}  ${colours.cyan(command)}${padding}   ${colours.dim(text)}`
    }),
  ]
}
