/** `stillwatch detect` as a user starts it, with its use of the machine recorded. */
import "./record-usage.ts";

await import(new URL("../../packages/lab/bin/stillwatch.js", import.meta.url).href);
