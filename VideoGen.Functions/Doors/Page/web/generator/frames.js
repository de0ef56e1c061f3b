// @ts-check
/** A small picture of an image or a video, to know it by after a reload too. */

const side = 192;

/** @param {File} file @param {string} type @returns {Promise<string | null>} A data address; null when the browser cannot show the file. */
export async function pictureOf(file, type) {
  try {
    return type.startsWith('video/') ? await ofVideo(file) : await ofImage(file);
  } catch {
    return null;
  }
}

/** @param {File} file */
async function ofImage(file) {
  const bitmap = await createImageBitmap(file);
  const picture = draw(bitmap, bitmap.width, bitmap.height);
  bitmap.close();
  return picture;
}

/** @param {File} file @returns {Promise<string | null>} */
async function ofVideo(file) {
  const video = document.createElement('video');
  video.muted = true;
  video.preload = 'auto';
  video.src = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => {
      video.onloadeddata = resolve;
      video.onerror = reject;
      setTimeout(reject, 5000);
    });
    return draw(video, video.videoWidth, video.videoHeight);
  } finally {
    URL.revokeObjectURL(video.src);
    video.removeAttribute('src');
  }
}

/** @param {CanvasImageSource} source @param {number} width @param {number} height */
function draw(source, width, height) {
  const scale = side / Math.max(width, height, 1);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/webp', 0.8);
}
