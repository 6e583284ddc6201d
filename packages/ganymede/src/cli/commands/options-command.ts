/** `ganymede options <system>`: JSON schema, defaults and presets, for editors, scripts and forms. */

import { GanymedeError } from '@ganymede/core'
import { didYouMean } from '@ganymede/core/text'
import { defineCommand } from '../command.js'

export const optionsCommand = defineCommand({
  name: 'options',
  group: 'Prepare',
  summary: 'Print the options of a system as JSON schema, with defaults and presets.',
  arguments: [{ name: 'system', text: 'The system; without it, all are listed.', isOptional: true }],
  examples: [
    { command: 'ganymede options dcgan', text: 'everything that can be set' },
    { command: 'ganymede options', text: 'which systems there are' },
  ],
  async run({ args, output }) {
    const [{ listSystems }, { optionFields, optionsSchema }] = await Promise.all([
      import('../../models/registry.js'),
      import('../../options/option-fields.js'),
    ])
    // A configuration file here may bring a system of its own.
    if (!listSystems().some(({ name }) => name === args.system)) await loadOwnSystems()
    const systems = listSystems()
    if (args.system === undefined) {
      output.result(...systems.map(({ name, title }) => `${name.padEnd(12)}${title}`))
      output.json(systems.map(({ name, title, version, paper }) => ({ name, title, version, paper })))
      return 0
    }
    const system = systems.find(({ name }) => name === args.system)
    if (system === undefined) {
      const names = systems.map(({ name }) => name)
      throw new GanymedeError('OPTION_UNKNOWN', `there is no system named ${args.system}`, {
        lines: [`systems: ${names.join(', ')}`],
        remedy: didYouMean(args.system, names, 'Choose one of these.') ?? '',
      })
    }
    const defaults: Record<string, Record<string, unknown>> = { model: {}, data: {}, train: {} }
    for (const field of optionFields(system)) {
      if (field.default !== undefined) Object.assign(defaults[field.section] ?? {}, { [field.key]: field.default })
    }
    const described = {
      system: system.name,
      version: system.version,
      title: system.title,
      schema: optionsSchema(system),
      defaults,
      ...(system.variantDefaults === undefined ? {} : { variantDefaults: system.variantDefaults }),
      presets: system.presets,
    }
    output.result(...JSON.stringify(described, undefined, 2).split('\n'))
    output.json(described)
    return 0
  },
})

async function loadOwnSystems(): Promise<void> {
  const [{ findConfigFile, loadConfigFile }, { configModules }] = await Promise.all([
    import('../../options/config-file.js'),
    import('../provide-system.js'),
  ])
  const file = findConfigFile('.')
  if (file !== undefined)
    await loadConfigFile(file, configModules({ '@ganymede/toolkit': () => import('../../index.js') }))
}
