/** Names in a `state_dict`: what wrappers put in front of them, and which of them old versions of PyTorch left behind. */

/** Names without what data-parallel and compiled models put in front: `module.`, `_orig_mod.`. */
export function plainName(name: string): string {
  return name.replace(/^((module|_orig_mod)\.)+/, '')
}

/**
 * Whether a tensor is a running statistic of an instance norm. PyTorch before 0.4 saved them and used them nowhere; they are
 * told from those of batch norm, which has a scale beside them.
 */
export function isInstanceStatistic(name: string, names: { has(name: string): boolean }): boolean {
  const match = /^(.*\.)(running_mean|running_var|num_batches_tracked)$/.exec(name)
  return match !== null && !names.has(`${match[1]}weight`)
}
