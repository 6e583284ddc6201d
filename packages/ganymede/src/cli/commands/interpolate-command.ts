/** `ganymede interpolate <run>`: a walk through the latent space, as an animation or as frames. */
import path from 'node:path'
import { GanymedeError } from '@ganymede/core'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, latestRunArgument, precisionOption, runsOption } from '../run-option.js'
import { device, filePath, integer, seconds, seedList, text } from '../terminal/values.js'

const secondsPerLeg = 2
// Two minutes at 25 frames a second; beyond it one wants a film program.
const maxFrames = 3000
// All frames are held in memory while they are encoded.
const maxPixels = 2 ** 29

export const interpolateCommand = defineCommand({
  name: 'interpolate',
  group: 'Make pictures',
  summary: 'Make an animation that walks from picture to picture.',
  usesSystem: true,
  arguments: [latestRunArgument],
  options: {
    seeds: option('<list>', 'Seeds that the walk visits in turn, two or more [default 0-3]', seedList),
    label: option(
      '<class>',
      'Class of all pictures, by its name or its number from 0 [default: the first]; for systems with classes',
      text,
    ),
    seconds: option('<time>', `Length of the whole walk [default ${secondsPerLeg} s between two seeds]`, seconds),
    fps: option('<n>', 'Frames a second [1 to 50; default 25]', integer(1, 50)),
    loop: toggle('Walk back to the first seed, so that the animation has no seam.'),
    scale: option(
      '<n>',
      'Enlarge n times; 1: the native size [1 to 64; default: to about 256 px, single frames not at all]',
      integer(1, 64),
    ),
    smooth: toggle('Enlarge smoothly (Lanczos) instead of pixel by pixel.'),
    step: option(
      '<n>',
      'Use the checkpoint of this step [default: the latest, or the best by FID where the latest is worse]',
      integer(0),
    ),
    best: toggle('Use the best checkpoint.'),
    raw: toggle('Use the generator as trained, not its moving average.'),
    out: option(
      '<path>',
      'File ending in .webp, .gif or .mp4 (with ffmpeg), or a folder for single frames [default: in the run, pictures/]',
      filePath,
    ),
    force: toggle('Overwrite what is there.'),
    device: option('<device>', "'auto', 'cpu', 'cuda' or 'cuda:1' [default cpu]", device),
    precision: precisionOption,
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede interpolate latest', text: 'from seed 0 to 3 with the newest run' },
    { command: 'ganymede interpolate 7 --seeds 1,5,9 --loop --out cats.gif', text: 'an endless walk' },
    {
      command: 'ganymede interpolate 7 --seeds 1,5 --seconds 10 --out walk.mp4',
      text: 'a film, where ffmpeg is installed',
    },
    { command: 'ganymede interpolate 7 --seeds 1,5 --seconds 10 --out frames', text: 'a folder of PNGs' },
  ],
  async run({ args, options, output }) {
    const { seeds = [0, 1, 2, 3], fps = 25, loop } = options
    if (seeds.length < 2)
      throw new GanymedeError('OPTION_INVALID', '--seeds needs two or more seeds to walk between', {
        remedy: 'For example: --seeds 1,5,9',
      })
    const legs = loop ? seeds.length : seeds.length - 1
    const frames = Math.max(2, Math.round((options.seconds ?? legs * secondsPerLeg) * fps))
    if (frames > maxFrames) {
      throw new GanymedeError('OPTION_INVALID', `a walk of ${frames} frames is too long; ${maxFrames} are possible`, {
        remedy: 'Use fewer --seconds or a lower --fps.',
      })
    }
    const [
      { classOf },
      { chosenEnlarging },
      { freePath, openPictureModel, pictureTarget, rangesText },
      { walkLatents },
      { animationEndings, writeAnimation },
      { requireFilmEncoder },
      { requireLatents },
      { comfortableScale },
    ] = await Promise.all([
      import('../class-of.js'),
      import('../enlarging.js'),
      import('../picture-model.js'),
      import('@ganymede/core/random'),
      import('@ganymede/runs/sheets'),
      import('@ganymede/runs/sheets'),
      import('../../pictures/latents.js'),
      import('@ganymede/runs/sheets'),
    ])
    // Before anything is computed.
    if (options.out !== undefined) requireFilmEncoder(options.out)
    const model = openPictureModel(args.run ?? '', { ...options, runs: options.runs ?? defaultOut }, output)
    try {
      requireLatents(model.system)
      const label = options.label === undefined ? undefined : classOf(options.label, model.classes)
      const chosen = label === undefined ? {} : { label }
      const kind = label === undefined ? '' : `-class-${label}`
      const name = `walk-${rangesText(seeds)}${kind}${loop ? '-loop' : ''}.webp`
      const target = pictureTarget(options.out, model, name, { endings: [...animationEndings, ''] })
      const isFile = path.extname(target.path) !== ''
      const { scale, filter, facts } = chosenEnlarging(options, isFile ? comfortableScale(model.data) : null)
      requireRoom(frames * model.data.width * model.data.height * scale * scale)
      const latents = walkLatents(seeds, { dim: model.latentDim, frames, isClosed: loop })
      const pictures = model.decode(latents, { ...chosen, ema: !options.raw })
      const file = freePath(target)
      const { run, step, precision, system } = model
      const about = JSON.stringify({
        run: run.name,
        system: system.name,
        step,
        seeds,
        frames,
        ...facts,
      })
      await writeAnimation(file, pictures, { fps, scale, filter, force: options.force, about })
      output.result(file)
      output.json({ file, seeds, ...chosen, frames, fps, run: run.dir, step, precision, ...facts })
      return 0
    } finally {
      model.dispose()
    }
  },
})

function requireRoom(pixels: number): void {
  if (pixels <= maxPixels) return
  throw new GanymedeError('OPTION_INVALID', `the frames have ${pixels} pixels together; ${maxPixels} are possible`, {
    remedy: 'Use a smaller --scale, fewer --seconds or a lower --fps.',
  })
}
