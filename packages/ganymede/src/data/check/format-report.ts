/** A data report in lines for people. */

import { counted } from '@ganymede/core/text'
import type { BadFile } from '../bad-files.js'
import type { PairReport } from './check-pairs.js'
import type { DataReport } from './data-report.js'

const NAMED = 20
const NAMED_CLASSES = 30

/**
 * The report as lines: what is there first, then what is wrong, each file by name with its reason (the first 20 of a
 * kind), and what to do about it.
 */
export function formatDataReport(report: DataReport): string[] {
  const { sizes, classes, parts, pairs } = report
  const lines = [`${report.ref}: ${counted(report.count, 'usable image')} (${report.kind})`]
  const fact = (name: string, value: string): void => {
    lines.push(`  ${name.padEnd(10)} ${value}`)
  }
  if (report.count > 0) {
    fact('formats', tally(report.formats))
    fact('channels', tally(report.channels))
  }
  if (sizes !== null) {
    const { min, median, max } = sizes
    const isOne = min.join('×') === max.join('×')
    // Each side by itself: the widest image need not be the highest.
    const range = (at: 0 | 1, side: string): string =>
      min[at] === max[at] ? `${min[at]} px ${side}` : `${min[at]} to ${max[at]} px ${side} (median ${median[at]})`
    fact('sizes', isOne ? `all ${min.join('×')}` : `${range(0, 'wide')}, ${range(1, 'high')}`)
    if (!isOne) {
      fact('', sizes.histogram.map(({ from, to, count }) => `${from}-${to - 1} px: ${count}`).join('   '))
    }
  }
  if (parts.length > 0) fact('parts', parts.map(({ name, count }) => `${name} ${count}`).join(', '))
  if (classes !== null) {
    const shown = classes.slice(0, NAMED_CLASSES).map(({ name, count }) => `${name} ${count}`)
    if (classes.length > NAMED_CLASSES) shown.push(`… and ${classes.length - NAMED_CLASSES} more`)
    fact('classes', `${classes.length}: ${shown.join(', ')}`)
  }
  for (const note of report.notes) fact('note', note)
  const guess = pairs === undefined ? likeness(report) : null
  if (pairs !== undefined) fact(...pairFact(pairs))
  if (guess !== null) fact('looks like', guess)

  const facts = lines.length
  section(lines, 'unreadable', report.unreadable, 'mend or remove them, or train with --skip-bad')
  // Of two domains, the folder as a whole is what has no pairs.
  if (pairs?.mode === 'domains') section(lines, 'without pairs', pairs.problems)
  else if (pairs?.mode === 'unpaired') section(lines, 'not of two domains', pairs.problems)
  else section(lines, 'without a partner', pairs?.problems ?? [], 'add or remove them')
  section(lines, 'suspicious, but used', report.suspicious)
  section(lines, 'odd in size', report.oddSized)
  section(lines, 'odd in channels', report.oddChannelled)
  section(lines, 'not what their name says, but used', report.misnamed)
  const groups = report.duplicates.map((names) => ({
    name: names[0] ?? '',
    reason: `same as ${names.slice(1, 6).join(', ')}`,
  }))
  section(lines, 'the same image more than once', groups)
  section(lines, 'ignored', report.ignored)
  if (lines.length === facts) lines.push('  nothing wrong found')
  return lines
}

function pairFact({ mode, count, domains }: PairReport): [string, string] {
  if (domains !== undefined) return ['domains', `${domains[0]} of A, ${domains[1]} of B (${mode})`]
  return ['pairs', `${count} (${mode})`]
}

/** What images are probably meant for, when nobody asked for pairs. */
function likeness({ sizes, classes, parts }: DataReport): string | null {
  const folders = [...(classes ?? []), ...parts].map(({ name }) => name)
  if (folders.includes('trainA') && folders.includes('trainB')) {
    return 'two domains, for cyclegan; pairs, for pix2pix, if names are equal (--pairs checks them)'
  }
  const [width, height] = sizes?.min ?? [0, 0]
  if (sizes === null || width === 0 || width !== 2 * height || sizes.max[0] !== 2 * sizes.max[1]) return null
  return 'pairs side by side, for pix2pix (--pairs checks them)'
}

function section(lines: string[], title: string, files: readonly BadFile[], remedy?: string): void {
  if (files.length === 0) return
  lines.push('', `${files.length} ${title}${remedy === undefined ? '' : ` (${remedy})`}`)
  for (const { name, reason } of files.slice(0, NAMED)) lines.push(`  ${name}: ${reason}`)
  if (files.length > NAMED) lines.push(`  … and ${files.length - NAMED} more (--json lists all)`)
}

function tally(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}
