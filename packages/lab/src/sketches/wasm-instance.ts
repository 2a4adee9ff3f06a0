// TypeScript declares WebAssembly only in its browser library.
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

/** Exports of a fresh instance of `dist/kernel.wasm`; the caller knows which interface they have. */
export function instantiateWasm(wasmBytes: Uint8Array): unknown {
  const abort = (): never => {
    throw new Error("The kernel ran out of memory (4 GiB of WASM address space).");
  };
  return new WebAssembly.Instance(new WebAssembly.Module(wasmBytes), { env: { abort } }).exports;
}
