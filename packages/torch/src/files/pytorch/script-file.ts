/**
 * What a TorchScript file (`torch.jit.save`) holds, without loading it: its tensors by name, its attributes, and the names
 * of its code. None of the code is compiled or run, so a file of unknown origin can be looked at.
 */

import { objectCost, type ReadBudget } from '@ganymede/core/reading'
import { argumentError, requireOptions, requireText } from '../../arguments.js'
import { scope } from '../../tensor/scope.js'
import { Tensor } from '../../tensor/tensor.js'
import { fileInvalid, withOpenFile } from '../open-file.js'
import { ZipFile } from '../zip/zip.js'
import { PickleGlobal } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { valueText } from './pickle-text.js'
import { explaining, pickleBudget, type ReadTorchOptions, readPickled } from './pt.js'
import { classesOf, type ScriptClass } from './script-code.js'
import { findTorchGlobal } from './torch-globals.js'
import type { TorchValue } from './torch-values.js'

/** A TorchScript file, looked at from outside. */
export interface ScriptFile {
  /** Class of the module itself. */
  readonly module: string
  /** Parameters and buffers by the names of a `state_dict`; tensors in the caller's scope. */
  readonly tensors: ReadonlyMap<string, Tensor>
  /** Tensors that the code uses without a name of their own. */
  readonly constants: readonly Tensor[]
  /** Further attributes by name: whether it was saved for training, numbers, strings. */
  readonly attributes: ReadonlyMap<string, TorchValue>
  readonly classes: readonly ScriptClass[]
  /** Files beside module and code, by name: what `_extra_files` was given. */
  readonly extraFiles: readonly string[]
}

const MAX_CODE = 16 << 20
// Names grow with each level above them, and a map keeps every one flat.
const CHARACTERS_PER_OBJECT = 8

const scriptEntry = /^([^/]+\/)?(constants\.pkl|code\/.+\.py)$/

/** Whether the names in a zip archive are those of a TorchScript file. */
export function isScriptArchive(names: Iterable<string>): boolean {
  const isIterable = typeof names === 'object' && names !== null && Symbol.iterator in names
  if (!isIterable) throw argumentError('isScriptArchive', 'names', 'strings', names)
  for (const name of names) {
    requireText('isScriptArchive', 'each of the names', name)
    if (scriptEntry.test(name)) return true
  }
  return false
}

/**
 * Looks at a TorchScript file; see {@link ScriptFile}.
 *
 * @param options.map     default true: tensors are views of the file; see `readSafetensors`
 * @param options.verify  compare the checksums of tensors, which reads every byte; default false
 * @throws TorchError `FILE_INVALID` for another format, damaged archives, and modules with other content than tensors and
 *   plain values
 * @example
 * for (const [name, { shape }] of readScriptFile('inception-2015-12-05.pt').tensors) console.log(name, shape)
 */
export function readScriptFile(path: string, options?: ReadTorchOptions): ScriptFile {
  const { map = true, verify = false } = requireOptions('readScriptFile', options, ['map', 'verify'])
  return withOpenFile(path, (file) =>
    explaining(path, () => {
      const zip = new ZipFile(file)
      const names = [...zip.entries.keys()]
      const root = names.find((name) => /^([^/]+\/)?data\.pkl$/.test(name))?.slice(0, -'data.pkl'.length)
      if (root === undefined || !isScriptArchive(names)) {
        throw fileInvalid(path, 'is not a TorchScript module (torch.jit.save)')
      }
      return scope('readScriptFile', () => {
        const classOf = new WeakMap<object, string>()
        const codeNames = names.filter((name) => name.startsWith(`${root}code/`) && name.endsWith('.py'))
        const read = [`${root}data.pkl`, `${root}constants.pkl`, ...codeNames]
        const budget = pickleBudget(read.reduce((sum, name) => sum + (zip.entries.get(name)?.compressedBytes ?? 0), 0))
        const part = { findGlobal: scriptGlobals(classOf), budget, map, verify }
        const value = readPickled(file, zip, { name: `${root}data`, ...part })
        const module = value instanceof Map ? classOf.get(value) : undefined
        if (module === undefined) throw fileInvalid(path, 'holds no module')
        const hasConstants = zip.entries.has(`${root}constants.pkl`)
        const constants = hasConstants ? readPickled(file, zip, { name: `${root}constants`, ...part }) : []
        const tensors = new Map<string, Tensor>()
        const attributes = new Map<string, TorchValue>()
        collect('', value, { tensors, attributes, budget })
        const classes = codeNames.flatMap((name) => {
          const entry = zip.entries.get(name)!
          budget.unpack(entry.sizeBytes)
          const code = zip.read(entry, { maxBytes: MAX_CODE })
          const module = name.slice(root.length + 'code/'.length, -'.py'.length).replaceAll('/', '.')
          return classesOf(module, Buffer.from(code).toString('utf8'), budget)
        })
        return {
          module,
          tensors,
          constants: (Array.isArray(constants) ? constants : []).filter((one) => one instanceof Tensor),
          attributes,
          classes,
          extraFiles: names.flatMap((name) =>
            name.startsWith(`${root}extra/`) ? [name.slice(root.length + 'extra/'.length)] : [],
          ),
        }
      })
    }),
  )
}

/** Globals of TorchScript's pickles: instances of its classes become Maps of their attributes. */
function scriptGlobals(classOf: WeakMap<object, string>): (module: string, name: string) => unknown {
  return (module, name) => {
    if (module === '__torch__' || module.startsWith('__torch__.')) {
      const full = `${module}.${name}`
      const make = () => {
        const instance = new Map<unknown, unknown>()
        classOf.set(instance, full)
        return instance
      }
      return new PickleGlobal(full, make, (instance, state) => {
        const own = instance as Map<unknown, unknown>
        // A class with a __setstate__ of its own keeps whatever that takes.
        if (state instanceof Map) for (const [key, value] of state) own.set(key, value)
        else own.set('state', state)
      })
    }
    if (module === 'torch.jit._pickle' && /^build_\w+list$/.test(name)) {
      return new PickleGlobal(name, ([list]) => {
        if (!Array.isArray(list)) throw new PickleError(`makes a list from something that is none`)
        return [...list]
      })
    }
    if (module === 'torch.jit._pickle' && name === 'restore_type_tag') return new PickleGlobal(name, ([value]) => value)
    return findTorchGlobal(module, name)
  }
}

interface Collected {
  readonly tensors: Map<string, Tensor>
  readonly attributes: Map<string, TorchValue>
  readonly budget: ReadBudget
}

// Modules that share an attribute name it twice, and a name is as long as all keys that lead to it.
function collect(name: string, value: TorchValue, found: Collected): void {
  found.budget.count(objectCost.list + name.length / CHARACTERS_PER_OBJECT)
  if (value instanceof Tensor) found.tensors.set(name, value)
  else if (value instanceof Map || (Array.isArray(value) && value.some((one) => one instanceof Tensor))) {
    const entries: Iterable<readonly [unknown, TorchValue]> = value instanceof Map ? value : value.entries()
    for (const [key, inner] of entries) {
      const part = typeof key === 'string' ? key : valueText(key)
      collect(name === '' ? part : `${name}.${part}`, inner, found)
    }
  } else if (value !== null) found.attributes.set(name, value)
}
