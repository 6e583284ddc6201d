/** Names of classes, methods and functions in the code of a TorchScript file. Reads lines; compiles and runs nothing. */
import { objectCost, type ReadBudget } from '@ganymede/core/reading'

/** A class of the code in a TorchScript file, or a function of it. */
export interface ScriptClass {
  /** `__torch__.models.Generator` */
  readonly name: string
  /** First lines of its methods without the instance, such as `forward(x: Tensor) -> Tensor`; of a function its own. */
  readonly methods: readonly string[]
}

const MAX_SIGNATURE = 4000
const CHARACTERS_PER_OBJECT = 32
const beginning = /^(?:class (\w{1,400})\b|( *)def (\w{1,400})\()/
const signature = /^ *def \w+\(([^)]*)\)((?: -> [^:]{1,400})?):/

/**
 * @internal Classes and functions of a file of code; names of TorchScript are the path of the file and the name of the
 * class. Each line is looked at once, whatever it holds.
 *
 * @throws what `budget` throws
 */
export function classesOf(file: string, code: string, budget: ReadBudget): ScriptClass[] {
  const classes: { name: string; methods: string[] }[] = []
  for (const text of statements(code, budget)) {
    const [, className, indent, name = ''] = beginning.exec(text) ?? []
    const [, parameters, result = ''] = signature.exec(text) ?? []
    if (className === undefined && parameters === undefined) continue
    budget.count(objectCost.dict + file.length / CHARACTERS_PER_OBJECT)
    if (className !== undefined || parameters === undefined) {
      classes.push({ name: `${file}.${className}`, methods: [] })
      continue
    }
    const inClass = indent !== '' && classes.length > 0
    const own = inClass ? parameters.replace(/^[^,]*(,\s*|$)/, '') : parameters
    const method = `${name}(${own})${result}`.replaceAll(/\s+/g, ' ')
    if (inClass) classes.at(-1)?.methods.push(method)
    else classes.push({ name: `${file}.${name}`, methods: [method] })
  }
  return classes
}

/** First lines of classes and of functions; those of functions go on to the parenthesis that ends their parameters. */
function* statements(code: string, budget: ReadBudget): Generator<string, void, void> {
  let open: string[] = []
  let length = 0
  for (let start = 0; start < code.length; ) {
    const found = code.indexOf('\n', start)
    const end = found === -1 ? code.length : found
    const line = code.slice(start, Math.min(end, start + MAX_SIGNATURE))
    budget.count(1 + (end - start) / CHARACTERS_PER_OBJECT)
    start = end + 1
    if (beginning.test(line)) open = []
    else if (open.length === 0) continue
    length = open.length === 0 ? line.length : length + line.length
    open.push(line)
    const isComplete = line.startsWith('class') || line.includes(')')
    if (isComplete) yield open.join('\n')
    if (isComplete || length > MAX_SIGNATURE) open = []
  }
}
