/** What one can do with weights of a recognised network, as commands and options. */
import {
  type DiscriminatorArchitecture,
  type GeneratorArchitecture,
  isColouring,
  type TranslationArchitecture,
} from './recognise.js'

/**
 * How to use a network, one way a line.
 *
 * @param reference  file, with its key behind `#` where it holds several networks
 */
export function usesOf(architecture: TranslationArchitecture, reference: string): readonly string[] {
  if (architecture.kind === 'discriminator') {
    // With more channels than a picture has, it judges two at once.
    const isOfPairs = architecture.inputChannels > 4
    const places = `discriminator=${reference} for pix2pix${isOfPairs ? '' : ', discriminator.a or discriminator.b for cyclegan'}`
    return [
      'judges pictures and makes none: of use for training only',
      `--from ${places}, with ${discriminatorFlags(architecture)}`,
    ]
  }
  const flags = generatorFlags(architecture)
  const places = `generator=${reference} for pix2pix${placesInCyclegan(architecture)}`
  return [
    `ganymede translate ${reference} photo.jpg out.png`,
    ...(flags === null ? [] : [`train on: --from ${places}, with ${flags}`]),
  ]
}

/** CycleGAN's generator of the way back takes what that of the way there gives. */
function placesInCyclegan(architecture: GeneratorArchitecture): string {
  if (isColouring(architecture)) return ''
  const { inputChannels, outputChannels } = architecture
  return `, generator.a2b${inputChannels === outputChannels ? ' or generator.b2a' : ''} for cyclegan`
}

function discriminatorFlags({ layers, width, norm }: DiscriminatorArchitecture): string {
  const form = layers === 0 ? '--discriminator pixel' : `--layers-d ${layers}`
  return `${form} --width-d ${width} --norm-d ${norm}`
}

/** Null for a number of blocks that no option gives. */
function generatorFlags(architecture: GeneratorArchitecture): string | null {
  const { width, norm, upsampling } = architecture
  const form = `--width-g ${width} --norm-g ${norm}${upsampling === 'resize' ? ' --upsampling resize' : ''}`
  const common = `${form}${channelFlags(architecture)}`
  if (architecture.kind === 'unet') return `--network unet --downs ${architecture.downs} ${common}`
  const { blocks, dropout, padding } = architecture
  if (blocks !== 6 && blocks !== 9) return null
  const rest = `${dropout ? ' --dropout' : ' --no-dropout'}${padding === 'zero' ? ' --padding zero' : ''}`
  return `--network resnet-${blocks} ${common}${rest}`
}

/** Of networks that are not from colour to colour, which data of grey pictures would not have by themselves. */
function channelFlags(architecture: GeneratorArchitecture): string {
  if (isColouring(architecture)) return ' --pairs grey --colours lab'
  const { inputChannels, outputChannels } = architecture
  if (inputChannels === 3 && outputChannels === 3) return ''
  return ` --channels ${inputChannels} --target-channels ${outputChannels}`
}
