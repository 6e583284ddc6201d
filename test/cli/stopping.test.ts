/** Stopping from outside, and going on afterwards. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { checkpoints, glyphs, run, start, temporaryFolder, tiny, until } from './ganymede.js'

const endless = ['train', 'dcgan', glyphs, ...tiny, '--steps', '1000000', '--checkpoint-every', '5', '--log-every', '5']

function recordOf(folder: string): { status: string; step: number; steps: number } {
  return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'))
}

describe('a training that runs', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'saves and ends with 0 on %s, and the same command goes on',
    async (signal) => {
      const cwd = temporaryFolder()
      const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
      const training = start(endless, { cwd })
      await until(() => checkpoints(folder).length > 0, 'a checkpoint')
      training.child.kill(signal)
      const { code, stdout, stderr } = await training.ended
      expect(stderr).toContain('stopping (')
      expect(code).toBe(0)
      expect(stdout).toMatch(/^■ stopped, state saved/)
      expect(stdout).toContain('ganymede resume 0001')
      const { status, step } = recordOf(folder)
      expect(status).toBe('stopped')
      expect(checkpoints(folder).at(-1)).toBe(`step-${String(step).padStart(6, '0')}`)

      const further = await run(
        endless.map((word) => (word === '1000000' ? String(step + 2) : word)),
        { cwd },
      )
      expect(further.code).toBe(0)
      expect(further.stderr).toContain(`going on with 0001-dcgan-glyphs from step ${step}`)
      expect(recordOf(folder)).toMatchObject({ status: 'done', step: step + 2 })
    },
  )

  it('goes on after kill -9 from its last checkpoint', async () => {
    const cwd = temporaryFolder()
    const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
    const training = start(endless, { cwd })
    await until(() => checkpoints(folder).length > 1, 'two checkpoints')
    training.child.kill('SIGKILL')
    await training.ended
    const last = Number(checkpoints(folder).at(-1)?.slice(5))
    const words = endless.map((word) => (word === '1000000' ? String(last + 1) : word))
    const { code, stdout } = await run(words, { cwd })
    expect(code).toBe(0)
    expect(stdout).toContain('✔ done')
    expect(recordOf(folder)).toMatchObject({ status: 'done', step: last + 1 })
  })

  it('obeys requests from another shell, and is protected from a second trainer', async () => {
    const cwd = temporaryFolder()
    const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
    const training = start(endless, { cwd })
    await until(() => checkpoints(folder).length > 0, 'a checkpoint')

    const second = await run(endless, { cwd })
    expect(second.code).toBe(2)
    expect(second.stderr).toContain('✖ RUN_LOCKED')
    expect(second.stderr).toContain('--new')

    expect(await run(['pause', 'latest'], { cwd })).toMatchObject({ code: 0, stdout: '0001-dcgan-glyphs is paused\n' })
    await until(() => recordOf(folder).status === 'paused', 'the pause')
    expect((await run(['continue', 'latest'], { cwd })).code).toBe(0)
    expect(await run(['stop', 'latest'], { cwd })).toMatchObject({
      code: 0,
      stdout: '0001-dcgan-glyphs has saved and ended\n',
    })
    expect((await training.ended).code).toBe(0)
    expect(recordOf(folder).status).toBe('stopped')
    expect((await run(['stop', 'latest'], { cwd })).stderr).toContain('✖ RUN_IDLE')
  })

  it('refuses to go on with other options, and starts anew with --new', async () => {
    const cwd = temporaryFolder()
    const folder = path.join(cwd, 'runs', '0001-dcgan-glyphs')
    const training = start(endless, { cwd })
    await until(() => checkpoints(folder).length > 0, 'a checkpoint')
    training.child.kill('SIGINT')
    await training.ended
    const changed = [...endless, '--lr-g', '1e-3']
    const { code, stderr } = await run(changed, { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('✖ RUN_CHANGED')
    expect(stderr).toContain('model.lrG: was 0.0002, now 0.001')
    const anew = await run([...changed.map((word) => (word === '1000000' ? '1' : word)), '--new'], { cwd })
    expect(anew.code).toBe(0)
    expect(recordOf(path.join(cwd, 'runs', '0002-dcgan-glyphs')).status).toBe('done')
  })

  it('stops after --max-time', async () => {
    const cwd = temporaryFolder()
    const { code, stdout } = await run([...endless, '--max-time', '1s'], { cwd })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^■ stopped \(time limit of 1s\), state saved/)
  })
})
