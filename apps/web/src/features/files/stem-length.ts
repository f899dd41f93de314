/** How many UTF-16 units of a file's name come before its extension, all of it when it has none. */
export function stemLength(name: string): number {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? dot : name.length
}
