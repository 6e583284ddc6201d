/** `--dry-run`: a few steps that write nothing, to tell size, memory, speed and the time a run would take. */

import { bytesText, counted, duration, grouped, shortNumber } from '@ganymede/core/text'
import { deviceMemory, memory } from '@ganymede/torch'
import type { DomainFacts } from '../../data/dataset.js'
import type { ResolvedOptions } from '../../options/train-options.js'
import type { AnySystem } from '../../systems/contract/system.js'
import { plannedSteps } from '../../training/end-of-run.js'
import { openTrainingData } from '../../training/feed/open-training-data.js'
import { StepMemoryError, withFittingBatch } from '../../training/guards/out-of-memory.js'
import { startFromWeights } from '../../training/start-weights.js'
import { Trainer } from '../../training/trainer.js'
import { reportLines } from '../../weights/load-weights.js'
import type { Output } from '../terminal/output.js'
import { secondsPerStep } from './step-time.js'

/** What a run would be made of. */
export interface DryRunRequest {
  readonly system: AnySystem
  readonly options: ResolvedOptions
  /** Weights to start from. */
  readonly from?: readonly string[]
  /** Folder of all runs, for weights of a run. */
  readonly out: string
}

/**
 * Runs a few steps with the options of a run.
 *
 * @returns exit code
 */
export async function dryRun(request: DryRunRequest, output: Output): Promise<number> {
  try {
    return await measure(request, output)
  } catch (error) {
    if (!(error instanceof StepMemoryError)) throw error
    output.note('memory ran out; finding out which batch fits …')
    const again = (options: readonly string[]) =>
      ['the same command', ...options.map((one) => `--set ${one}`)].join(' with ')
    throw await withFittingBatch(error, request, again)
  }
}

async function measure({ system, options, from = [], out }: DryRunRequest, output: Output): Promise<number> {
  const dataset = await openTrainingData(system, options)
  const trainer = new Trainer({ system, options, dataset })
  try {
    const start = from.length === 0 ? undefined : startFromWeights(trainer, from, out)
    const seconds = await secondsPerStep(trainer)
    const { device, threads, precision } = trainer.placement
    const { train } = options
    const planned = plannedSteps(train)
    const images = train.batch * train.dSteps
    const parameters = Object.fromEntries(
      Object.entries(trainer.networks).map(([name, network]) => [name, network.parameterCount]),
    )
    const processBytes = process.resourceUsage().maxRSS * 1024
    const deviceBytes = deviceMemory(device)?.peakAllocated
    const estimate = seconds * planned
    output.json({
      kind: 'dry-run',
      system: system.name,
      data: {
        path: dataset.info.path,
        images: dataset.info.count,
        channels: dataset.info.channels,
        ...(dataset.info.domains === undefined ? {} : { domains: dataset.info.domains }),
      },
      parameters,
      device,
      threads,
      precision,
      secondsPerStep: seconds,
      imagesPerSec: images / seconds,
      peakBytes: { process: processBytes, tensors: memory().peakBytes, device: deviceBytes ?? null },
      steps: planned,
      estimatedSeconds: estimate,
      ...(start === undefined ? {} : { from: start }),
    })
    const { width, height, channels, targetChannels } = trainer.data
    const { domains } = dataset.info
    const shape = `${width}×${height}×${channels}${targetChannels === undefined ? '' : ` to ${width}×${height}×${targetChannels}`}`
    const what = domains === undefined ? 'images' : domains.items === 'pairs' ? 'pairs' : 'items'
    const rows: [string, string][] = [
      ['data', `${dataset.info.path}: ${grouped(dataset.info.count)} ${what}, as ${shape}`],
      ...(domains === undefined ? [] : domainRows(domains)),
      [
        'networks',
        `${Object.entries(parameters)
          .map(([name, count]) => `${name} ${grouped(count)}`)
          .join(', ')} parameters`,
      ],
      ['device', `${device}, ${counted(threads, 'thread')}, ${precision}`],
      [
        'memory',
        `${bytesText(processBytes)}${deviceBytes === undefined ? '' : `, on ${device} ${bytesText(deviceBytes)}`} at most`,
      ],
      ['speed', `${shortNumber(seconds)} s a step, ${shortNumber(images / seconds)} images/s`],
      ['time', `about ${duration(estimate)} for ${counted(planned, 'step')}, without pictures and checkpoints`],
    ]
    output.result(...rows.map(([name, value]) => `  ${name.padEnd(10)}${value}`), 'Nothing was written.')
    for (const line of (start?.networks ?? []).flatMap(reportLines)) output.note(line)
    for (const note of dataset.info.notes) output.note(`note: ${note}`)
    return 0
  } finally {
    await trainer.close()
  }
}

/** What was found of two domains, and how it is read. */
function domainRows({ layout, direction, preprocess, load }: DomainFacts): [string, string][] {
  const way = direction === 'a2b' ? 'A is the input, B the target' : 'B is the input, A the target'
  const crops = load === null ? '' : ` from ${load.width}×${load.height}`
  return [
    ['layout', layout],
    ['direction', `${direction}: ${way}; ${preprocess}${crops}`],
  ]
}
