#!/usr/bin/env node
import { runHub } from "../dist/main.js";

process.exitCode = await runHub(process.argv.slice(2));
