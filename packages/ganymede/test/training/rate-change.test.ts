import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../../test/setup/temporary-folder.js'
import { trainSchema } from '../../src/options/train-options.js'
import { rateChangeNotes } from '../../src/training/rate-change.js'
import type { RunEvent } from '../../src/training/watch/run-event.js'
import { type Overrides, smallRun } from './fixtures/small-run.js'

const command = 'ganymede resume 0001 --step 20'
const model = { lrG: 2e-4, lrD: 4e-4, beta1: 0.5 }

function notes(course: Record<string, unknown>, step: number, [from, to]: readonly [number, number]): string[] {
  const [before, after] = [from, to].map((steps) => trainSchema.parse({ ...course, steps })) as [never, never]
  const rates = [{ 'lr/g': 1.8e-5 }, { 'lr/g': 1.9e-4 }] as const
  return rateChangeNotes({ before, after, step, model, rates, command })
}

describe('a run of another length', () => {
  it.each([
    { what: 'rates do not change', course: {} },
    { what: 'stairs do not depend on the length', course: { lrSchedule: 'steps', lrEvery: 5, lrDecayFrom: 5 } },
    { what: 'rates were to be whole and are', course: { lrSchedule: 'linear', lrDecayFrom: 'half' }, step: 5 },
    { what: 'it is over before it began', course: { lrSchedule: 'cosine', lrEnd: 1 } },
  ])('says nothing where $what', ({ course, step = 20 }) => {
    expect(notes(course, step, [20, 40])).toEqual([])
  })

  it('says both rates, and how to stay at the last ones of a course that is over', () => {
    const why = "the course 'linear' ends with the run, which was to end at step 20 and ends at 40"
    // 20 steps with the second half falling: the factor of the last step is 1 / 11.
    const keep = 'train.lrSchedule=constant --set model.lrG=0.0000181818 --set model.lrD=0.0000363636'
    expect(notes({ lrSchedule: 'linear', lrDecayFrom: 'half' }, 20, [20, 40])).toEqual([
      `learning rates go on at 1.9e-4 and were 1.8e-5 in the last step: ${why}. The old course is over; to stay at its last rates: ${command} --steps 40 --set ${keep} --accept-changes`.replace(
        '1.9e-4',
        '0.00019',
      ),
    ])
  })

  it.each([
    { course: { lrSchedule: 'cosine' }, step: 10, keeps: `${command} --steps 20` },
    { course: { lrSchedule: 'linear', lrDecayFrom: 5 }, step: 10, keeps: `${command} --steps 20` },
    {
      course: { lrSchedule: 'steps', lrEvery: 5, lrDecayFrom: 'half' },
      step: 20,
      keeps: `${command} --steps 40 --set train.lrDecayFrom=5 --accept-changes`,
    },
    {
      course: { lrSchedule: 'linear', lrDecayFrom: 5, lrEvery: 2, lrEnd: 0.1 },
      step: 20,
      keeps: '--set train.lrDecayFrom=0 --set train.lrEvery=1 --set train.lrEnd=0 --set model.lrG=',
    },
  ])('says what keeps the course of $course at step $step', ({ course, step, keeps }) => {
    const [note, ...others] = notes(course, step, [20, 40])
    expect(others).toEqual([])
    expect(note).toContain(keeps)
  })

  it('is told of in one note when it resumes, and its advice keeps the last rate', async () => {
    const out = temporaryFolder()
    const course = { lrSchedule: 'linear', lrDecayFrom: 'half', logEvery: 1 }
    const rates: number[] = []
    const said: string[] = []
    const onEvent = (event: RunEvent) => {
      if (event.kind === 'note') said.push(event.text)
      if (event.kind === 'scalars') rates.push(event['lr/g'] ?? 0)
    }
    const first = await smallRun(out, { train: course }, { onEvent })
    const last = rates.at(-1) ?? 0
    said.length = 0
    await smallRun(out, { train: { ...course, steps: 22 } }, { resume: first.run, onEvent })
    expect(said.filter((text) => text.includes('learning rate'))).toHaveLength(1)
    const advice = [...(said[0] ?? '').matchAll(/--set (train|model)\.(\w+)=(\S+)/g)]
    const sections: Record<string, Record<string, unknown>> = { train: { ...course, steps: 22 }, model: {} }
    for (const [, section = '', name = '', value = ''] of advice) {
      sections[section] = { ...sections[section], [name]: Number.isNaN(Number(value)) ? value : Number(value) }
    }
    rates.length = 0
    await smallRun(out, sections as Overrides, { resume: first.run, resumeStep: 20, acceptChanges: true, onEvent })
    expect(rates).toHaveLength(2)
    for (const rate of rates) expect(rate / last).toBeCloseTo(1, 4)
  })
})
