/** What progress looks like: the live block, the plain line and the JSON line. Pure: state in, text out. */

import { counted, duration, grouped, shortNumber, sparkline } from '@ganymede/core/text'
import picocolors from 'picocolors'
import { fitText, printable, type TextStyle, textWidth } from './terminal-text.js'

/** A loss on display. */
export interface LossState {
  /** Key in plain lines and JSON, such as `g`. */
  readonly key: string
  /** Name in the block, such as `G`. */
  readonly label: string
  /** What the label stands for, such as `generator`; shown as the legend. */
  readonly meaning: string
  readonly value?: number | undefined
  /** Earlier values, oldest first. */
  readonly history: readonly number[]
}

/** Everything the progress display knows. */
export interface ProgressState {
  /** Name of the run, such as `0007-dcgan-photos`. */
  readonly run: string
  /** Facts behind the name: system and size, images, device, seed. */
  readonly facts: readonly string[]
  readonly step: number
  readonly steps: number
  readonly imagesPerSecond?: number | undefined
  readonly elapsedSeconds: number
  readonly leftSeconds?: number | undefined
  /** There while other programs use processors that training needs: how many there are, and how many others have. */
  readonly sharedProcessors?: { readonly processors: number; readonly others: number } | undefined
  readonly losses: readonly LossState[]
  /** How often D is right, 0 to 1. */
  readonly accuracy?: { readonly real: number; readonly fake: number } | undefined
  readonly lastSample?: string | undefined
  readonly lastCheckpoint?: string | undefined
  readonly note?: string | undefined
  /** What happens instead of training, such as `paused`; shown in place of the time left. */
  readonly activity?: string | undefined
  /** What can be pressed; the last one is shown however narrow the terminal is. */
  readonly keys: readonly { readonly key: string; readonly text: string }[]
}

/** Where the block goes. */
export interface ViewOptions extends TextStyle {
  /** Columns; every line is narrower. */
  readonly width: number
  /** Rows; less important lines are left out to fit. Default: no limit but the block's own of 12. */
  readonly height?: number
}

/** Most lines of the block. */
const maxProgressLines = 12

/**
 * The progress block.
 *
 * @returns at most 12 lines, each narrower than `width`
 */
export function renderProgress(state: ProgressState, options: ViewOptions): string[] {
  const lines: readonly (readonly [importance: number, text: string])[] = [
    [2, headerLine(state, options)],
    [0, barLine(state, options)],
    ...lossLines(state, options),
    [3, lastLine(state, options)],
    [5, labelled('cpu ', sharedText(state), options)],
    [4, labelled('note', state.note, options)],
    [7, keysLine(state, options)],
  ]
  const present = lines.filter(([, text]) => text !== '')
  const room = Math.max(1, Math.min(maxProgressLines, (options.height ?? Number.POSITIVE_INFINITY) - 1))
  const kept = new Set([...present].sort(([a], [b]) => a - b).slice(0, room))
  return present.filter((line) => kept.has(line)).map(([, text]) => text)
}

/** The same facts on one line of `key=value`: `step=10240/20000 img_s=141 g=1.84 d=0.71 eta=698s`. */
export function renderPlain(state: ProgressState): string {
  const parts = [`step=${state.step}/${state.steps}`]
  if (state.imagesPerSecond !== undefined) parts.push(`img_s=${shortNumber(state.imagesPerSecond)}`)
  for (const { key, value } of state.losses) if (value !== undefined) parts.push(`${key}=${shortNumber(value)}`)
  if (state.accuracy !== undefined) {
    parts.push(`d_acc_real=${state.accuracy.real.toFixed(2)}`, `d_acc_fake=${state.accuracy.fake.toFixed(2)}`)
  }
  const { sharedProcessors: shared } = state
  if (shared !== undefined) parts.push(`cpu_others=${shared.others.toFixed(1)}/${shared.processors}`)
  if (state.leftSeconds !== undefined) parts.push(`eta=${Math.round(state.leftSeconds)}s`)
  if (state.activity !== undefined) parts.push(`activity=${state.activity.replaceAll(' ', '_')}`)
  return parts.join(' ')
}

/** The same facts as an object, for `--json`. */
export function progressObject(state: ProgressState): Record<string, unknown> {
  const finite = (value: number | undefined): number | string | undefined =>
    value === undefined || Number.isFinite(value) ? value : String(value)
  return {
    kind: 'progress',
    run: state.run,
    step: state.step,
    steps: state.steps,
    elapsedSeconds: Math.round(state.elapsedSeconds * 10) / 10,
    imagesPerSec: finite(state.imagesPerSecond),
    etaSeconds: state.leftSeconds === undefined ? undefined : Math.round(state.leftSeconds),
    losses: Object.fromEntries(state.losses.map(({ key, value }) => [key, finite(value)])),
    accuracy: state.accuracy,
    processorsOfOthers: state.sharedProcessors && Math.round(state.sharedProcessors.others * 10) / 10,
    lastSample: state.lastSample,
    lastCheckpoint: state.lastCheckpoint,
    activity: state.activity,
  }
}

function headerLine({ run, facts }: ProgressState, { width, colour, unicode }: ViewOptions): string {
  const separator = unicode ? ' · ' : ' | '
  const name = fitText(printable(run), width - 1, { unicode })
  // Whole facts only: half of one says nothing.
  let tail = ''
  for (const fact of facts.map((text) => toStyle(printable(text), unicode))) {
    const longer = tail === '' ? `   ${fact}` : `${tail}${separator}${fact}`
    if (textWidth(name) + textWidth(longer) >= width) break
    tail = longer
  }
  const colours = picocolors.createColors(colour)
  return colours.bold(name) + colours.dim(tail)
}

const widestBar = 24
const narrowestBar = 6

function barLine(state: ProgressState, { width, colour, unicode }: ViewOptions): string {
  const { step, steps, imagesPerSecond, elapsedSeconds, leftSeconds, activity } = state
  const share = steps > 0 ? Math.min(1, step / steps) : 0
  const left = activity ?? (leftSeconds === undefined ? '' : `left ${duration(leftSeconds)}`)
  const rate = imagesPerSecond === undefined ? '' : `${shortNumber(imagesPerSecond)} img/s`
  // In the order of their importance; shown in the order of their place.
  const parts = [
    { place: 0, text: `${String(Math.floor(share * 100)).padStart(3)} %` },
    { place: 4, text: printable(left) },
    { place: 1, text: `${grouped(step)} / ${grouped(steps)}` },
    { place: 2, text: rate },
    { place: 3, text: `elapsed ${duration(elapsedSeconds)}` },
  ].filter(({ text }) => text !== '')
  const gap = 3
  let room = width - 1 - narrowestBar
  const shown = parts.filter(({ text }) => {
    const needed = textWidth(text) + gap
    if (needed > room) return false
    room -= needed
    return true
  })
  const bar = Math.max(0, Math.min(widestBar, narrowestBar + room))
  const filled = Math.round(share * bar)
  const colours = picocolors.createColors(colour)
  const drawn =
    colours.green((unicode ? '█' : '#').repeat(filled)) + colours.dim((unicode ? '░' : '-').repeat(bar - filled))
  const texts = shown.sort((a, b) => a.place - b.place).map(({ text }) => text)
  return [drawn, ...texts].join(' '.repeat(gap)).replace(/ {3}( *\d+ %)/, ' $1')
}

const labelWidth = 9
const widestSpark = 12
const narrowestSpark = 4

function lossLines(state: ProgressState, options: ViewOptions): [importance: number, text: string][] {
  const { width, colour, unicode } = options
  const shown = state.losses.filter(({ value }) => value !== undefined)
  if (shown.length === 0) return []
  const colours = picocolors.createColors(colour)
  const paints = [colours.cyan, colours.magenta, colours.yellow, colours.blue]

  const accuracy =
    state.accuracy === undefined
      ? ''
      : `D right on: real ${percent(state.accuracy.real)}, fake ${percent(state.accuracy.fake)}`
  const texts = shown.map(({ label, value }) => `${label} ${shortNumber(value ?? Number.NaN)}`)
  const fixed = labelWidth + texts.reduce((sum, text) => sum + textWidth(text) + 1, 0) + 3 * (shown.length - 1)
  const sparkFor = (taken: number): number => Math.floor((width - 1 - taken) / shown.length)
  const withAccuracy = accuracy === '' ? fixed : fixed + 3 + accuracy.length
  const isOneLine = sparkFor(withAccuracy) >= narrowestSpark
  const room = sparkFor(isOneLine ? withAccuracy : fixed)
  const spark = room < narrowestSpark ? 0 : Math.min(widestSpark, room)

  // Without room for all losses, the first ones: a line must never wrap.
  const fitting: string[] = []
  let taken = labelWidth
  for (const [index, { history, value }] of shown.entries()) {
    const text = texts[index] ?? ''
    const drawn = spark === 0 ? '' : sparkline(history, spark, { unicode })
    const gap = drawn === '' ? '' : ' '
    const needed = textWidth(text + gap + drawn) + (index === 0 ? 0 : 3)
    if (taken + needed >= width) break
    taken += needed
    const isSound = value !== undefined && Number.isFinite(value)
    const paint = (isSound ? paints[index % paints.length] : undefined) ?? colours.red
    fitting.push(text + gap + (drawn === '' ? '' : paint(drawn)))
  }
  if (fitting.length === 0) return []
  const label = `  ${colours.dim('loss')}   `
  const meaning = shown.map((loss) => `${loss.label} ${loss.meaning}`).join(', ')
  const lines: [number, string][] = [
    [1, label + [...fitting, ...(isOneLine && accuracy !== '' ? [accuracy] : [])].join('   ')],
  ]
  if (!isOneLine && accuracy !== '' && labelWidth + accuracy.length < width) {
    lines.push([6, ' '.repeat(labelWidth) + accuracy])
  }
  if (labelWidth + textWidth(meaning) < width) lines.push([8, ' '.repeat(labelWidth) + colours.dim(meaning)])
  return lines
}

function lastLine({ lastSample, lastCheckpoint }: ProgressState, options: ViewOptions): string {
  const parts = [lastSample, lastCheckpoint === undefined ? undefined : `checkpoint ${lastCheckpoint}`]
  const both = parts.filter((part) => part !== undefined).join('   ')
  return labelled('last', both === '' ? undefined : both, options)
}

function sharedText({ sharedProcessors: shared }: ProgressState): string | undefined {
  if (shared === undefined) return undefined
  return `shared: other programs use ${shared.others.toFixed(1)} of ${counted(shared.processors, 'core')}`
}

function keysLine({ keys }: ProgressState, { width, colour, unicode }: ViewOptions): string {
  if (keys.length === 0) return ''
  const colours = picocolors.createColors(colour)
  let room = width - 1 - labelWidth
  // Where there is no room for all, the last one stays: it leads out.
  const byImportance = [...keys.slice(-1), ...keys.slice(0, -1)]
  const fitting = new Set<string>()
  for (const { key, text } of byImportance) {
    const needed = textWidth(key) + 1 + textWidth(text) + (fitting.size > 0 ? 3 : 0)
    if (needed > room) break
    room -= needed
    fitting.add(key)
  }
  const shown = keys.flatMap(({ key, text }) =>
    fitting.has(key) ? [`${colours.bold(key)} ${toStyle(text, unicode)}`] : [],
  )
  return shown.length === 0 ? '' : `  ${colours.dim('keys')}   ${shown.join('   ')}`
}

function labelled(label: string, text: string | undefined, { width, colour, unicode }: ViewOptions): string {
  if (text === undefined || text === '' || width <= labelWidth + 2) return ''
  const fitted = fitText(toStyle(printable(text), unicode), width - 1 - labelWidth, { unicode })
  return `  ${picocolors.createColors(colour).dim(label)}   ${fitted}`
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '-'
}

/** Characters of ours that have an ASCII form; names of files stay as they are. */
function toStyle(text: string, unicode: boolean): string {
  return unicode ? text : text.replaceAll('×', 'x').replaceAll('·', '|').replaceAll('…', '...')
}
