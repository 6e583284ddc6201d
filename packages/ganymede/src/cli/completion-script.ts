/** Completion scripts for shells, from the descriptions of the commands. */
import { type AnyCommand, type AnyOption, flagName } from './command.js'
import { flagsOf } from './program.js'

/** What can follow a chain of command words. */
export interface CompletionNode {
  /** Words from the program on, such as `train dcgan`; empty for the program itself. */
  readonly path: string
  /** Commands and systems that may follow. */
  readonly words: readonly string[]
  readonly flags: readonly string[]
  /** Values by flag, for flags with a fixed set of them. */
  readonly choices: Readonly<Record<string, readonly string[]>>
  /** Flags that take any other value: a path, most often. */
  readonly valued: readonly string[]
  /** Whether names of runs may follow. */
  readonly takesRun: boolean
}

/** Everything that can be completed, as a list of nodes; the program comes first. */
export async function completionTree(commands: readonly AnyCommand[]): Promise<CompletionNode[]> {
  const top = commands.map(({ name }) => name)
  const root: CompletionNode = {
    path: '',
    words: top,
    flags: ['--help', '--version'],
    choices: {},
    valued: [],
    takesRun: false,
  }
  const nodes: CompletionNode[] = [root]
  for (const command of commands) nodes.push(...(await nodesOf(command, '')))
  return nodes
}

/** The script of one shell. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', nodes: readonly CompletionNode[]): string {
  return { bash: bashScript, zsh: zshScript, fish: fishScript }[shell](nodes)
}

async function nodesOf(command: AnyCommand, prefix: string): Promise<CompletionNode[]> {
  const path = `${prefix} ${command.name}`.trim()
  const inner = command.subcommands ?? []
  const nodes: CompletionNode[] = []
  const words = inner.map(({ name }: AnyCommand) => name)
  for (const one of inner) nodes.push(...(await nodesOf(one, path)))
  const takesSystem = command.arguments?.[0]?.name === 'system'
  const systems = takesSystem ? (await import('../models/registry.js')).listSystems().map(({ name }) => name) : []
  nodes.unshift(await nodeOf(command, path, [...words, ...systems], command.variant === undefined ? undefined : []))
  // `options` takes a system too, but its flags do not depend on it.
  if (takesSystem && command.variant !== undefined) {
    for (const system of systems) nodes.push(await nodeOf(command, `${path} ${system}`, [], [system]))
  }
  return nodes
}

async function nodeOf(
  command: AnyCommand,
  path: string,
  words: readonly string[],
  variantWords: readonly string[] | undefined,
): Promise<CompletionNode> {
  const isOfSystem = variantWords?.length !== 0 || command.arguments?.[0]?.name !== 'system'
  const variant = variantWords === undefined || !isOfSystem ? undefined : await command.variant?.(variantWords)
  const choices: Record<string, readonly string[]> = {}
  const valued: string[] = []
  for (const [key, option] of Object.entries<AnyOption>(command.options ?? {})) {
    if (option.kind === 'value' && option.choices !== undefined) choices[flagName(key)] = option.choices
    else if (option.kind !== 'switch') valued.push(flagName(key))
  }
  for (const { name, placeholder, choices: fixed } of variant?.flags ?? []) {
    if (placeholder === '') continue
    if (fixed !== undefined && fixed.length > 0) choices[name] = fixed
    else valued.push(name)
  }
  const takesRun = (command.arguments ?? []).some(({ name }) => name === 'run' || name === 'runs')
  return { path, words, flags: flagsOf(command, variant), choices, valued, takesRun }
}

// zsh keeps `path` and `words` for itself: the script uses other names.
function bashScript(nodes: readonly CompletionNode[]): string {
  const cases = nodes.map(
    ({ path, words, flags, takesRun }) =>
      `    '${path}') list='${words.join(' ')}'; flags='${flags.join(' ')}'; runs=${takesRun ? 1 : 0} ;;`,
  )
  const values = nodes.flatMap(({ path, choices, valued }) => [
    ...Object.entries(choices).map(
      ([flag, list]) => `    '${path} ${flag}') COMPREPLY=($(compgen -W '${list.join(' ')}' -- "$current")); return ;;`,
    ),
    ...(valued.length === 0
      ? []
      : [
          `    ${valued.map((flag) => `'${path} ${flag}'`).join('|')}) COMPREPLY=($(compgen -f -- "$current")); return ;;`,
        ]),
  ])
  return `# Completion of ganymede for bash. Use: source <(ganymede completion bash)
_ganymede() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" chain='' word list='' flags='' runs=0
  for word in "\${COMP_WORDS[@]:1:$((COMP_CWORD - 1))}"; do
    case " ${nodes.map(({ path }) => `|${path}|`).join(' ')} " in
      *" |\${chain:+$chain }$word| "*) chain="\${chain:+$chain }$word" ;;
    esac
  done
  case "$chain $previous" in
${values.join('\n')}
  esac
  case "$chain" in
${cases.join('\n')}
  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
    return
  fi
  [[ $runs == 1 ]] && list="$list latest $(ls -d runs/[0-9]*/ 2>/dev/null | sed 's|^runs/||; s|/$||')"
  COMPREPLY=($(compgen -W "$list" -- "$current") $(compgen -f -- "$current"))
}
complete -o filenames -F _ganymede ganymede
`
}

function zshScript(nodes: readonly CompletionNode[]): string {
  return `# Completion of ganymede for zsh. Use: source <(ganymede completion zsh)
# It is the one for bash, through zsh's own compatibility.
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
autoload -Uz bashcompinit && bashcompinit
${bashScript(nodes).split('\n').slice(1).join('\n')}`
}

function fishScript(nodes: readonly CompletionNode[]): string {
  const quoted = (words: readonly string[]): string => words.map((word) => word.replaceAll("'", "\\'")).join(' ')
  const lines = nodes.flatMap(({ path, words, flags, choices, valued, takesRun }) => {
    const here = `complete -c ganymede -n '__ganymede_at "${path}"'`
    return [
      ...(words.length > 0 ? [`${here} -f -a '${quoted(words)}'`] : []),
      ...(takesRun ? [`${here} -a 'latest (__ganymede_runs)'`] : []),
      ...flags.map((flag) => {
        const long = flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`
        const values = choices[flag]
        if (values !== undefined) return `${here} ${long} -x -a '${quoted(values)}'`
        return `${here} ${long}${valued.includes(flag) ? ' -r' : ''}`
      }),
    ]
  })
  return `# Completion of ganymede for fish.
function __ganymede_path
  set -l path
  for word in (commandline -opc)[2..-1]
    contains -- (string join ' ' -- $path $word) ${nodes
      .filter(({ path }) => path !== '')
      .map(({ path }) => `'${path}'`)
      .join(' ')}
    and set path $path $word
  end
  string join ' ' -- $path
end
function __ganymede_at
  set -l here (__ganymede_path)
  test "$here" = "$argv[1]"
end
function __ganymede_runs
  for run in runs/*/run.json
    basename (dirname $run)
  end
end
${lines.join('\n')}
`
}
