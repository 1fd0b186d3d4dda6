// node inputs.mjs <folder of Debian's mate-backgrounds>: three photos and a painting, as squares, PNG and JPEG.
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const source = process.argv[2];
const target = fileURLToPath(new URL('obj/pictures', import.meta.url));
const pictures = ['nature/Dune.jpg', 'nature/LadyBird.jpg', 'nature/RainDrops.jpg', 'abstract/Elephants_5640x3172.jpg'];

for (const picture of pictures) {
  for (const side of [1024, 2048]) {
    const square = sharp(join(source, picture)).resize(side, side, { fit: 'cover' });
    for (const format of ['png', 'jpeg']) {
      const folder = join(target, `${side}-${format}`);
      mkdirSync(folder, { recursive: true });
      const name = basename(picture, '.jpg').split('_')[0].toLowerCase();
      await square.clone().toFormat(format, format === 'jpeg' ? { quality: 92 } : {}).toFile(join(folder, `${name}.${format}`));
    }
  }
}
