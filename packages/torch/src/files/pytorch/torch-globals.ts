/**
 * The globals that a PyTorch file may name: tensors, storages, dtypes and harmless containers. Everything else is refused
 * by its name. A pickle that could call any function could run any program.
 */
import { type DType, itemSize } from '../../tensor/dtype.js'
import { PickleGlobal } from './pickle.js'
import { PickleError } from './pickle-source.js'
import { valueText } from './pickle-text.js'
import { StorageType, TensorRecord } from './torch-records.js'

/** @internal A global that is not in the list. */
export class RefusedGlobal extends Error {
  override readonly name = 'RefusedGlobal'
  readonly global: string
  /** Whether it is a function that runs programs, rather than a class that is merely unknown. */
  readonly runsCode: boolean

  constructor(module: string, name: string) {
    super(`${module}.${name}`)
    this.global = `${module}.${name}`
    this.runsCode = codeModules.has(module.split('.')[0]!)
  }
}

/** @internal */
export function findTorchGlobal(module: string, name: string): unknown {
  // Python 2 called it so, and pickles of protocol 2 still do.
  const known = globals.get(`${module === '__builtin__' ? 'builtins' : module}.${name}`)
  if (known === undefined) throw new RefusedGlobal(module, name)
  return known
}

const codeModules = new Set(
  (
    'os posix nt subprocess sys builtins __builtin__ importlib runpy socket shutil ctypes pickle _pickle cPickle marshal ' +
    'code codeop operator functools types pty webbrowser inspect tempfile asyncio multiprocessing threading ' +
    'signal site pip urllib http requests bdb pdb timeit trace platform commands dill cloudpickle'
  ).split(' '),
)

const storageTypes: Readonly<Record<string, DType>> = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
  ComplexFloatStorage: 'complex64',
  ComplexDoubleStorage: 'complex128',
  UntypedStorage: 'uint8',
}

const dtypeNames: Readonly<Record<string, string>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  cfloat: 'complex64',
  cdouble: 'complex128',
  ...Object.fromEntries(
    (
      'float32 float64 float16 bfloat16 uint8 int8 int16 int32 int64 bool complex32 complex64 complex128 uint16 uint32 ' +
      'uint64 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu qint8 quint8 qint32'
    )
      .split(' ')
      .map((name) => [name, name]),
  ),
}

const globals = new Map<string, unknown>()

function define(
  name: string,
  call: (args: readonly unknown[]) => unknown,
  build: ((instance: object, state: unknown) => void) | null = null,
): void {
  globals.set(name, new PickleGlobal(name, call, build))
}

for (const [name, dtype] of Object.entries(storageTypes)) {
  for (const module of ['torch', 'torch.cuda', 'torch.storage']) {
    globals.set(`${module}.${name}`, new StorageType(dtype))
  }
}
for (const [name, dtype] of Object.entries(dtypeNames)) globals.set(`torch.${name}`, dtype)

// state_dicts carry `_metadata` (versions of modules) as an attribute of their OrderedDict: read, and left out.
define('collections.OrderedDict', dictOf, () => {})
define('collections.Counter', dictOf)
define('argparse.Namespace', dictOf, (instance, state) => {
  if (!(state instanceof Map)) throw new PickleError('holds a Namespace without attributes')
  for (const [key, value] of state) (instance as Map<unknown, unknown>).set(key, value)
})
define('builtins.set', setOf)
define('builtins.frozenset', setOf)
define('builtins.bytearray', ([bytes]) => {
  if (bytes === undefined) return new Uint8Array(0)
  if (!(bytes instanceof Uint8Array)) throw new PickleError('makes a bytearray from something that is no bytes')
  return new Uint8Array(bytes)
})
define('_codecs.encode', ([text, encoding]) => {
  // How protocol 2 writes bytes.
  if (typeof text !== 'string' || encoding !== 'latin1') throw new PickleError('encodes text otherwise than as latin1')
  return new Uint8Array(Buffer.from(text, 'latin1'))
})

define('torch.Size', ([sizes = []]) => {
  if (!Array.isArray(sizes)) throw new PickleError('holds a torch.Size without sizes')
  return [...sizes]
})
define('torch.device', ([type, index]) => {
  if (typeof type !== 'string' || type.length > 32) {
    throw new PickleError(`holds a torch.device with the name ${valueText(type)}`)
  }
  if (index === undefined || index === null) return type
  if (!Number.isSafeInteger(index)) throw new PickleError(`holds a torch.device with the number ${valueText(index)}`)
  return `${type}:${index as number}`
})
define('torch._utils._rebuild_tensor', ([storage, offset, shape, strides]) => {
  return new TensorRecord(storage, offset, shape, strides)
})
define('torch._utils._rebuild_tensor_v2', ([storage, offset, shape, strides, , , flags]) => {
  checkFlags(flags)
  return new TensorRecord(storage, offset, shape, strides)
})
define('torch._utils._rebuild_tensor_v3', ([storage, offset, shape, strides, , , dtype, flags]) => {
  checkFlags(flags)
  if (typeof dtype !== 'string') throw new PickleError('makes a tensor without a dtype')
  return new TensorRecord(storage, offset, shape, strides, dtype)
})
define('torch._utils._rebuild_parameter', firstTensor)
define('torch._utils._rebuild_parameter_with_state', firstTensor)

// A tensor with Python attributes, or a Parameter with them: the attributes are left out.
const tensorTypes = ['torch.Tensor', 'torch.nn.parameter.Parameter', 'torch.nn.parameter.Buffer']
for (const name of tensorTypes) define(name, () => fail(`makes a ${name} directly`))
define('torch._tensor._rebuild_from_type_v2', ([rebuild, type, args]) => {
  // Only functions that make tensors: one that came back here could call itself for ever.
  if (!(rebuild instanceof PickleGlobal) || !/^torch\._utils\._rebuild_/.test(rebuild.name) || !Array.isArray(args)) {
    return fail('makes a tensor in an unknown way')
  }
  if (!(type instanceof PickleGlobal) || !tensorTypes.includes(type.name)) return fail('makes a tensor of unknown type')
  return firstTensor([rebuild.call(args)])
})

/** Numpy's numbers: what training scripts keep as their best score. */
class NumpyType {
  readonly kind: string
  readonly size: number
  bigEndian = false

  constructor(code: unknown) {
    const found = typeof code === 'string' ? /^([<>|=]?)([biufc])([1248])$/.exec(code) : null
    if (found === null || found[2] === 'c') throw new PickleError(`holds a numpy value of the type ${valueText(code)}`)
    this.bigEndian = found[1] === '>'
    this.kind = found[2]!
    this.size = Number(found[3])
  }
}

define(
  'numpy.dtype',
  ([code]) => new NumpyType(code),
  (instance, state) => {
    if (Array.isArray(state) && state[1] === '>') (instance as NumpyType).bigEndian = true
  },
)
for (const module of ['numpy.core.multiarray', 'numpy._core.multiarray']) {
  define(`${module}.scalar`, ([type, bytes]) => {
    if (!(type instanceof NumpyType) || !(bytes instanceof Uint8Array) || bytes.byteLength !== type.size) {
      return fail('holds a damaged numpy value')
    }
    return numpyScalar(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
}

function numpyScalar({ kind, size, bigEndian }: NumpyType, view: DataView): number | bigint | boolean {
  const little = !bigEndian
  switch (`${kind}${size}`) {
    case 'b1':
      return view.getUint8(0) !== 0
    case 'i1':
      return view.getInt8(0)
    case 'i2':
      return view.getInt16(0, little)
    case 'i4':
      return view.getInt32(0, little)
    case 'i8':
      return small(view.getBigInt64(0, little))
    case 'u1':
      return view.getUint8(0)
    case 'u2':
      return view.getUint16(0, little)
    case 'u4':
      return view.getUint32(0, little)
    case 'u8':
      return small(view.getBigUint64(0, little))
    case 'f2':
      return half(view.getUint16(0, little))
    case 'f4':
      return view.getFloat32(0, little)
    case 'f8':
      return view.getFloat64(0, little)
    default:
      return fail(`holds a numpy value of the type ${kind}${size}`)
  }
}

function half(bits: number): number {
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  const sign = bits >> 15 === 1 ? -1 : 1
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25))
}

function small(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value
}

function dictOf([content]: readonly unknown[]): Map<unknown, unknown> {
  if (content === undefined) return new Map()
  if (content instanceof Map) return new Map(content)
  const pairs = content as readonly (readonly unknown[])[]
  if (!Array.isArray(content) || !pairs.every((pair) => Array.isArray(pair) && pair.length === 2 && isKey(pair[0]))) {
    throw new PickleError('makes a dict from something that is no list of pairs')
  }
  return new Map(pairs.map((pair) => [pair[0], pair[1]]))
}

function setOf([content = []]: readonly unknown[]): Set<unknown> {
  if (!Array.isArray(content) || !content.every(isKey))
    throw new PickleError('makes a set from something that is no list')
  return new Set(content)
}

function isKey(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

function firstTensor([value]: readonly unknown[]): TensorRecord {
  if (!(value instanceof TensorRecord)) throw new PickleError('makes a parameter from something that is no tensor')
  return value
}

// Conjugated and negated views are marks on a tensor, of which a file can hold any combination.
function checkFlags(flags: unknown): void {
  if (!(flags instanceof Map)) return
  // There are two of them; a long list would be walked for each tensor that refers to it.
  if (flags.size > 8) throw new PickleError(`holds a tensor with ${flags.size} marks`)
  if ([...flags.values()].some((value) => value === true)) {
    throw new PickleError('holds a lazily conjugated or negated tensor; save it after resolve_conj() and resolve_neg()')
  }
}

function fail(problem: string): never {
  throw new PickleError(problem)
}

/** @internal Whether a dtype that a file names is one of ours. */
export function isKnownDtype(name: string): name is DType {
  return itemSize(name as DType) > 0
}
