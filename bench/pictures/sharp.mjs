// The other side: what a good engineer writes with sharp. Decoded once, to raw pixels, and every file made from them at
// once, with as many threads in all as our side has.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import sharp from 'sharp';

sharp.concurrency(1);
sharp.cache(false);

// Adaptive filters bring its files to the size of ours; SHARP_PNG=none is faster and half as large again.
const png = { compressionLevel: 4, adaptiveFiltering: process.env.SHARP_PNG !== 'none' };
const thumbs = { 'thumb-512.webp': 512, 'thumb-256.webp': 256, 'thumb-128.webp': 128, 'placeholder.webp': 20 };

async function makeSet(file, format, avif) {
  const { data, info } = await sharp(file).autoOrient().raw().toBuffer({ resolveWithObject: true });
  const from = () => sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } });
  const jobs = {
    [format === 'png' ? 'original.png' : 'original.jpg']:
      format === 'png' ? from().png(png) : from().jpeg({ quality: 90, chromaSubsampling: '4:4:4' }),
    'optimized.webp': from().webp({ quality: 80, effort: 2 }),
  };
  if (avif) jobs['optimized.avif'] = from().avif({ quality: 50, effort: 1, chromaSubsampling: '4:2:0' });
  for (const [name, side] of Object.entries(thumbs)) {
    jobs[name] = from().resize(side, side, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80, effort: 2 });
  }
  const made = await Promise.all(Object.values(jobs).map(job => job.toBuffer()));
  return Object.fromEntries(Object.keys(jobs).map((name, at) => [name, made[at]]));
}

async function measure(files, command) {
  let [next, bytes, latency] = [0, 0, 0];
  const cpu = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: command.inFlight }, async () => {
    for (let at; (at = next++) < command.sets; ) {
      const begun = performance.now();
      const made = await makeSet(files[at % files.length], command.format, command.avif);
      latency += performance.now() - begun;
      for (const file of Object.values(made)) bytes += file.length;
    }
  }));
  const wall = performance.now() - started;
  const used = process.cpuUsage(cpu);
  return { cpu: (used.user + used.system) / 1000, wall, latency: latency / command.sets, bytes };
}

async function dump(file, command) {
  mkdirSync(command.folder, { recursive: true });
  for (const [name, bytes] of Object.entries(await makeSet(file, command.format, command.avif))) {
    writeFileSync(join(command.folder, name), bytes);
  }
}

const known = {};
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const files = command.files.map(path => (known[path] ??= readFileSync(path)));
  if (command.task === 'dump') await dump(files[0], command);
  const figures = command.task === 'sets' ? await measure(files, command) : { cpu: 0, wall: 0, latency: 0, bytes: 0 };
  console.log(JSON.stringify({ ...figures, version: sharp.versions.vips }));
}
