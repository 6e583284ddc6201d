/** What one can do with weights of a recognised network, as commands and options. */
import type { DiscriminatorArchitecture, GeneratorArchitecture, TranslationArchitecture } from './recognise.js'

/**
 * How to use a network, one way a line.
 *
 * @param reference  file, with its key behind `#` where it holds several networks
 */
export function usesOf(architecture: TranslationArchitecture, reference: string): readonly string[] {
  if (architecture.kind === 'discriminator') {
    return [
      'judges pictures and makes none: of use for training only',
      `--from discriminator=${reference} for pix2pix, discriminator.a or discriminator.b for cyclegan, with ${discriminatorFlags(architecture)}`,
    ]
  }
  const flags = generatorFlags(architecture)
  return [
    `ganymede translate ${reference} photo.jpg out.png`,
    ...(flags === null
      ? []
      : [
          `train on: --from generator=${reference} for pix2pix, generator.a2b or generator.b2a for cyclegan, with ${flags}`,
        ]),
  ]
}

function discriminatorFlags({ layers, width, norm }: DiscriminatorArchitecture): string {
  const form = layers === 0 ? '--discriminator pixel' : `--layers-d ${layers}`
  return `${form} --width-d ${width} --norm-d ${norm}`
}

/** Null for a number of blocks that no option gives. */
function generatorFlags(architecture: GeneratorArchitecture): string | null {
  const { width, norm, upsampling } = architecture
  const common = `--width-g ${width} --norm-g ${norm}${upsampling === 'resize' ? ' --upsampling resize' : ''}`
  if (architecture.kind === 'unet') return `--network unet --downs ${architecture.downs} ${common}`
  const { blocks, dropout, padding } = architecture
  if (blocks !== 6 && blocks !== 9) return null
  const rest = `${dropout ? ' --dropout' : ' --no-dropout'}${padding === 'zero' ? ' --padding zero' : ''}`
  return `--network resnet-${blocks} ${common}${rest}`
}
