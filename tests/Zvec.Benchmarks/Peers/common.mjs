// What the Node peers of Zvec.Benchmarks share. A peer serves one request a line of JSON on standard input and answers with one line on standard output,
// marked with "@" at its start so that whatever a native library prints is not taken for an answer. Each request is an object whose "do" names it; what
// an engine needs besides is said at the head of its script.
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

/** The number of neighbours that is asked for. */
export const TOP = 10;

/** A package from the folder of node modules that the first argument names. */
export function load(name) {
  return createRequire(join(resolve(process.argv[2]), 'anchor.js'))(name);
}

/** The rows of a TEXMEX file as typed arrays, read a megabyte or so at a time. */
export function* rowsOf(file, ElementArray) {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(4);
    readSync(handle, head, 0, 4, 0);
    const rowBytes = 4 * (head.readInt32LE(0) + 1);
    const chunk = Buffer.alloc(rowBytes * Math.max(1, Math.floor((1 << 20) / rowBytes)));
    const size = fstatSync(handle).size;
    for (let position = 0; position < size; position += chunk.length) {
      const length = readSync(handle, chunk, 0, chunk.length, position);
      for (let at = 0; at < length; at += rowBytes) {
        yield new ElementArray(chunk.buffer.slice(chunk.byteOffset + at + 4, chunk.byteOffset + at + rowBytes));
      }
    }
  } finally {
    closeSync(handle);
  }
}

/** The seconds that an action takes, and the processor time of the process meanwhile. */
export function timed(action) {
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  action();
  const seconds = (performance.now() - start) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  return { seconds, processorSeconds: (cpu.user + cpu.system) / 1e6 };
}

/** Memory of this process in megabytes (10^6 bytes). */
export function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const megabytes = (name) => (Number(status.match(new RegExp(`^${name}:\\s*(\\d+)`, 'm'))?.[1] ?? 0) * 1024) / 1e6;
  return { Resident: megabytes('VmRSS'), Anonymous: megabytes('RssAnon'), File: megabytes('RssFile') };
}

/** Opens an index and asks it a first query. */
export function openingOf(open, firstQuery) {
  const before = memory();
  let opened;
  const whole = timed(() => {
    opened = timed(open);
    firstQuery();
  });
  return {
    OpenMilliseconds: 1000 * opened.seconds,
    AnswerMilliseconds: 1000 * whole.seconds,
    ProcessorMilliseconds: 1000 * whole.processorSeconds,
    Before: before,
  };
}

/** One query after another; find(vector) gives the numbers of the rows found. */
export function passOver(vectors, find) {
  const answers = [];
  const microseconds = [];
  const whole = timed(() => {
    let last = performance.now();
    for (const vector of vectors) {
      answers.push(find(vector));
      const now = performance.now();
      microseconds.push(1000 * (now - last));
      last = now;
    }
  });
  return { Seconds: whole.seconds, ProcessorSeconds: whole.processorSeconds, Microseconds: microseconds, Answers: answers };
}

/** Answers requests until standard input ends. */
export async function serve(requests) {
  for await (const line of createInterface({ input: process.stdin })) {
    let answer;
    try {
      const request = JSON.parse(line);
      answer = { ok: requests[request.do](request) };
    } catch (error) {
      answer = { error: String(error?.message ?? error) };
    }
    process.stdout.write(`@${JSON.stringify(answer)}\n`);
  }
}
