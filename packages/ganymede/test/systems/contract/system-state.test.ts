import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { keep, noGrad, type Tensor, tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../../test/setup/temporary-folder.js'
import { type DcganOptions, dcgan, dcganOptions } from '../../../src/models/dcgan/dcgan.js'
import { dataSchema, type ResolvedOptions, trainSchema } from '../../../src/options/train-options.js'
import type { System } from '../../../src/systems/contract/system.js'
import {
  joinStates,
  joinSystemState,
  type SavedState,
  type SystemState,
  savedNumber,
  savedPart,
  savedTensor,
  splitSystemState,
} from '../../../src/systems/contract/system-state.js'
import { LeCamAverages } from '../../../src/systems/losses/lecam.js'
import { startTraining, type TrainRequest } from '../../../src/training/start-training.js'

/** A running sum on the device, and a count: what pools and averages look like to the loop. */
class Memory implements SystemState {
  count = 0
  sum: Tensor | null = null

  add(value: Tensor): void {
    this.count++
    if (this.sum === null) this.sum = keep(value.detach().clone())
    else noGrad(() => this.sum!.mul_(0.9).add_(value.detach()))
  }

  save(): SavedState {
    return { count: this.count, sum: this.sum }
  }

  load(saved: SavedState): void {
    this.count = savedNumber(saved, 'count')
    this.sum?.dispose()
    this.sum = saved.sum === null ? null : keep(savedTensor(saved, 'sum').clone())
  }

  dispose(): void {
    this.sum?.dispose()
  }
}

type Nets = typeof dcgan extends System<DcganOptions, infer N> ? N : never

/** DCGAN that disturbs its weights by what it remembers: a run that forgot would end elsewhere. */
const remembering: System<DcganOptions, Nets, ReturnType<typeof memories>> = {
  ...dcgan,
  state: memories,
  async step(ctx) {
    await dcgan.step(ctx)
    const { first } = ctx.state.parts
    const weight = ctx.networks.generator.parameters()[0]!
    first.add(weight)
    noGrad(() => weight.add_(first.sum!.mul(0.01)))
  },
}

function memories() {
  return joinStates({ first: new Memory(), second: new Memory(), lecam: new LeCamAverages() })
}

function options(train: Record<string, unknown> = {}): ResolvedOptions {
  return {
    model: dcganOptions.parse({ size: 16, widthG: 4, widthD: 4, latentDim: 8 }),
    data: dataSchema.parse({ path: 'builtin:glyphs?count=100' }),
    train: trainSchema.parse({
      steps: 8,
      batch: 4,
      sampleEvery: 100,
      checkpointEvery: 4,
      gridSize: 2,
      quickMetric: 'none',
      threads: 1,
      ...train,
    }),
  }
}

function bytesOf(dir: string, step: string): Map<string, string> {
  const folder = path.join(dir, 'checkpoints', step)
  const tensors = readdirSync(folder).filter((name) => name.endsWith('.safetensors'))
  return new Map(tensors.map((name) => [name, readFileSync(path.join(folder, name)).toString('base64')]))
}

describe('state of a system', () => {
  it('goes through a checkpoint and comes back byte for byte', async () => {
    const out = temporaryFolder()
    const train = (rest: Partial<TrainRequest> & Pick<TrainRequest, 'options'>) =>
      startTraining({ system: remembering, out, ...rest })
    const whole = await train({ options: options() })
    const half = await train({ options: options({ steps: 4 }) })
    const resumed = await train({ options: options(), resume: half.run })
    const [expected, found] = [bytesOf(whole.run.dir, 'step-000008'), bytesOf(resumed.run.dir, 'step-000008')]
    expect([...expected.keys()]).toContain('system-state.safetensors')
    expect(found).toEqual(expected)
    const state = JSON.parse(readFileSync(path.join(resumed.run.checkpoints, 'step-000008', 'state.json'), 'utf8'))
    expect(state.extra.system.group.first.group).toMatchObject({ count: 8, sum: { tensor: 'first/sum' } })
  })

  it('refuses a checkpoint that has none', async () => {
    const out = temporaryFolder()
    const half = await startTraining({ system: dcgan, out, options: options({ steps: 4 }) })
    await expect(
      startTraining({ system: remembering, out, options: options(), resume: half.run }),
    ).rejects.toMatchObject({ code: 'CHECKPOINT_MISMATCH' })
  })
})

describe('dividing and joining', () => {
  it('keeps tensors at any depth, and numbers that JSON has not', () => {
    const [a, b] = [tensor([1, 2]), tensor([3])]
    const saved: SavedState = {
      a,
      deep: { list: [b, 4, -0], tensor: 'a text' },
      odd: [Number.NaN, -Infinity],
      none: null,
    }
    const { tensors, values } = splitSystemState(saved)
    expect([...tensors.keys()]).toEqual(['a', 'deep/list/0'])
    const back = joinSystemState(tensors, JSON.parse(JSON.stringify(values)))
    expect(back).toEqual(saved)
    expect(Object.is((savedPart(back, 'deep').list as number[])[2], -0)).toBe(true)
    a.dispose()
    b.dispose()
  })

  it.each([
    [{ tensor: 'missing' }],
    [{ group: { a: { number: '12' } } }],
    [{ group: { a: { tensor: 'missing' } } }],
    ['text'],
    [{ group: { a: {} } }],
  ])('refuses %j', (values) => {
    expect(() => joinSystemState(new Map(), values)).toThrow(GanymedeError)
  })

  it('names what a saved state lacks', () => {
    const saved: SavedState = { p: 0.5 }
    expect(savedNumber(saved, 'p')).toBe(0.5)
    expect(() => savedNumber(saved, 'q')).toThrow('no number "q"')
    expect(() => savedTensor(saved, 'p')).toThrow('no tensor "p"')
    expect(() => savedPart(saved, 'p')).toThrow('no group "p"')
  })
})
