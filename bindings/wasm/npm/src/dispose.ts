/// <reference lib="esnext.disposable" preserve="true" />

/** `Symbol.dispose`, or, where the runtime has none, the symbol that compilers put in its place. */
export const disposeSymbol: typeof Symbol.dispose =
  Symbol.dispose ?? (Symbol.for("Symbol.dispose") as typeof Symbol.dispose);
