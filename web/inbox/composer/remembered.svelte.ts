/** A switch that stays as it was left on this machine. */
export function remembered(key: string) {
  let on = $state(localStorage.getItem(key) === 'yes');
  return {
    get on() {
      return on;
    },
    toggle() {
      on = !on;
      localStorage.setItem(key, on ? 'yes' : 'no');
    },
  };
}
