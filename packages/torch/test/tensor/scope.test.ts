import { describe, expect, test } from 'vitest'
import {
  cat,
  keep,
  memory,
  openScope,
  randn,
  type Scope,
  scope,
  type Tensor,
  TorchError,
  tensor,
  zeros,
} from '../../src/index.js'

function errorOf(call: () => unknown): TorchError {
  try {
    call()
  } catch (error) {
    if (error instanceof TorchError) return error
    throw error
  }
  throw new Error('the call did not fail')
}

/** Live tensors that a call adds. */
function added(call: () => unknown): number {
  const before = memory().live
  call()
  return memory().live - before
}

describe('scope', () => {
  test('frees everything made inside', () => {
    expect(
      added(() =>
        scope(() => {
          for (let i = 0; i < 100; i++) randn([2]).add(1).mul(2)
          expect(memory().live).toBeGreaterThanOrEqual(300)
        }),
      ),
    ).toBe(0)
  })

  test('lets what it returns out to the enclosing scope', () => {
    let inner: Tensor | null = null
    scope(() => {
      inner = scope(() => randn([2]).add(1))
      expect(inner.isDisposed).toBe(false)
    })
    expect(inner!.isDisposed).toBe(true)
  })

  test('lets tensors out through arrays, objects, Maps, Sets and tensors()', () => {
    class Holder {
      readonly #secret = tensor([5])
      tensors() {
        return [this.#secret]
      }
    }
    scope(() => {
      const count = added(() => {
        scope(() => {
          randn([1])
          return {
            array: [randn([1]), [randn([1])]],
            map: new Map<unknown, unknown>([
              ['a', randn([1])],
              [randn([1]), 1],
            ]),
            set: new Set([randn([1])]),
            holder: new Holder(),
            nothing: null,
            text: 'x',
          }
        })
      })
      expect(count).toBe(6)
    })
  })

  test('does not look into instances of classes without tensors()', () => {
    class Opaque {
      readonly inner = tensor([1])
    }
    const opaque = scope(() => new Opaque())
    expect(opaque.inner.isDisposed).toBe(true)
  })

  test('walks cycles and long chains', () => {
    scope(() => {
      interface Node {
        value: Tensor
        next: Node | null
      }
      const first = scope(() => {
        const start: Node = { value: zeros([1]), next: null }
        let last = start
        for (let i = 0; i < 20_000; i++) last = last.next = { value: start.value, next: null }
        last.next = start
        return start
      })
      expect(first.value.isDisposed).toBe(false)
    })
  })

  test('returns long arrays of numbers without trouble', () => {
    expect(scope(() => new Array<number>(300_000).fill(1)).length).toBe(300_000)
  })

  test('returning the same tensor twice is returning it once', () => {
    expect(
      added(() =>
        scope(() => {
          const x = zeros([1])
          return [x, x]
        })[0]!.dispose(),
      ),
    ).toBe(0)
  })

  test('leaves tensors of outer scopes alone when they are returned', () => {
    scope(() => {
      const outer = zeros([1])
      const same = scope(() => scope(() => outer))
      expect(same).toBe(outer)
      expect(outer.isDisposed).toBe(false)
    })
  })

  test('keeps nested scopes apart', () => {
    scope('a', () => {
      const a = zeros([1])
      scope('b', () => {
        const b = zeros([1])
        scope('c', () => a.add(b))
        expect([a.isDisposed, b.isDisposed]).toEqual([false, false])
      })
      expect(a.isDisposed).toBe(false)
    })
  })

  test('frees when the callback throws, and passes the error on', () => {
    const boom = new RangeError('boom')
    const count = added(() => {
      expect(() =>
        scope(() => {
          randn([2])
          scope(() => {
            randn([2])
            throw boom
          })
        }),
      ).toThrow(boom)
    })
    expect(count).toBe(0)
    // The next scope starts from a clean state.
    expect(added(() => scope(() => randn([1])).dispose())).toBe(0)
  })

  test('an operator that fails leaves nothing behind', () => {
    expect(added(() => expect(() => scope(() => cat([zeros([1, 2]), zeros([3])]))).toThrow(TorchError))).toBe(0)
  })

  test('refuses an async callback and frees what it made', async () => {
    const count = added(() => {
      const error = errorOf(() => scope('step', async () => randn([2])))
      expect(error.code).toBe('SCOPE_INVALID')
      expect(error.message).toContain('the callback of scope "step" returned a promise')
    })
    expect(count).toBe(0)
  })

  test('the abandoned promise of an async callback does not end the process when it fails later', async () => {
    let fail: (error: Error) => void = () => {}
    const later = new Promise<void>((_, reject) => {
      fail = reject
    })
    errorOf(() =>
      scope(async () => {
        await later
      }),
    )
    fail(new Error('later'))
    await new Promise((resolve) => setImmediate(resolve))
  })

  test('a use after the end names the operator, the shape and the scope', () => {
    let leaked: Tensor | null = null
    scope('d-step', () => {
      leaked = randn([3, 4])
    })
    expect(errorOf(() => leaked!.add(1)).message).toBe(
      [
        'a tensor made by randn is used after it was freed',
        '  was float32 [3, 4]',
        '  freed by scope "d-step"',
        '  Return the tensor from its scope, or keep() it.',
      ].join('\n'),
    )
  })

  test('remembers what long ago freed tensors were for a while only', () => {
    let old: Tensor | null = null
    scope(() => {
      old = randn([3])
    })
    scope(() => {
      for (let i = 0; i < 10_000; i++) zeros([0])
    })
    expect(errorOf(() => old!.shape).message).toContain('shape and dtype are no longer known')
  })

  test('a long loop in one scope does not pile up what it frees', () => {
    scope(() => {
      const outer = openScope('outer')
      for (let i = 0; i < 20_000; i++) scope(() => zeros([1])).dispose()
      expect(outer.size).toBe(0)
      outer.close()
    })
  })
})

describe('keep', () => {
  test('takes tensors out of every scope, through the same containers', () => {
    const kept = scope(() => scope(() => keep({ a: [zeros([1])], b: new Map([['x', zeros([1])]]) })))
    expect(kept.a[0]!.isDisposed).toBe(false)
    kept.a[0]!.dispose()
    kept.b.get('x')!.dispose()
  })

  test('a kept tensor that is returned stays out of scopes', () => {
    const x = scope(() => {
      const inner = scope(() => keep(zeros([1])))
      return scope(() => inner)
    })
    expect(x.isDisposed).toBe(false)
    x.dispose()
  })
})

describe('openScope', () => {
  test('frees at the end of the block with using', () => {
    let x: Tensor | null = null
    {
      using _s = openScope('block')
      x = zeros([1])
    }
    expect(x.isDisposed).toBe(true)
  })

  test('frees at the end of the block when it throws', () => {
    let x: Tensor | null = null
    expect(() => {
      using _s = openScope('block')
      x = zeros([1])
      throw new RangeError('boom')
    }).toThrow('boom')
    expect(x!.isDisposed).toBe(true)
  })

  test('keep lets a tensor out to the enclosing scope', () => {
    scope(() => {
      let x: Tensor
      {
        using s = openScope()
        x = s.keep(zeros([1]).add(1))
        expect(s.size).toBe(1)
      }
      expect(x.isDisposed).toBe(false)
    })
  })

  test('close is idempotent; isClosed tells', () => {
    const s = openScope()
    s.close()
    s.close()
    expect(s.isClosed).toBe(true)
  })

  test('refuses to close a scope that is not the innermost', () => {
    const outer = openScope('outer')
    const inner = openScope('inner')
    const error = errorOf(() => outer.close())
    expect(error.code).toBe('SCOPE_INVALID')
    expect(error.message).toContain('scope "outer" is not the innermost one')
    expect(error.message).toContain('innermost: "inner"')
    inner.close()
    outer.close()
  })

  test('refuses to span an await, and still frees', async () => {
    const s = openScope('step')
    const x = zeros([1])
    await Promise.resolve()
    const error = errorOf(() => s.close())
    expect(error.code).toBe('SCOPE_INVALID')
    expect(error.message).toContain('scope "step" spans an await')
    expect([x.isDisposed, s.isClosed]).toEqual([true, true])
  })

  test('many scopes in one turn are fine', () => {
    for (let i = 0; i < 1000; i++) {
      using _s = openScope()
      zeros([1])
    }
  })

  test('one that is left open in a callback is closed there, with an error', () => {
    let open: Scope | null = null
    let x: Tensor | null = null
    const error = errorOf(() =>
      scope('outer', () => {
        open = openScope('inner')
        x = zeros([1])
      }),
    )
    expect(error.message).toContain('scope "inner" was left open inside scope "outer"')
    expect([open!.isClosed, x!.isDisposed]).toEqual([true, true])
  })

  test('one that an exception leaves open is closed with the outer one', () => {
    let open: Scope | null = null
    const call = () =>
      scope('outer', () => {
        open = openScope('inner')
        throw new RangeError('boom')
      })
    expect(call).toThrow('boom')
    expect(open!.isClosed).toBe(true)
  })
})

describe('counts over steps', () => {
  test('as many tensors live after step 1000 as after step 10', () => {
    const weight = keep(randn([4, 4]).requiresGrad_())
    const step = () =>
      scope('step', () => {
        const loss = randn([2, 4]).matmul(weight).tanh().square().mean()
        loss.backward()
        const value = loss.item()
        weight.grad = null
        return value
      })
    for (let i = 0; i < 10; i++) step()
    const early = memory()
    for (let i = 0; i < 990; i++) step()
    const late = memory()
    expect(late.live).toBe(early.live)
    expect(late.handleBytes).toBe(early.handleBytes)
    expect(late.bytes).toBe(early.bytes)
    weight.dispose()
  })
})
