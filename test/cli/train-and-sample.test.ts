/** From nothing to pictures, as a user types it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import sharp from 'sharp'
import { expect, it } from 'vitest'

import { glyphs, run, temporaryFolder, tiny } from './ganymede.js'

it('trains, goes on, makes pictures and lists what there is', async () => {
  const cwd = temporaryFolder()
  const train = ['train', 'dcgan', glyphs, ...tiny, '--steps', '2']

  const first = await run(train, { cwd })
  expect(first).toMatchObject({ code: 0, signal: null })
  expect(first.stderr).toContain('0001-dcgan-glyphs  dcgan 16×16×1')
  expect(first.stdout).toMatch(/^✔ done {3}2 \/ 2 steps/)
  expect(first.stdout).toContain('next        ganymede sample 0001')
  expect(readdirSync(cwd)).toEqual(['runs'])

  // The same command again has nothing to do; with more steps it goes on.
  const again = await run(train, { cwd })
  expect(again.code).toBe(0)
  expect(again.stdout).toContain('0001-dcgan-glyphs is done: 2 of 2 steps with these options.')
  expect(again.stdout).toContain('--new')
  const longer = await run([...train.slice(0, -1), '4'], { cwd })
  expect(longer.code).toBe(0)
  expect(longer.stderr).toContain('going on with 0001-dcgan-glyphs from step 2')
  expect(readdirSync(path.join(cwd, 'runs'))).toEqual(['0001-dcgan-glyphs'])

  const refused = await run(['resume', 'latest', '--steps', '6', '--set', 'model.lrG=1e-3'], { cwd })
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('✖ RUN_CHANGED')
  expect(refused.stderr).toContain('model.lrG: was 0.0002, now 0.001')
  const accepted = await run(
    ['resume', 'latest', '--steps', '6', '--set', 'model.lrG=1e-3', '--accept-changes', '--json'],
    { cwd },
  )
  expect(accepted.code).toBe(0)
  const result = JSON.parse(accepted.stdout.trim().split('\n').at(-1) ?? '')
  expect(result).toMatchObject({ kind: 'result', status: 'done', step: 6, steps: 6 })

  const table = await run(['runs', '--json'], { cwd })
  expect(JSON.parse(table.stdout).runs).toMatchObject([{ id: '0001', status: 'done', step: 6 }])
  const shown = await run(['runs', 'show', '1'], { cwd })
  expect(shown.stdout).toMatch(/model\.lrG +0\.001 +flag/)

  const sheet = await run(['sample', '1', '--seeds', '3,7', '--out', 'sheet.png'], { cwd })
  expect(sheet).toMatchObject({ code: 0, stdout: 'sheet.png\n' })
  expect(readFileSync(path.join(cwd, 'sheet.png')).toString('latin1')).toContain('"seeds":[3,7]')
  const walk = await run(['interpolate', 'latest', '--seconds', '1', '--fps', '4', '--out', 'w.gif'], { cwd })
  expect(walk).toMatchObject({ code: 0, stdout: 'w.gif\n' })
  expect((await sharp(path.join(cwd, 'w.gif'), { animated: true }).metadata()).pages).toBe(4)
})

it('trains as a configuration file says, and as flags overrule it', async () => {
  const cwd = temporaryFolder()
  writeFileSync(
    path.join(cwd, 'ganymede.config.ts'),
    `import { dcgan, defineConfig, images } from '@ganymede/toolkit'
     export default defineConfig({
       model: dcgan({ size: 16, widthG: 4, widthD: 4, latentDim: 8 }),
       data: images('${glyphs}'),
       train: { steps: 9, batch: 4, gridSize: 4, threads: 1, quickMetric: 'none' },
       name: 'mine',
     })`,
  )
  const { code, stderr } = await run(['train', '--steps', '2', '--seed', '5'], { cwd })
  expect(stderr).toContain('options from ganymede.config.ts')
  expect(code).toBe(0)
  const record = JSON.parse(readFileSync(path.join(cwd, 'runs', '0001-mine', 'run.json'), 'utf8'))
  expect(record).toMatchObject({
    options: { model: { widthG: 4 }, train: { steps: 2, seed: 5, batch: 4 } },
    sources: { 'model.widthG': 'config', 'train.steps': 'flag', 'train.seed': 'flag', 'model.lrG': 'default' },
    command: ['ganymede', 'train', '--steps', '2', '--seed', '5'],
  })
})

it('tells with --dry-run what a run would cost, and writes nothing', async () => {
  const cwd = temporaryFolder()
  const { code, stdout } = await run(['train', 'dcgan', glyphs, ...tiny, '--dry-run'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/networks +generator [\d ]+, discriminator [\d ]+ parameters/)
  expect(stdout).toMatch(/speed +[\d.]+ s a step/)
  expect(stdout).toMatch(/time +about .* for 20 000 steps/)
  expect(readdirSync(cwd)).toEqual([])
})

it('starts from the weights of another run with --from', async () => {
  const cwd = temporaryFolder()
  expect((await run(['train', 'dcgan', glyphs, ...tiny, '--steps', '2'], { cwd })).code).toBe(0)
  const tuned = await run(['train', 'dcgan', glyphs, ...tiny, '--steps', '1', '--from', '1', '--name', 'tuned'], {
    cwd,
  })
  expect(tuned).toMatchObject({ code: 0 })
  expect(existsSync(path.join(cwd, 'runs', '0002-tuned', 'checkpoints', 'step-000001'))).toBe(true)
})

it('learns from a folder of photographs of any shape', async () => {
  const cwd = temporaryFolder()
  mkdirSync(path.join(cwd, 'photos'))
  for (let i = 0; i < 6; i += 1) {
    const image = sharp({
      create: { width: 40 + i * 7, height: 50, channels: 3, background: { r: i * 40, g: 90, b: 200 } },
    })
    await image.jpeg().toFile(path.join(cwd, 'photos', `${i}.jpg`))
  }
  const { code, stderr } = await run(['train', 'dcgan', 'photos', ...tiny, '--steps', '1', '--flip'], { cwd })
  expect(stderr).toContain('0001-dcgan-photos  dcgan 16×16×3  6 images')
  expect(code).toBe(0)
})
