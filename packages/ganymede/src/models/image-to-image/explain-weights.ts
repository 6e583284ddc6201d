/** Why weights of a translation network do not fit into a run, and which options would make them fit. */
import type { WeightsExplanation, WeightsRequest } from '../../systems/contract/system.js'
import {
  architectureText,
  type DiscriminatorArchitecture,
  type GeneratorArchitecture,
  isColouring,
  type TensorShapes,
  type TranslationArchitecture,
  translationNetworks,
} from './recognise.js'

/**
 * The `explainWeights` of systems with these networks: compares the architecture that the file's tensors belong to with that
 * of the run's network.
 *
 * @param options  of the model section: only options that are there are advised
 */
export function explainTranslationWeights(
  options: Readonly<Record<string, unknown>>,
  { place, file, own }: WeightsRequest,
): WeightsExplanation | null {
  const found = architecturesIn(file)
  const [only] = found
  if (only === undefined || found.length > 1) return null
  const isDiscriminator = only.kind === 'discriminator'
  const places = [...own].flatMap(([name, shapes]) => {
    const [architecture, ...more] = architecturesIn(shapes)
    return architecture === undefined || more.length > 0 ? [] : [{ name, architecture }]
  })
  const fitting = places.filter(({ architecture }) => (architecture.kind === 'discriminator') === isDiscriminator)
  const holds = `the file holds: ${architectureText(only)}`
  const target = places.find(({ name }) => name === place)
  if (target === undefined || !fitting.includes(target)) {
    const [first] = fitting
    if (first === undefined) return null
    // A single place that the file may have: it was found, and does not fit.
    if (place === undefined && fitting.length === 1) return compared(options, only, first.architecture, holds)
    const remedy = fitting.map(({ name }) => `--from ${name}=<file>${officialName(name)}`).join(', or ')
    return { lines: [holds], remedy: `Say which network it is for: ${remedy}` }
  }
  return compared(options, only, target.architecture, holds)
}

/** What the authors' code calls the file of a network, where letters mislead. */
function officialName(place: string): string {
  const official: Readonly<Record<string, string>> = {
    'generator.a2b': 'net_G_A',
    'generator.b2a': 'net_G_B',
    'discriminator.b': 'net_D_A, which judges images of B',
    'discriminator.a': 'net_D_B, which judges images of A',
  }
  const name = official[place]
  return name === undefined ? '' : ` (${name})`
}

function compared(
  options: Readonly<Record<string, unknown>>,
  found: TranslationArchitecture,
  own: TranslationArchitecture,
  holds: string,
): WeightsExplanation {
  const flags = differences(found, own).filter(([option]) => option in options)
  return {
    lines: [holds, `the run has: ${architectureText(own)}`],
    remedy:
      flags.length === 0 ? null : `Train with ${flags.map(([, flag]) => flag).join(' ')}, as these weights were made.`,
  }
}

type Advice = readonly [option: string, flag: string]

function differences(found: TranslationArchitecture, own: TranslationArchitecture): Advice[] {
  if (found.kind === 'discriminator') return own.kind === 'discriminator' ? ofDiscriminators(found, own) : []
  return own.kind === 'discriminator' ? [] : ofGenerators(found, own)
}

function ofDiscriminators(found: DiscriminatorArchitecture, own: DiscriminatorArchitecture): Advice[] {
  const kind = (layers: number) => (layers === 0 ? 'pixel' : 'patch')
  return [
    ...differs('discriminator', kind(found.layers), kind(own.layers), '--discriminator'),
    ...(found.layers === 0 ? [] : differs('layersD', found.layers, own.layers, '--layers-d')),
    ...differs('widthD', found.width, own.width, '--width-d'),
    ...differs('normD', found.norm, own.norm, '--norm-d'),
  ]
}

function ofGenerators(found: GeneratorArchitecture, own: GeneratorArchitecture): Advice[] {
  const network = (one: GeneratorArchitecture) => (one.kind === 'unet' ? 'unet' : `resnet-${one.blocks}`)
  const known = ['unet', 'resnet-6', 'resnet-9']
  return [
    ...(isColouring(found) && !isColouring(own) ? [['colours', '--colours lab'] as const] : []),
    ...(known.includes(network(found)) ? differs('network', network(found), network(own), '--network') : []),
    ...(found.kind === 'unet' ? differs('downs', found.downs, own.kind === 'unet' ? own.downs : 0, '--downs') : []),
    ...differs('widthG', found.width, own.width, '--width-g'),
    ...differs('normG', found.norm, own.norm, '--norm-g'),
    ...differs('upsampling', found.upsampling, own.upsampling, '--upsampling'),
    ...(found.kind === 'resnet' && own.kind === 'resnet' && found.blocks > 0 && own.blocks > 0
      ? [
          ...differs('padding', found.padding, own.padding, '--padding'),
          ...(found.dropout === own.dropout
            ? []
            : [['dropout', found.dropout ? '--dropout' : '--no-dropout'] as const]),
        ]
      : []),
  ]
}

function differs<T extends string | number>(option: string, found: T, own: T, flag: string): Advice[] {
  return found === own ? [] : [[option, `${flag} ${found}`]]
}

function architecturesIn(shapes: TensorShapes): TranslationArchitecture[] {
  return translationNetworks(shapes).map(({ architecture }) => architecture)
}
