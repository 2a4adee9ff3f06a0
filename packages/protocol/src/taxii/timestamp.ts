export { formatTimestamp, formatVersion, parseTimestamp } from "../stix/timestamp.ts";
