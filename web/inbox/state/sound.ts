let audio: AudioContext | undefined;

/** Two soft tones. Browsers stay silent until the page was used once, which is then nobody's fault. */
export function playSound(): void {
  audio ??= new AudioContext();
  void audio.resume();
  for (const [at, pitch] of [
    [0, 659],
    [0.12, 880],
  ] as const)
    tone(audio, audio.currentTime + at, pitch);
}

function tone(context: AudioContext, start: number, pitch: number): void {
  const [wave, volume] = [context.createOscillator(), context.createGain()];
  wave.frequency.value = pitch;
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, start + 0.35);
  wave.connect(volume).connect(context.destination);
  wave.start(start);
  wave.stop(start + 0.4);
}
