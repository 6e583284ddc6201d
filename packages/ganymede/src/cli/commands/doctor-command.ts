/** `ganymede doctor <run>`: why a run is failing, in plain words, with what was measured and what to change. */

import type { RunFolder } from '@ganymede/runs/folder'
import picocolors from 'picocolors'
import type { Examination } from '../../doctor/examination.js'
import { tooEarly } from '../../doctor/first-judged.js'
import { printable, type TextStyle } from '../../terminal/terminal-text.js'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, latestRunArgument, runsOption } from '../run-option.js'
import { integer } from '../terminal/values.js'

const checkFailed = 4

export const doctorCommand = defineCommand({
  name: 'doctor',
  group: 'Look after runs',
  summary: 'Find out what is wrong with a run, and what to change.',
  details: [
    'Looks at the log, at gradients and weights that were noted while it trained, and at 256 pictures of the checkpoint',
    'beside training images. Exit code 4 when there is a problem, 0 when there are none or only warnings.',
  ],
  usesSystem: true,
  arguments: [latestRunArgument],
  options: {
    step: option(
      '<n>',
      'Look at the run as it was at this step; needs its checkpoint [default: as it is now]',
      integer(0),
    ),
    images: option('<n>', 'Training images to compare pictures with [default 2000]', integer(2)),
    logOnly: toggle('Read the log only: no pictures are made and no libtorch is needed.'),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede doctor latest', text: 'the newest run, also while it trains' },
    { command: 'ganymede doctor 7 --step 5000', text: 'as it was at step 5000' },
    { command: 'ganymede doctor 7 --json', text: 'findings for a program' },
  ],
  async run({ args, options: { step, images, logOnly, runs: out = defaultOut }, output }) {
    const { findRun } = await import('@ganymede/runs/folder')
    const run = findRun(args.run ?? '', { out })
    const examination = logOnly ? await examinedLog(run, step) : await examined(run, { step, images })
    const { findings, evidence, notes } = examination
    const early = tooEarly(examination)
    output.json({
      run: run.dir,
      step: examination.step,
      healthy: findings.length === 0 && early === null,
      judgedFrom: early?.judgedFrom ?? null,
      findings: findings.map(({ isTiming: _, ...finding }) => finding),
      pictures: evidence.pictures,
      translations: evidence.translations,
      notes,
    })
    output.painted(...renderExamination(run.dir, examination, output.style))
    for (const note of notes) output.note(`note: ${note}`)
    return findings.some(({ severity }) => severity === 'problem') ? checkFailed : 0
  },
})

async function examined(
  run: RunFolder,
  { step, images }: { step: number | undefined; images: number | undefined },
): Promise<Examination> {
  const [{ examineRun }, { findSystem }] = await Promise.all([
    import('../../doctor/examine-run.js'),
    import('../../models/registry.js'),
  ])
  return examineRun(run, {
    systemOf: findSystem,
    ...(step === undefined ? {} : { step }),
    ...(images === undefined ? {} : { images }),
  })
}

async function examinedLog(run: RunFolder, step: number | undefined): Promise<Examination> {
  const { examineLog } = await import('../../doctor/examine-log.js')
  return examineLog(run, step === undefined ? {} : { step })
}

/** The findings as people read them. */
function renderExamination(dir: string, examination: Examination, style: TextStyle): string[] {
  const { findings, evidence, step } = examination
  const colours = picocolors.createColors(style.colour)
  const marks = style.unicode
    ? { problem: '✖', warning: '▲', fine: '✔', early: '…', to: '→' }
    : { problem: 'x', warning: '!', fine: 'ok', early: '...', to: '->' }
  const paint = { problem: colours.red, warning: colours.yellow }
  const lines = findings.flatMap(({ code, severity, title, evidence: facts, cause, remedy }) => [
    '',
    `${paint[severity](`${marks[severity]} ${colours.bold(code)}`)}  ${printable(title)}`,
    ...facts.map((fact) => `    ${printable(fact)}`),
    `  ${colours.dim('likely')}  ${printable(cause)}`,
    `  ${colours.cyan(`${marks.to} ${printable(remedy)}`)}`,
  ])
  const { scalars, probes, pictures, translations } = evidence
  const looked = [
    `${scalars.length} log lines`,
    `${probes.length} looks into the networks`,
    ...(translations === null ? [] : [`${translations.directions[0]?.pictures ?? 0} translations`]),
    ...(pictures === null ? [] : [`${pictures.pictures} pictures beside ${pictures.reals} training images`]),
  ].join(', ')
  const early = tooEarly(examination)
  const verdict =
    findings.length > 0
      ? lines.slice(1)
      : early === null
        ? [`${colours.green(marks.fine)} nothing wrong was found`]
        : [
            `${colours.yellow(marks.early)} too early to tell: from step ${early.judgedFrom} on it shows whether it learns`,
          ]
  return [`${printable(dir)}   step ${step}`, ...verdict, '', colours.dim(`looked at ${looked}`)]
}
