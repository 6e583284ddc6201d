import { GanymedeError } from '@ganymede/core'
import { ones, type Tensor } from '@ganymede/torch'
import { describe, expect, it } from 'vitest'
import { ELU } from '../../src/nn/layers/activations.js'
import { Dropout } from '../../src/nn/layers/dropout.js'
import { Linear } from '../../src/nn/layers/linear.js'
import { Module } from '../../src/nn/module.js'
import { adam } from '../../src/nn/optim/adam.js'
import { ModuleList, Sequential } from '../../src/nn/sequential.js'
import { leakTest } from './fixture.js'

abstract class Net extends Module {
  override forward(x: Tensor): Tensor {
    return x
  }
}

/** What a newcomer writes who knows PyTorch. */
class Mlp extends Net {
  readonly first = new Linear(2, 2)
  readonly second = this.child('second', new Linear(2, 2))
}

function refusalOf(fn: () => unknown): GanymedeError {
  try {
    fn()
  } catch (error) {
    if (error instanceof GanymedeError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a module in a field that registers nothing', () => {
  leakTest('is refused at the first parameters(), with class, field and what to write', () => {
    const net = new Mlp()
    const { code, message, remedy } = refusalOf(() => net.parameters())
    expect(code).toBe('MODULE_UNREGISTERED')
    expect(message).toBe('Mlp: the field "first" holds a Linear that is not registered: it would never learn')
    expect(remedy).toContain("first = this.child('first', new Linear(…))")
    expect(remedy).toContain('#first')
    net.dispose()
    net.first.dispose()
  })

  const walks: readonly (readonly [string, (net: Module) => unknown])[] = [
    ['namedParameters', (net) => [...net.namedParameters()]],
    ['buffers', (net) => net.buffers()],
    ['tensors', (net) => net.tensors()],
    ['parameterCount', (net) => net.parameterCount],
    ['stateDict', (net) => net.stateDict()],
    ['loadStateDict', (net) => net.loadStateDict(new Map())],
    ['children', (net) => net.children()],
    ['namedModules', (net) => [...net.namedModules()]],
    ['train', (net) => net.train()],
    ['eval', (net) => net.eval()],
    ['requiresGrad', (net) => net.requiresGrad(false)],
    ['to', (net) => net.to({ dtype: 'float64' })],
    ['an optimizer', (net) => adam(net, { lr: 1e-3 })],
    ['a network around it', (net) => new Sequential([new Linear(2, 2), net as never]).stateDict()],
  ]
  it.each(walks)('is refused by %s', (_name, walk) => {
    const net = new Mlp()
    expect(refusalOf(() => walk(net)).code).toBe('MODULE_UNREGISTERED')
    net.dispose()
    net.first.dispose()
  })

  leakTest('is found in lists, maps, sets and plain objects, and all of them are told at once', () => {
    class Many extends Net {
      readonly list = [new Linear(1, 1), new Linear(1, 1)]
      readonly byName = { encoder: { deep: [new Linear(1, 1)] } }
      readonly map = new Map([['a', new Linear(1, 1)]])
      readonly set = new Set([new Linear(1, 1)])
    }
    const net = new Many()
    const { message, lines, remedy } = refusalOf(() => net.parameters())
    expect(message).toContain('Many: the field "list" holds a Linear in a list')
    expect(lines).toEqual([
      'also "byName", which holds a Linear',
      'also "map", which holds a Linear',
      'also "set", which holds a Linear',
    ])
    expect(remedy).toContain("list = this.child('list', new ModuleList([…]))")
    for (const one of [...net.list, ...net.byName.encoder.deep, ...net.map.values(), ...net.set]) one.dispose()
  })

  leakTest('is registered one by one where it is held by name', () => {
    class ByName extends Net {
      readonly heads = new Map([['a', new Linear(1, 1)]])
    }
    class Scales extends Net {
      readonly scales = { x: ones([2]).requiresGrad_() }
    }
    const [byName, scales] = [new ByName(), new Scales()]
    const { message, remedy } = refusalOf(() => byName.parameters())
    expect(message).toContain('the field "heads" holds a Linear in a collection that is not registered')
    expect(remedy).toContain("Write this.child('<name>', new Linear(…)) for each module in heads.")
    expect(refusalOf(() => scales.parameters()).remedy).toContain("Write this.parameter('<name>', …) for each tensor")
    byName.heads.get('a')?.dispose()
    scales.scales.x.dispose()
  })

  leakTest('is refused deep in a tree, with the path to it', () => {
    class Outer extends Net {
      readonly inner = this.child('inner', new Mlp())
    }
    const net = new Outer().rename('generator')
    expect(refusalOf(() => net.parameters()).message).toContain('Mlp (generator.inner): the field "first"')
    net.dispose()
    net.inner.first.dispose()
  })

  leakTest('is refused without weights too, for train() and eval() would not reach it', () => {
    class Noisy extends Net {
      readonly dropout = new Dropout(0.5)
      readonly act = new ELU()
    }
    const { message, lines, remedy } = refusalOf(() => new Noisy().eval())
    expect(message).toBe(
      'Noisy: the field "dropout" holds a Dropout that is not registered: it would not follow train() and eval()',
    )
    expect(lines).toEqual(['also "act", which holds an ELU'])
    expect(remedy).toContain("dropout = this.child('dropout', new Dropout(…))")
  })

  leakTest('is also a tensor that asks for gradients', () => {
    class Scale extends Net {
      readonly scale = ones([2]).requiresGrad_()
      readonly constant = ones([2])
    }
    const net = new Scale()
    const { message, remedy } = refusalOf(() => net.parameters())
    expect(message).toBe(
      'Scale: the field "scale" holds a tensor with gradients that is not registered: it would never learn',
    )
    expect(remedy).toContain("scale = this.parameter('scale', …)")
    net.scale.dispose()
    net.constant.dispose()
  })
})

describe('fields that are right', () => {
  leakTest('hold registered children and parameters, alone, in lists, twice, and of other networks', () => {
    class Tied extends Net {
      readonly first: Linear
      readonly all: readonly Linear[]
      readonly list = this.child('list', new ModuleList([new Linear(1, 1)]))
      readonly weight: Tensor
      readonly parent: Module[] = []
      constructor() {
        super()
        const first = new Linear(1, 1)
        this.first = this.child('first', first)
        this.all = [first, this.list.at(0)]
        this.weight = first.weight
      }
    }
    class Student extends Net {
      readonly own = this.child('own', new Linear(1, 1))
      constructor(readonly borrowed: Linear) {
        super()
      }
    }
    const tied = new Tied()
    tied.parent.push(tied)
    expect(tied.parameters().length).toBe(4)
    const student = new Student(tied.first)
    expect(student.parameters().length).toBe(2)
    student.dispose()
    tied.dispose()
  })

  leakTest('hold the module above, and whatever is private, hidden or behind a getter', () => {
    class Inner extends Net {
      root: Module | null = null
    }
    class Outer extends Net {
      readonly inner = this.child('inner', new Inner())
      readonly #teacher = new Linear(1, 1)
      constructor() {
        super()
        this.inner.root = this
        Object.defineProperty(this, 'hidden', { value: this.#teacher })
        Object.defineProperty(this, 'lazy', { enumerable: true, get: () => this.#teacher })
      }
      get teacher(): Linear {
        return this.#teacher
      }
    }
    const net = new Outer()
    expect(net.parameters()).toEqual([])
    expect(net.inner.parameters()).toEqual([])
    net.teacher.dispose()
  })

  leakTest('are looked at once, and again where something was registered since', () => {
    class Growing extends Net {
      late: Linear | undefined
      grow(): void {
        this.child('more', new Linear(1, 1))
      }
    }
    const net = new Growing()
    expect(net.parameters()).toEqual([])
    net.late = new Linear(1, 1)
    expect(net.parameters()).toEqual([])
    net.grow()
    expect(refusalOf(() => net.parameters()).message).toContain('"late"')
    net.dispose()
    net.late.dispose()
  })

  leakTest('may be as many as one likes, and hold themselves', () => {
    class Table extends Net {
      readonly table = Array.from({ length: 100_000 }, (_, i) => i)
      readonly bytes = new Uint8Array(1 << 20)
      readonly cycle: unknown[] = []
      constructor() {
        super()
        this.cycle.push(this.cycle, { again: this.cycle })
      }
    }
    expect(new Table().parameters()).toEqual([])
  })
})

leakTest('an unregistered module does not keep the others from being freed', () => {
  const net = new Mlp()
  net.dispose()
  expect(net.second.weight.isDisposed).toBe(true)
  net.first.dispose()
})
