/** Ctrl-C while pictures are translated: what is finished stays, nothing is half written. */
import { mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'

import { Generator, scope, writeTorchFile } from '@ganymede/torch'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

import { ResnetGenerator } from '../../packages/ganymede/src/models/image-to-image/resnet-generator.js'
import { run, start, temporaryFolder, until } from './ganymede.js'

async function photo(file: string, side: number): Promise<void> {
  await sharp({ create: { width: side, height: side, channels: 3, background: 'teal' } }).toFile(file)
}

/** Weights of nothing learned, and a folder for pictures. */
function place(): { cwd: string; weights: string; photos: string; out: string } {
  const cwd = temporaryFolder()
  const weights = path.join(cwd, 'latest_net_G.pth')
  const photos = path.join(cwd, 'photos')
  mkdirSync(photos)
  scope(() => {
    const rng = new Generator(1)
    const network = new ResnetGenerator({ inputChannels: 3, outputChannels: 3, width: 4, blocks: 1, rng })
    writeTorchFile(weights, network.stateDict())
    network.dispose()
    rng.dispose()
  })
  return { cwd, weights, photos, out: path.join(cwd, 'made') }
}

const names = (folder: string) => readdirSync(folder).sort()
const pngs = (folder: string) => names(folder).filter((name) => name.endsWith('.png'))

describe('a translation that is stopped', () => {
  it('among the pictures of a folder keeps those that are done, and ends with 130', async () => {
    const { cwd, weights, photos, out } = place()
    for (let i = 0; i < 150; i++) await photo(path.join(photos, `${String(i).padStart(3, '0')}.png`), 48)
    const words = ['translate', weights, photos, out, '--html', '--json']
    const translation = start(words, { cwd })
    await until(() => translation.child.exitCode !== null || names(cwd).includes('made'), 'the folder')
    await until(() => translation.child.exitCode !== null || pngs(out).length > 2, 'pictures')
    translation.child.kill('SIGINT')
    const { code, stdout, stderr } = await translation.ended
    expect(code, stderr).toBe(130)
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ isStopped: true, failures: [] })
    const pictures = report.files.map(({ output }: { output: string }) => path.basename(output))
    expect(pictures.length).toBeGreaterThan(2)
    expect(pictures.length).toBeLessThan(150)
    // The page shows what there is; no part of a file is left.
    expect(pngs(out)).toEqual(pictures)
    expect(names(out).filter((name) => name.includes('.tmp'))).toEqual([])
    expect(names(out)).toContain('index.html')
    for (const name of pictures) expect(await sharp(path.join(out, name)).stats()).toMatchObject({ isOpaque: true })

    const further = await run([...words, '--force', '--limit', '2'], { cwd })
    expect(further.code, further.stderr).toBe(0)
  })

  it('among the tiles of a picture leaves nothing of it', async () => {
    const { cwd, weights, photos, out } = place()
    await photo(path.join(photos, 'a-small.png'), 32)
    await photo(path.join(photos, 'b-large.png'), 2400)
    const translation = start(['translate', weights, photos, out, '--tile', '32', '--statistics', 'exact'], { cwd })
    await until(() => translation.child.exitCode !== null || names(cwd).includes('made'), 'the folder')
    await until(() => translation.child.exitCode !== null || names(out).length > 0, 'the small picture')
    await new Promise((resolve) => setTimeout(resolve, 1500))
    translation.child.kill('SIGINT')
    const { code, stdout, stderr } = await translation.ended
    expect(code, stderr).toBe(130)
    expect(stdout).toBe(`${out}   1 picture\n`)
    expect(stderr).toContain('stopping: finished pictures stay')
    expect(stderr).toContain('stopped: 1 of 2 done')
    expect(stderr).not.toContain('b-large')
    expect(names(out)).toEqual(['a-small.png'])
  })
})
