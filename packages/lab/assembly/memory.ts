/**
 * Takes memory that is never given back, 16-byte aligned; the linear memory grows as needed.
 * Everything that lives as long as the module comes from here. It is the runtime's own bump heap, so that
 * arrays and objects made with `new` cannot overlap it; the host must therefore import `env.abort`.
 */
export function alloc(size: usize): usize {
  return heap.alloc(size);
}
