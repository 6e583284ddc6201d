/** `ganymede latents <run>`: where real images lie in the latent space of a run with an encoder. */

import type { PlaneAxes } from '../../pictures/latent-plane.js'
import { defineCommand, option, toggle } from '../command.js'
import { defaultOut, latestRunArgument, runsOption } from '../run-option.js'
import { device, filePath, integer, oneOf } from '../terminal/values.js'

const splits = ['auto', 'train', 'test'] as const
const namedAxes = ['auto', 'active', 'pca'] as const

/** A name, or two dimensions such as `0,3`. */
function axesOf(given: string): PlaneAxes {
  const name = namedAxes.find((known) => known === given)
  if (name !== undefined) return name
  const [, x, y] = /^(\d{1,6}),(\d{1,6})$/.exec(given) ?? []
  if (x !== undefined && y !== undefined && Number(x) !== Number(y)) return [Number(x), Number(y)]
  throw new Error(`must be ${namedAxes.join(', ')}, or two dimensions such as 0,3, got ${JSON.stringify(given)}`)
}

export const latentsCommand = defineCommand({
  name: 'latents',
  group: 'Make pictures',
  summary: 'Draw where real images lie in latent space, coloured by class; for systems with an encoder.',
  details: ['Circles are 1, 2 and 3 standard deviations of the prior. The images on the right tell the classes.'],
  usesSystem: true,
  arguments: [latestRunArgument],
  options: {
    axes: option(
      '<choice>',
      'Two dimensions such as 0,3; active: the two that vary most; pca: the directions that vary most; auto: the dimensions themselves where there are two, else pca [default auto]',
      axesOf,
    ),
    count: option('<n>', 'Images at most [default 5000]', integer(2, 100_000)),
    split: option(
      '<part>',
      'Part of the data: auto, train or test [default auto: test where there is one]',
      oneOf(splits),
      {
        choices: splits,
      },
    ),
    size: option('<pixels>', 'Side of the picture [128 to 4096; default 768]', integer(128, 4096)),
    seed: option('<n>', 'Which images, when there are more [default 0]', integer(0, 2 ** 40)),
    step: option(
      '<n>',
      'Use the checkpoint of this step [default: the latest, or the best by FID where the latest is worse]',
      integer(0),
    ),
    best: toggle('Use the best checkpoint.'),
    raw: toggle('Use the weights as trained, not their moving average.'),
    out: option('<path>', 'File ending in .png [default: in the run, pictures/]', filePath),
    force: toggle('Overwrite what is there.'),
    device: option('<device>', "'auto', 'cpu', 'cuda' or 'cuda:1' [default cpu]", device),
    runs: runsOption,
  },
  examples: [
    { command: 'ganymede latents latest', text: 'the test images of a VAE' },
    { command: 'ganymede latents 7 --axes active', text: 'the two dimensions that are used most' },
    { command: 'ganymede latents 7 --axes 0,3 --size 1600 --out map.png', text: 'two dimensions, large' },
  ],
  async run({ args, options, output }) {
    const [{ latentMap }, { openPictureModel, pictureTarget }, { encodePng }, { writeOnce }, { renderTable }] =
      await Promise.all([
        import('../latent-map.js'),
        import('../picture-model.js'),
        import('@ganymede/runs/sheets'),
        import('../seed-pictures.js'),
        import('../terminal/table.js'),
      ])
    const { axes = 'auto', count = 5000, split = 'auto', size = 768, seed = 0, force } = options
    const model = openPictureModel(args.run ?? '', { ...options, runs: options.runs ?? defaultOut }, output)
    try {
      const name = `latents-${typeof axes === 'string' ? axes : axes.join('+')}.png`
      const target = pictureTarget(options.out, model, name, { endings: ['.png'] })
      const { picture, ...found } = await latentMap(model, { axes, count, split, side: size, seed, isRaw: options.raw })
      const file = writeOnce(target, await encodePng(picture), force)
      const share = (i: 0 | 1) => `${found.axes[i]} (${(100 * found.share[i]).toFixed(1)} % of the variance)`
      const across = found.axes[1] === '' ? share(0) : `${share(0)} and ${share(1)}`
      const used = `${found.activeUnits} of ${model.latentDim} dimensions are used`
      output.result(file, `${found.images} images (${found.split}) over ${across}; ${used}`)
      if (found.classes.length > 0 && found.classes.length <= 40) {
        const rows = found.classes.map(({ name: label, colour, images, centre }) => [
          label,
          colour,
          String(images),
          ...(centre === null ? ['', ''] : centre.map((value) => value.toFixed(2))),
        ])
        const number = (title: string) => ({ title, isNumber: true })
        const columns = [{ title: 'class' }, { title: 'colour' }, number('images'), number('x'), number('y')]
        output.painted('', ...renderTable(columns, rows, output.style))
      }
      output.json({ file, run: model.run.dir, step: model.step, ...found })
      return 0
    } finally {
      model.dispose()
    }
  },
})
