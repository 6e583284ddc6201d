/** Types of `place.mjs` for the compiled part of the package, which shares it with set-up. */
export declare const packageRoot: string
export declare function cloneRoot(torch?: string): string | null
export declare function recordFolder(torch?: string): string
export declare function setupCommand(torch?: string, cwd?: string): string
