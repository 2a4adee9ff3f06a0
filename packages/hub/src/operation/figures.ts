import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { AddOutcome } from "../collections/version-store.ts";

/** What is counted of one answered request. Labels come from closed sets: no id, no name, no address. */
export interface CountedRequest {
  readonly method: string;
  /** Template of the path. */
  readonly route: string;
  readonly status: number;
  readonly role: string;
  readonly milliseconds: number;
}

/** The hub's figures for Prometheus. State of this process: they begin at nought with every start. */
export interface Figures {
  answered(request: CountedRequest): void;
  added(outcomes: readonly Pick<AddOutcome, "kind">[], refused: number): void;
  deleted(versions: number): void;
  failed(): void;
  /** Prometheus text format. */
  text(): Promise<string>;
}

/** Where a figure is looked up only when it is asked for. */
export interface Gauges {
  readonly connections: () => Promise<number>;
  readonly waitingWrites: () => number;
}

/** Seconds; an empty poll takes one or two thousandths, a full envelope some tenths. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function hubFigures(gauges: Gauges): Figures {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: "stillwatch_hub_" });
  const requests = new Counter({
    name: "stillwatch_hub_requests_total",
    help: "Answered requests.",
    labelNames: ["method", "route", "status", "role"],
    registers,
  });
  const durations = new Histogram({
    name: "stillwatch_hub_request_seconds",
    help: "From the head of a request to the head of its answer.",
    labelNames: ["method", "route"],
    buckets: BUCKETS,
    registers,
  });
  const pages = new Counter({
    name: "stillwatch_hub_pages_total",
    help: "Pages of objects, manifests and versions that were given out.",
    labelNames: ["resource"],
    registers,
  });
  const objects = new Counter({
    name: "stillwatch_hub_objects_total",
    help: "Objects that members sent, by what became of them.",
    labelNames: ["outcome"],
    registers,
  });
  const deletions = new Counter({
    name: "stillwatch_hub_versions_deleted_total",
    help: "Versions that their owners deleted.",
    registers,
  });
  const failures = new Counter({
    name: "stillwatch_hub_failures_total",
    help: "Requests that met a failure of the hub's own.",
    registers,
  });
  gauge("stillwatch_hub_connections", "Open connections.", registers, gauges.connections);
  gauge("stillwatch_hub_writes_waiting", "Writes of members that wait for their turn.", registers, async () =>
    gauges.waitingWrites(),
  );
  return {
    answered({ method, route, status, role, milliseconds }) {
      requests.inc({ method: knownMethod(method), route, status: String(status), role });
      durations.observe({ method: knownMethod(method), route }, milliseconds / 1_000);
      const resource = PAGED.exec(route)?.[1];
      if (resource !== undefined && method === "GET" && status === 200) pages.inc({ resource });
    },
    added(outcomes, refused) {
      for (const { kind } of outcomes) objects.inc({ outcome: kind });
      if (refused > 0) objects.inc({ outcome: "refused" }, refused);
    },
    deleted: (versions) => deletions.inc(versions),
    failed: () => failures.inc(),
    text: () => register.metrics(),
  };
}

const PAGED = /\/(objects|manifest|versions)\/?$/;

const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]);

/** Clients may make up methods; labels must not. */
function knownMethod(method: string): string {
  return METHODS.has(method) ? method : "other";
}

function gauge(name: string, help: string, registers: Registry[], look: () => Promise<number>): void {
  new Gauge({
    name,
    help,
    registers,
    async collect() {
      this.set(await look());
    },
  });
}
