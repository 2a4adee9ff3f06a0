export * from "./memory";
export * from "./sketch";
export * from "./dictionary";
export { field_table } from "./fields";
export * from "./hash64";
export * from "./ip-prefix";
export { input_buffer, line_end, scan_line } from "./scan";
